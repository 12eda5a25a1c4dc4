"""Where Alembic meets the application: the engine of the app, the tables of complaints.models."""

from alembic import context
from flask import current_app

from complaints.casework.checksum_completion import complete

extension = current_app.extensions["migrate"]
database = extension.db


def run_online() -> None:
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        newest = set(context.get_context().get_current_heads()) == set(context.script.get_heads())
    if newest:
        complete()


if context.is_offline_mode():
    raise RuntimeError("migrations run against a database; there is no offline mode")
run_online()

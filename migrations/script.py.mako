"""${message}

Before this lands: does it take a lock that window staff would wait for? Does the code version before it still run on the
new tables? One change each; number it; never edit one that has been released.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

"""Names and words written with radicals out of a PDF are found as the signs they look like: 0047 indexes them, in one pass with all else."""

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Nothing here: 0047 does it."""


def downgrade() -> None:
    """What is found by more stays so."""

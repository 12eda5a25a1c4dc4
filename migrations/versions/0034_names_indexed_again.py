"""Names are found by every reading of their signs, without accents, and whatever dots and apostrophes they have: 0047 indexes them,
in one pass with all else."""

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Nothing here: 0047 does it."""


def downgrade() -> None:
    """What is found by more stays so."""

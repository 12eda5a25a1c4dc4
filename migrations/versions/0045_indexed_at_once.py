"""Every complaint is indexed as new ones are, in one pass: 0047 does it."""

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """Nothing here: 0047 does it."""


def downgrade() -> None:
    """What is found by more stays so."""

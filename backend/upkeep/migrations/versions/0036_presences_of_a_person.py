"""The presences of a person are found when they say 'that was not me'"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_index("ix_presences_org_person_id", "presences", ["org", "person_id"])


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_presences_org_person_id", table_name="presences")

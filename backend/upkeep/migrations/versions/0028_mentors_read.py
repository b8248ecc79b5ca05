"""Mentors read observations that are evidence, and no professional discussions but their own"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_DISCUSSIONS = "UPDATE records SET evidence_for_id = {} WHERE kind = 'professional_discussion'"
_IF_NAMED = """CASE WHEN EXISTS (
    SELECT 1 FROM record_criteria AS c
    WHERE c.org = records.org AND c.record_id = records.id AND c.version = records.version
) THEN subject_id END"""


def upgrade() -> None:
    """Forth."""
    op.execute(_DISCUSSIONS.format("NULL"))


def downgrade() -> None:
    """Back."""
    op.execute(_DISCUSSIONS.format(_IF_NAMED))

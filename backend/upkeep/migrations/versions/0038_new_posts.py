"""Whoever was promoted and has no new post yet: it waits for the people team to enter it"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_WAITS = sa.text(
    "INSERT INTO waits (org, matter_id, holder_id, kind, subject_id, about_id, since, from_on)"
    " SELECT p.org, p.id, t.person_id, 'new_post', p.mentee_id, p.id, r.ended_at, r.ended_on"
    " FROM plans p JOIN reviews r ON r.org = p.org AND r.plan_id = p.id"
    " JOIN people m ON m.org = p.org AND m.id = p.mentee_id"
    " JOIN entries e ON e.org = m.org AND e.id = m.appointment_id"
    " JOIN ties t ON t.org = p.org AND t.scope_id = p.org AND t.ends_at IS NULL AND t.person_id <> p.mentee_id"
    " WHERE r.status IN ('decided', 'needs_review') AND r.decision = 'promote' AND m.left_at IS NULL"
    " AND m.post <> p.role AND e.at < r.ended_at AND (t.tie = 'people_team' OR (t.tie = 'administrator'"
    " AND NOT EXISTS (SELECT 1 FROM ties o WHERE o.org = p.org AND o.tie = 'people_team' AND o.ends_at IS NULL"
    " AND o.person_id <> p.mentee_id)))"
)


def upgrade() -> None:
    """Forth."""
    op.get_bind().execute(_WAITS)


def downgrade() -> None:
    """Back."""
    op.execute("DELETE FROM waits WHERE kind = 'new_post'")

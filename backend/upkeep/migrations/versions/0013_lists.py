"""Lists are read along the index of a site or an area, in the order of ids; holders of a tie along theirs"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PLACES = ("site_id", "area_id")


def upgrade() -> None:
    """Forth. Of ties, who holds one to a thing is read in their order: else SQLite walks the organisation's."""
    op.drop_index("ix_ties_org_scope_id", table_name="ties")
    op.create_index("ix_ties_org_scope_id", "ties", ["org", "scope_id", "tie", "person_id"])
    for name in PLACES:
        op.drop_index(f"ix_plans_org_{name}", table_name="plans")
        op.create_index(f"ix_plans_org_{name}", "plans", ["org", name, "id"])
    op.create_index("ix_agreements_org_proposer_id", "agreements", ["org", "proposer_id"])
    for name in PLACES:
        op.create_index(f"ix_agreements_org_{name}", "agreements", ["org", name, "id"])


def downgrade() -> None:
    """Back."""
    for name in (*PLACES, "proposer_id"):
        op.drop_index(f"ix_agreements_org_{name}", table_name="agreements")
    for name in PLACES:
        op.drop_index(f"ix_plans_org_{name}", table_name="plans")
        op.create_index(f"ix_plans_org_{name}", "plans", ["org", name])
    op.drop_index("ix_ties_org_scope_id", table_name="ties")
    op.create_index("ix_ties_org_scope_id", "ties", ["org", "scope_id"])

"""Staff numbers are one whatever their capitals; whoever shares one already keeps it, and the first has the key"""

import json

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SAID = "SELECT org, about, facts FROM entries WHERE kind IN ('add_person', 'change_staff_number') ORDER BY org, seq"
_SET = sa.text("UPDATE people SET staff_key = :key WHERE org = :org AND id = :person").bindparams(
    sa.bindparam("org", type_=IdType()), sa.bindparam("person", type_=IdType())
)


def upgrade() -> None:
    """Forth: as the log tells it, who had a number first has its key."""
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("staff_key", sa.Text(), nullable=True))
    held: set[tuple[str, str]] = set()
    of: dict[tuple[str, str], str] = {}
    for org, about, facts in op.get_bind().execute(sa.text(_SAID)):
        one = (str(org), str(about))
        number = json.loads(facts)["content"]["staff_number"]
        key = None if number is None else number.strip().casefold()
        if one in of:
            held.remove((one[0], of.pop(one)))
        if key is not None and (one[0], key) not in held:
            held.add((one[0], key))
            of[one] = key
    for (tenant, person), own in of.items():
        op.get_bind().execute(_SET, {"key": own, "org": tenant, "person": person})
    op.create_index("uq_people_org_staff_key", "people", ["org", "staff_key"], unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_index("uq_people_org_staff_key", table_name="people")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("staff_key")

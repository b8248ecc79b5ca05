"""People: by what they are found, and who lost a line manager"""

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant
from backend.people.folding import beginnings, key_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AT_ONCE = 500
# Whose last line manager's tie ended in the moment in which that line manager left.
_LOST = """
UPDATE people SET unmanaged_since = (
    SELECT max(line.ends_at) FROM ties AS line
    WHERE line.org = people.org AND line.scope_id = people.id AND line.tie = 'line_manager')
WHERE left_at IS NULL
AND EXISTS (
    SELECT 1 FROM ties AS line
    JOIN people AS manager ON manager.org = line.org AND manager.id = line.person_id
    WHERE line.org = people.org AND line.scope_id = people.id AND line.tie = 'line_manager'
    AND line.ends_at = manager.left_at)
AND NOT EXISTS (
    SELECT 1 FROM ties AS line
    WHERE line.org = people.org AND line.scope_id = people.id AND line.tie = 'line_manager' AND line.ends_at IS NULL)
"""


def upgrade() -> None:
    """Forth."""
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("unmanaged_since", Instant(), nullable=True))
        batch_op.create_index("ix_people_org_area_id", ["org", "area_id"])
        batch_op.create_index("ix_people_org_unmanaged_since", ["org", "unmanaged_since", "id"])
    op.create_index("ix_areas_org_name", "areas", ["org", "name", "id"])
    op.create_index("ix_sites_org_name", "sites", ["org", "name", "id"])
    op.create_index("ix_sessions_org_person_id", "sessions", ["org", "person_id"])
    op.create_table(
        "people_names",
        sa.Column("org", IdType(), nullable=False),
        sa.Column("person_id", IdType(), nullable=False),
        sa.Column("beginning", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("has_left", sa.Boolean(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_people_names_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "person_id", "beginning", name=op.f("pk_people_names")),
    )
    _fill()
    with op.batch_alter_table("people") as batch_op:
        batch_op.alter_column("name_key", server_default=None)
    op.execute(_LOST)
    order = ["beginning", "name_key", "person_id"]
    op.create_index("ix_people_names_order", "people_names", ["org", "has_left", *order])
    op.create_index("ix_people_names_post", "people_names", ["org", "has_left", "post", *order])


def downgrade() -> None:
    """Back."""
    op.drop_table("people_names")
    op.drop_index("ix_sessions_org_person_id", "sessions")
    op.drop_index("ix_sites_org_name", "sites")
    op.drop_index("ix_areas_org_name", "areas")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_index("ix_people_org_unmanaged_since")
        batch_op.drop_index("ix_people_org_area_id")
        batch_op.drop_column("unmanaged_since")
        batch_op.drop_column("name_key")


def _fill() -> None:
    """Files everybody who is there under the beginnings of their name."""
    people = sa.table("people", *(sa.column(name) for name in ("org", "id", "name", "name_key", "post", "left_at")))
    columns = ("org", "person_id", "beginning", "name_key", "has_left", "post")
    names = sa.table("people_names", *(sa.column(name) for name in columns))
    bind = op.get_bind()
    rows: list[dict[str, object]] = []
    for one in bind.execute(sa.select(people)).all():
        given = {"org": one.org, "person_id": one.id, "name_key": key_of(one.name), "post": one.post}
        bind.execute(
            sa.update(people).where(people.c.org == one.org, people.c.id == one.id).values(name_key=key_of(one.name))
        )
        has_left = one.left_at is not None
        rows += [{**given, "beginning": beginning, "has_left": has_left} for beginning in beginnings(one.name)]
        if len(rows) > _AT_ONCE:
            bind.execute(sa.insert(names), rows)
            rows = []
    if rows:
        bind.execute(sa.insert(names), rows)

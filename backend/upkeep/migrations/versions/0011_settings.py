"""Settings of the organisation, e-mail addresses of people, and files waiting to be imported"""

import sqlalchemy as sa
from alembic import op

import backend.kernel.columns

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None

SETTINGS = ("site_word", "client_word", "small_setting", "consultee_name", "consultee_role")


def upgrade() -> None:
    """Forth. The settings of those already there are as founded, and follow the entry that founded them."""
    id_type = backend.kernel.columns.IdType(length=36)
    with op.batch_alter_table("organisations") as batch_op:
        batch_op.add_column(sa.Column("site_word", sa.Text(), nullable=False, server_default="site"))
        batch_op.add_column(sa.Column("client_word", sa.Text(), nullable=False, server_default="person_we_support"))
        batch_op.add_column(sa.Column("small_setting", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("consultee_name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("consultee_role", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("settings_id", id_type, nullable=True))
        batch_op.add_column(sa.Column("settings_by", id_type, nullable=True))
    for column, said in (("settings_id", "id"), ("settings_by", "actor")):
        op.execute(
            f"UPDATE organisations SET {column} = (SELECT {said} FROM entries"  # noqa: S608 - names of our own
            " WHERE entries.org = organisations.org AND entries.kind = 'found_organisation')"
        )
    with op.batch_alter_table("organisations") as batch_op:
        for name in ("site_word", "client_word", "small_setting"):
            batch_op.alter_column(name, server_default=None)
        for name in ("settings_id", "settings_by"):
            batch_op.alter_column(name, existing_type=id_type, nullable=False)
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("email", sa.Text(), nullable=True))
    op.create_table(
        "uploads",
        sa.Column("org", id_type, nullable=False),
        sa.Column("id", id_type, nullable=False),
        sa.Column("person_id", id_type, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("made_at", backend.kernel.columns.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_uploads_org_person_id")
        ),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_uploads")),
    )
    op.create_index("uq_uploads_org_person_id", "uploads", ["org", "person_id"], unique=True)


def downgrade() -> None:
    """Back."""
    op.drop_table("uploads")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("email")
    with op.batch_alter_table("organisations") as batch_op:
        for name in (*SETTINGS, "settings_id", "settings_by"):
            batch_op.drop_column(name)

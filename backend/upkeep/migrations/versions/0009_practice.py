"""Notes, and what is known about a sign-off's words and the device it was made on"""

import unicodedata
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

from backend.kernel.columns import IdType, Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forth."""
    op.create_table(
        "notes",
        sa.Column("org", IdType(length=36), nullable=False),
        sa.Column("id", IdType(length=36), nullable=False),
        sa.Column("author_id", IdType(length=36), nullable=False),
        sa.Column("person_id", IdType(length=36), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["org", "author_id"], ["people.org", "people.id"], name=op.f("fk_notes_org_author_id")),
        sa.ForeignKeyConstraint(["org", "person_id"], ["people.org", "people.id"], name=op.f("fk_notes_org_person_id")),
        sa.PrimaryKeyConstraint("org", "id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_org_author_id_happened_at", "notes", ["org", "author_id", "happened_at", "id"])
    op.create_index("ix_entries_org_about_seq", "entries", ["org", "about", "seq"])
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.add_column(sa.Column("note_happened_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("note_made_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("words_key", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("same_words", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("on_device_of", sa.Text(), nullable=True))
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.alter_column("same_words", server_default=None)
        batch_op.create_index("ix_sign_offs_org_signer_id_words_key", ["org", "signer_id", "words_key"])
    _fill_keys()


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("sign_offs") as batch_op:
        batch_op.drop_index("ix_sign_offs_org_signer_id_words_key")
        for name in ("on_device_of", "same_words", "words_key", "note_made_at", "note_happened_at"):
            batch_op.drop_column(name)
    op.drop_index("ix_entries_org_about_seq", "entries")
    op.drop_index("ix_notes_org_author_id_happened_at", "notes")
    op.drop_table("notes")


def _fill_keys() -> None:
    """Gives the sign-offs there are the key of their words, as it is made at this release."""
    rows = sa.table(
        "sign_offs",
        sa.column("org", IdType()),
        sa.column("id", IdType()),
        sa.column("statement", sa.Text()),
        sa.column("words_key", sa.Text()),
    )
    named = sa.and_(rows.c.org == sa.bindparam("of_org"), rows.c.id == sa.bindparam("of_id"))
    connection = op.get_bind()
    for org in connection.scalars(sa.select(rows.c.org).distinct()).all():
        page, after = (
            sa.select(rows.c.id, rows.c.statement).where(rows.c.org == org).order_by(rows.c.id).limit(1000),
            None,
        )
        while found := connection.execute(page.where(rows.c.id > after) if after else page).all():
            keyed = [{"of_org": org, "of_id": one.id, "key": _key(str(org), one.statement)} for one in found]
            connection.execute(sa.update(rows).where(named).values(words_key=sa.bindparam("key")), keyed)
            after = found[-1].id


def _key(org: str, text: str) -> str | None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    folded = " ".join("".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain).split())
    return blake2b(folded.encode(), key=org.encode(), digest_size=16).hexdigest() if folded else None

"""The rows of the log: heads, entries and contents, and an entry as the house reads it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, Index, bindparam, select

from backend.kernel.columns import Holds, IdType, column, id_column, refers, tenant_table
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours

heads = tenant_table("heads", column("seq", BigInteger(), Holds.NOBODY), column("hash", bytes, Holds.NOBODY))

entries = tenant_table(
    "entries",
    id_column("id", primary_key=True),
    column("seq", BigInteger(), Holds.NOBODY),
    column("kind", str, Holds.FACT),
    id_column("actor", Holds.ACTOR),
    id_column("about", Holds.FACT),
    id_column("subject", Holds.SUBJECT, nullable=True),
    column("at", datetime, Holds.FACT),
    column("facts", str, Holds.FACT),
    column("commitment", bytes, Holds.NOBODY),
    column("hash", bytes, Holds.NOBODY),
    Index("uq_entries_org_seq", "org", "seq", unique=True),
    Index("ix_entries_org_subject", "org", "subject"),
    Index("ix_entries_org_about_seq", "org", "about", "seq"),
)

contents = tenant_table(
    "contents",
    id_column("id", primary_key=True),
    column("part", str, Holds.NOBODY, primary_key=True),
    column("nonce", str, Holds.SECRET, nullable=True),
    column("words", str, Holds.SUBJECT_WORDS, nullable=True),
    refers("id", "entries"),
)

SAID, SIGNER = "said", "signer"


@dataclass(frozen=True)
class Entry:
    """An entry as stored: `content` is what the actor knew and said, `attestation` what the server added.

    `words` and `signer` (who acted, as named and appointed then) are None once erased. `seq` and `hash` are known
    only after the head has moved; no apply reads them. `is_new` says that the act has just been
    written, rather than found.
    """

    id: Id
    kind: str
    actor: Id
    about: Id
    subject: Id | None
    at: datetime
    content: dict[str, Any]
    attestation: dict[str, Any]
    words: dict[str, Any] | None
    signer: dict[str, Any] | None
    nonces: dict[str, str | None]
    commitment: bytes
    seq: int = 0
    hash: bytes = b""
    is_new: bool = field(default=False, compare=False)


def entry_of(row: Any) -> Entry:
    """An `Entry` from a row of `ENTRY` or `ENTRIES`."""
    facts = orjson.loads(row.facts)
    return Entry(
        row.id,
        row.kind,
        row.actor,
        row.about,
        row.subject,
        row.at,
        facts["content"],
        facts["attestation"],
        _read(row.said),
        _read(row.signer),
        {SAID: row.said_nonce, SIGNER: row.signer_nonce},
        bytes(row.commitment),
        row.seq,
        bytes(row.hash),
    )


def _read(words: str | None) -> Any:
    return None if words is None else orjson.loads(words)


_said, _signer = contents.alias("said"), contents.alias("signer")
WHOLE = (
    select(
        *(c for c in entries.c if c.name != "org"),
        _said.c.nonce.label("said_nonce"),
        _said.c.words.label("said"),
        _signer.c.nonce.label("signer_nonce"),
        _signer.c.words.label("signer"),
    )
    .join(_said, (_said.c.org == entries.c.org) & (_said.c.id == entries.c.id) & (_said.c.part == SAID))
    .join(_signer, (_signer.c.org == entries.c.org) & (_signer.c.id == entries.c.id) & (_signer.c.part == SIGNER))
    .where(ours(entries))
)
ENTRY = Prepared(WHOLE.where(entries.c.id == bindparam("entry_id", type_=IdType())))
ENTRIES = Prepared(
    WHOLE.where(entries.c.seq > bindparam("after", type_=BigInteger()))
    .order_by(entries.c.seq)
    .limit(bindparam("limit", type_=BigInteger()))
)
HEAD = Prepared(select(heads.c.seq, heads.c.hash).where(ours(heads)))

"""The organisation's log: what happened is written once, and everything else is read from it.

An entry is immutable. Its facts stand in it; its words stand in `contents`, where they can be erased while chain,
facts and signatures stay. Source: decisions, The canonical record; trust, Ledger.
"""

from typing import Any, ClassVar, Protocol

from backend.kernel.appending import append
from backend.kernel.canonical import commit, new_nonce, seal
from backend.kernel.clock import stamp
from backend.kernel.database import Tx
from backend.kernel.drivers import Clash
from backend.kernel.entries import ENTRY, SAID, SIGNER, Entry, entry_of
from backend.kernel.errors import id_reused, of_clash
from backend.kernel.ids import Id, is_derived
from backend.kernel.shapes import split, words_of
from backend.kernel.ties import Actor


class Act(Protocol):
    """One frozen dataclass with what a person does. Its id becomes the entry's."""

    kind: ClassVar[str]

    @property
    def id(self) -> Id:
        """The id the client made, or a new one."""


def record(
    tx: Tx,
    actor: Actor,
    act: Act,
    *,
    about: Id,
    subject: Id | None,
    content: dict[str, Any] | None = None,
    attestation: dict[str, Any] | None = None,
    words: dict[str, Any] | None = None,
) -> Entry:
    """Writes an act to the log and brings every table in step with it.

    `content` adds facts the actor saw (which version, which person), `attestation` facts the server vouches for,
    `words` what belongs to the words though it was not typed (when a note was made). The applies run first; then one
    statement moves the head and appends, so that nothing is done while the head is held.
    Raises `id.reused` when somebody else used the same id at the same moment, or what `clash_of` says of another key.
    """
    entry = _written(tx, actor, act, about, subject, content or {}, attestation or {}, words or {})
    try:
        for apply in tx.database.applies[entry.kind]:
            apply(tx, entry)
        return append(tx, entry)
    except Clash as clash:
        raise of_clash(str(clash)) from clash


def _written(
    tx: Tx,
    actor: Actor,
    act: Act,
    about: Id,
    subject: Id | None,
    extra: dict[str, Any],
    vouched: dict[str, Any],
    beside: dict[str, Any],
) -> Entry:
    facts, words = split(act)
    words |= beside
    said, named = getattr(act, "nonce", None) or new_nonce(), new_nonce()
    signer = {"name": actor.name, "post": actor.post, "site": actor.site}
    content = {
        "v": 1,
        "kind": act.kind,
        "organisation": actor.org,
        "actor": actor.person,
        "subject": subject,
        **facts,
        **extra,
        "words": seal(said, words),
    }
    attestation = {"v": 1, "at": stamp(tx.now), **vouched, "signer": seal(named, signer)}
    return Entry(
        act.id,
        act.kind,
        actor.person,
        about,
        subject,
        tx.now,
        content,
        attestation,
        words,
        signer,
        {SAID: said, SIGNER: named},
        commit(content, attestation),
        is_new=True,
    )


def known(tx: Tx, actor: Actor, act: Act) -> Entry | None:
    """The entry this act already became, or None.

    Same author, and the same facts and words: the first result is to be given again. Raises `id.reused` for anything
    else under that id. Source: decisions, Order of checks.
    """
    return same(actor, act, tx.first(ENTRY, entry_id=act.id))


def same(actor: Actor, act: Act, row: Any) -> Entry | None:
    """`known`, for a row of `ENTRY` that is read already.

    An id that goes by a natural key tells nobody else that it is taken: the act goes on, and the rules refuse it.
    """
    if row is None or (is_derived(row.id) and row.actor != actor.person):
        return None
    entry = entry_of(row)
    if not is_same(actor, act, entry):
        raise id_reused()
    return entry


def is_same(actor: Actor, act: Act, entry: Entry) -> bool:
    """Whether an entry is what this very act has become: the same author, facts, and words unless these are erased."""
    facts, words = split(act)
    return (
        entry.actor == actor.person
        and entry.kind == act.kind
        and all(entry.content.get(name) == value for name, value in facts.items())
        and (entry.words is None or _typed(act, entry.words) == words)
    )


def _typed(act: Act, words: dict[str, Any]) -> dict[str, Any]:
    """Of an entry's words, those that come from the act itself."""
    names = words_of(type(act))
    return {name: said for name, said in words.items() if name in names}

"""Writing up a note: a record made from one keeps its times with the words, and uses it up.

Source: domain 1 (jot a note at once, write it up within a day or two; both times are kept) and 3.
"""

from backend.kernel.clock import stamp
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.ties import Actor
from backend.practice import rules
from backend.practice.notes import own_note, use_up
from backend.records import drafts
from backend.records.drafts import WriteRecord, own_draft
from backend.records.sharing import ShareRecord
from backend.records.sharing import share_record as share


def write_record(tx: Tx, actor: Actor, act: WriteRecord) -> tuple[Id, bool]:
    """Begins a record, from a note if one is named.

    Raises `note.of_another_person` and what `drafts.write_record` raises; a note that is gone is not asked for.
    """
    if act.note_id is not None and (note := own_note(tx, actor, act.note_id)) and note.person.id != act.subject_id:
        raise rules.of_another()
    return drafts.write_record(tx, actor, act)


def share_record(tx: Tx, actor: Actor, act: ShareRecord) -> Entry:
    """Shares a draft, and uses up the note it was written from. Raises what `sharing.share_record` raises."""
    draft = own_draft(tx, actor, act.record_id)
    note = own_note(tx, actor, draft.note_id) if draft is not None and draft.note_id is not None else None
    times = {} if note is None else {
        "note_happened_at": stamp(note.happened_at), "note_made_at": stamp(note.made_at),
    }  # fmt: skip
    entry = share(tx, actor, act, times)
    if note is not None and entry.is_new:
        use_up(tx, actor, note.id)
    return entry

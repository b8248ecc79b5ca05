"""A record on a sheet: every version, the newest first, and beside each what the person said to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.archive.writing import Writer, day, maybe_day, written
from backend.kernel.ids import Id
from backend.records.shown import Record, RecordAnswered, Version
from backend.records.steps import NextStep
from backend.reviews.included import RecordRead
from backend.signoff.receipts import Receipt

_TEXTS = ("concern", "good_would_look_like", "support_offered")
_WRITTEN, _ANSWERED = ("share_record", "amend_record"), "answer_record"
Key = tuple[str, Id, int]


class RecordWriter(Writer):
    """Writes what a record holds."""

    def __init__(self, zone_name: str, receipts: Mapping[Id, Receipt]) -> None:
        super().__init__(zone_name, receipts)
        self._by_version = {key: one for one in receipts.values() if (key := _key(one))}

    def record(self, record: Record) -> dict[str, Any]:
        """A whole record, as those who may read it read it."""
        return {
            "part": "record",
            "id": record.id,
            "kind": record.kind,
            "subject": written(record.subject.name),
            "writer": written(record.writer.name),
            "post": record.writer.role,
            "happened_on": day(record.happened_on),
            "written_on": day(record.written_on),
            "shared_at": self.maybe_moment(record.shared_at),
            "discussed_on": maybe_day(record.discussed_on),
            "due_on": maybe_day(record.answer_due_on),
            "answer": record.answer and record.answer.answer,
            "included": record.included,
            "steps": [self.step(one) for one in record.next_steps],
            **self.versions(record.id, record.versions),
        }

    def read(self, record: RecordRead, mentee: str) -> dict[str, Any]:
        """A record as it is read in a review."""
        return {
            "kind": record.kind,
            "subject": written(mentee),
            "writer": written(record.writer.name),
            "post": record.writer.role,
            "happened_on": day(record.happened_on),
            "discussed_on": maybe_day(record.discussed_on),
            **self.versions(record.id, record.versions),
        }

    def versions(self, record: Id, versions: Sequence[Version]) -> dict[str, Any]:
        """The versions, the newest first, while there is room."""
        shown = [one for one in reversed(versions) if self.has_room(*_said(one))]
        return {
            "versions": [self.version(record, one, one is versions[-1]) for one in shown],
            "count": len(versions),
            "left_out": len(versions) - len(shown),
        }

    def version(self, record: Id, one: Version, is_latest: bool) -> dict[str, Any]:
        """What was written, and what was said to it."""
        texts = {name: getattr(one, name) for name in _TEXTS}
        return {
            "version": one.version,
            "is_latest": is_latest,
            "written_at": self.moment(one.written_at),
            "reason": written(one.reason),
            "happened_on": day(one.happened_on),
            "shows": one.shows,
            "account": written(one.account),
            "texts": [{"name": name, "text": written(text)} for name, text in texts.items() if text],
            "criteria": [written(criterion.title) for criterion in one.criteria],
            "answer": one.answer and self.answer(record, one.version, one.answer),
            "receipt": self._receipt_of(("written", record, one.version)),
        }

    def answer(self, record: Id, version: int, answer: RecordAnswered) -> dict[str, Any]:
        """What the person said to a version, and how they signed it."""
        key = ("answered", record, version)
        known = self._by_version.get(key)
        return {
            "answer": answer.answer,
            "comment": written(answer.comment),
            "at": self.moment(answer.at),
            "presence": known.attestation["presence"]["method"] if known else None,
            "receipt": self._receipt_of(key),
        }

    def step(self, one: NextStep) -> dict[str, Any]:
        """A next step, and what became of it."""
        return {
            "text": written(one.text),
            "owner": written(one.owner.name),
            "due_on": maybe_day(one.due_on),
            "status": one.status,
            "by": written(one.settled_by.name) if one.settled_by else None,
            "at": self.maybe_moment(one.settled_at),
            "why": written(one.why),
        }

    def _receipt_of(self, key: Key) -> dict[str, Any] | None:
        known = self._by_version.get(key)
        return self.receipt(known.id) if known else None


def _key(receipt: Receipt) -> Key | None:
    """Which version of which record an entry wrote or answered."""
    facts = receipt.content
    if receipt.kind == _ANSWERED:
        return "answered", facts["record_id"], facts["version"]
    if receipt.kind in _WRITTEN:
        return "written", facts["record_id"], receipt.attestation.get("version", 1)
    return None


def _said(one: Version) -> list[str | None]:
    """All that is written in a version."""
    comment = one.answer.comment if one.answer else None
    return [one.reason, one.account, *(getattr(one, name) for name in _TEXTS), comment]

"""What tests of records share: a draft with everything filled in, and the acts on it as somebody of the cast."""

from datetime import timedelta
from typing import Any

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.practice.writing_up import share_record, write_record
from backend.records.amending import AmendRecord, amend_record
from backend.records.answering import AnswerRecord, answer_record
from backend.records.discussing import DiscussRecord, discuss_record
from backend.records.drafts import WriteRecord
from backend.records.listing import RecordFilter, list_records
from backend.records.reading import show_record
from backend.records.rules import RecordAnswer, RecordKind, RecordState, Shows
from backend.records.saying import StepSaid
from backend.records.sharing import ShareRecord
from backend.records.shown import Record
from backend.signoff.waiting import list_waits
from tests.world import World

CONCERN: dict[str, Any] = {
    "kind": RecordKind.PRACTICE_TO_IMPROVE, "shows": Shows.TO_IMPROVE, "criteria": [],
    "concern": "Two visits without a note.", "good_would_look_like": "A line after each visit.",
    "support_offered": "We write the first three together.",
}  # fmt: skip
STEP = StepSaid(text="End the next handover by reading the actions out.")


def writing(world: World, **changed: Any) -> WriteRecord:
    """A whole observation of the mentee, as of yesterday."""
    given: dict[str, Any] = {
        "subject_id": world.mentee, "kind": RecordKind.OBSERVATION, "shows": Shows.BOTH,
        "happened_on": world.clock.today() - timedelta(days=1), "account": "Took the late handover on her own.",
        "criteria": ["team-meeting"], "next_steps": [STEP],
    }  # fmt: skip
    return WriteRecord(**{**given, **changed})


def drafted(world: World, who: str = "mentor", **changed: Any) -> Id:
    """A draft of somebody's; its id."""
    act = writing(world, **changed)
    world.do(who, write_record, act)
    return act.id


def share(world: World, who: str, record: Id, **given: Any) -> Any:
    """Shares a draft as somebody; the entry."""
    return world.do(who, share_record, ShareRecord(record_id=record, **given))


def shared(world: World, who: str = "mentor", discussed: bool = False, **changed: Any) -> Id:
    """A shared record of somebody's, talked about today if so said; its id."""
    record = drafted(world, who, **changed)
    talked = discussed or changed.get("kind") is RecordKind.PRACTICE_TO_IMPROVE
    share(world, who, record, discussed_on=world.clock.today() if talked else None)
    return record


def discuss(world: World, who: str, record: Id, back: int = 0) -> Any:
    """Notes that they talked, so many days ago; the entry."""
    day = world.clock.today() - timedelta(days=back)
    return world.do(who, discuss_record, DiscussRecord(record_id=record, discussed_on=day))


def answer(world: World, who: str, record: Id, said: str = "agree", presence: str | None = "fresh", **more: Any) -> Any:
    """Answers as somebody, with a fresh presence unless another is given; the entry."""
    used = world.presence(who) if presence == "fresh" else presence
    act = AnswerRecord(record_id=record, answer=RecordAnswer(said), **more)
    return world.do(who, lambda tx, actor: answer_record(tx, actor, act, used))


def amending(world: World, record: Id, **changed: Any) -> AmendRecord:
    """A whole amendment."""
    given: dict[str, Any] = {
        "id": new_id(), "record_id": record, "shows": Shows.GOOD_PRACTICE, "account": "Took it with Lee.",
        "happened_on": world.clock.today() - timedelta(days=1), "criteria": [], "reason": "Lee was there too.",
    }  # fmt: skip
    return AmendRecord(**{**given, **changed})


def amend(world: World, who: str, record: Id, **changed: Any) -> Any:
    """Amends as somebody; the entry."""
    return world.do(who, amend_record, amending(world, record, **changed))


def seen(world: World, who: str, record: Id) -> Record:
    """A record as somebody sees it."""
    found: Record = world.read(who, show_record, record)
    return found


def listed(world: World, who: str, **wanted: Any) -> list[Id]:
    """The ids of the records in somebody's list."""
    if "state" in wanted:
        wanted["state"] = RecordState(wanted["state"])
    return [one.id for one in world.read(who, list_records, RecordFilter(**wanted)).items]


def waits_of(world: World, who: str) -> list[tuple[str, Id]]:
    """What of records waits for somebody: its kind, and the record."""
    found = world.read(who, list_waits, Paging()).items
    return [(wait.kind, wait.about_id) for wait in found if wait.kind.startswith("record")]

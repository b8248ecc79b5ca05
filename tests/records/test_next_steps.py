"""Next steps come back until somebody says that they are done, or dropped and why; and records follow people."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.kernel.waits import waits
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.records.rules import StepOutcome
from backend.records.saying import StepSaid
from backend.records.steps import NextStep, SettleNextStep, StepFilter, list_steps, settle_next_step
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.records.helping import CONCERN, discuss, drafted, listed, seen, share, shared, waits_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def steps(world: World, who: str, **wanted: Any) -> list[NextStep]:
    found: list[NextStep] = world.read(who, list_steps, StepFilter(**wanted)).items
    return found


def settle(world: World, who: str, step: Id, outcome: str = "done", why: str | None = None) -> Any:
    return world.do(who, settle_next_step, SettleNextStep(step_id=step, outcome=StepOutcome(outcome), why=why))


def step_of(world: World, **changed: Any) -> Id:
    """The one step of a record that has been shared."""
    return seen(world, "mentee", shared(world, **changed)).next_steps[0].id


def test_an_open_step_comes_back_with_the_next_record_about_the_person(world: World, clock: Clock) -> None:
    due_on = clock.today() + timedelta(days=14)
    step = step_of(world, next_steps=[StepSaid(text="Chair the next one.", due_on=due_on)])
    (again,) = seen(world, "manager", drafted(world, "manager")).open_steps
    assert (again.id, again.text, again.owner.name, again.due_on, again.may) == (
        step, "Chair the next one.", "Maya Alder", due_on, {"settle": True},
    )  # fmt: skip
    settle(world, "manager", step, why="On the tenth.")
    assert seen(world, "manager", drafted(world, "manager")).open_steps == []
    (settled,) = seen(world, "mentee", again.record_id).next_steps
    assert settled.settled_by is not None
    assert (settled.status, settled.why, settled.settled_by.name) == ("done", "On the tenth.", "Kit Hawthorn")


@pytest.mark.parametrize("who", ["mentee", "mentor", "line", "manager", "area", "comentor"])
def test_whoever_reads_the_record_settles_a_step(world: World, who: str) -> None:
    step = step_of(world)
    with refused("record.why_needed"):
        settle(world, who, step, "dropped")
    entry = settle(world, who, step, "dropped", "Nobody hands over at night any more.")
    assert settle(world, who, step, "dropped", "Nobody hands over at night any more.").seq == entry.seq
    for other in ("mentee", "line"):
        with refused("record.step_settled" if other != who else "id.reused"):
            settle(world, other, step)


def test_a_step_of_the_narrow_circle_is_seen_by_no_other(world: World) -> None:
    step = step_of(world, **CONCERN)
    for who in ("comentor", "manager", "area", "learning", "admin", "colleague", "stranger"):
        assert steps(world, who, subject_id=world.mentee) == []
        with refused("not_found"):
            settle(world, who, step)
    with refused("not_allowed"):
        settle(world, "people_team", step)
    assert [one.id for one in steps(world, "line", subject_id=world.mentee)] == [step]
    assert [one.id for one in steps(world, "mentee")] == [step]


def test_everybody_finds_the_steps_that_are_their_own(world: World) -> None:
    record = shared(world, next_steps=[StepSaid(text="Book the course.", owner_id=world.line), StepSaid(text="Read.")])
    assert [one.text for one in steps(world, "line")] == ["Book the course."]
    assert [one.text for one in steps(world, "mentee")] == ["Read."]
    assert [one.text for one in steps(world, "area", owner_id=world.line)] == ["Book the course."]
    assert steps(world, "learning", owner_id=world.line) == []
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.line))
    assert {one.owner.name for one in seen(world, "mentee", record).next_steps} == {"Maya Alder"}


def test_records_follow_somebody_to_another_site_and_the_narrow_ones_do_not(world: World) -> None:
    record, narrow = shared(world), shared(world, **CONCERN)
    site = next(row.site_id for row in _people(world) if row.id == world.stranger)
    act = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=world.clock.today(), site_id=site)
    world.maker.operate(appoint, act)
    assert (listed(world, "far_area"), listed(world, "manager"), listed(world, "area")) == ([record], [], [])
    assert listed(world, "people_team") == [narrow]


def _people(world: World) -> list[Any]:
    from backend.people.tables import people

    return rows_of(world.maker.database, world.org, people)


def test_when_the_person_leaves_nothing_waits_about_them(world: World) -> None:
    shared(world)
    shared(world, discussed=True)
    draft = drafted(world)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentee))
    assert rows_of(world.maker.database, world.org, waits, waits.c.kind.like("record%")) == []
    with refused("people.has_left"):
        share(world, "mentor", draft)


def test_when_the_writer_leaves_the_line_manager_notes_the_talk(world: World) -> None:
    record, talked = shared(world, "comentor"), shared(world, "comentor", discussed=True)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.comentor))
    assert waits_of(world, "line") == [("record_to_discuss", record)]
    discuss(world, "line", record)
    assert (waits_of(world, "line"), {id_ for _, id_ in waits_of(world, "mentee")}) == ([], {record, talked})
    assert seen(world, "mentee", record).writer.name == "Sam Beech"


def test_a_draft_can_no_longer_be_shared_by_somebody_who_mentors_no_more(world: World) -> None:
    from backend.mentoring.mentors import RemoveMentor, remove_mentor

    draft, record = drafted(world), shared(world)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On long leave.")
    world.do("area", remove_mentor, removal)
    with refused("not_found"):
        share(world, "mentor", draft)
    assert seen(world, "mentor", record).may["amend"] is True
    assert isinstance(seen(world, "mentor", draft).lapses_on, date)

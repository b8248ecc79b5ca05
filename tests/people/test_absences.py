"""When people are away: who notes it, for whom, and that nobody is asked why."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import split
from backend.people.absences import (
    EndAbsence,
    RecordAbsence,
    end_absence,
    list_absences,
    record_absence,
    show_absence,
)
from backend.people.appointments import RecordLeaving, record_leaving
from tests.kernel.helping import entries, head, refused
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")

FIRST, BACK = date(2026, 10, 5), date(2026, 10, 12)


def away(world: World, person: Id, first: date = FIRST, back: date | None = BACK, who: str = "people_team") -> Id:
    """Notes an absence; its id."""
    act = RecordAbsence(person_id=person, from_on=first, until_on=back)
    return Id(world.do(who, record_absence, act).id)


def days(world: World, person: Id) -> list[tuple[date, date | None]]:
    page = world.read("people_team", list_absences, person, Paging())
    return [(one.from_on, one.until_on) for one in page.items]


@pytest.mark.parametrize("who", ["line", "manager", "people_team", "admin"])
def test_whoever_looks_after_somebody_notes_when_they_are_away(world: World, who: str) -> None:
    one = away(world, world.mentee, who=who)
    shown = world.read(who, show_absence, one)
    assert (shown.person.name, shown.from_on, shown.until_on) == ("Maya Alder", FIRST, BACK)


@pytest.mark.parametrize(
    ("who", "code"),
    [("mentee", "not_allowed"), ("mentor", "not_allowed"), ("colleague", "not_allowed"), ("area", "not_allowed"),
     ("learning", "not_allowed"), ("stranger", "not_found"), ("far_area", "not_found")],
)  # fmt: skip
def test_nobody_else_does(world: World, who: str, code: str) -> None:
    one = away(world, world.mentee)
    with refused(code):
        away(world, world.mentee, who=who)
    with refused(code):
        world.do(who, end_absence, EndAbsence(absence_id=one, until_on=FIRST))
    assert days(world, world.mentee) == [(FIRST, BACK)]


def test_nobody_notes_their_own(world: World) -> None:
    for who in ("admin", "manager"):
        with refused("absence.own"):
            away(world, world.people[who], who=who)
    one = away(world, world.admin)
    with refused("absence.own"):
        world.do("admin", end_absence, EndAbsence(absence_id=one, until_on=BACK))


def test_no_reason_is_asked_for_or_kept(world: World) -> None:
    assert [f.name for f in fields(RecordAbsence)] == ["id", "person_id", "from_on", "until_on"]
    assert [f.name for f in fields(EndAbsence)] == ["id", "absence_id", "until_on"]
    assert split(RecordAbsence(person_id=world.mentee, from_on=FIRST))[1] == {}
    away(world, world.mentee)
    assert entries(world.maker.database, world.org)[-1].words == {}


def test_one_sees_ones_own_and_others_see_nobodys(world: World) -> None:
    one = away(world, world.mentee)
    assert world.read("mentee", show_absence, one).from_on == FIRST
    assert [a.id for a in world.read("mentee", list_absences, world.mentee, Paging()).items] == [one]
    for who, code in (("mentor", "not_allowed"), ("area", "not_allowed"), ("stranger", "not_found")):
        with refused(code):
            world.read(who, show_absence, one)
        with refused(code):
            world.read(who, list_absences, world.mentee, Paging())


def test_back_earlier_later_at_last_or_never_away(world: World) -> None:
    one = away(world, world.mentee, back=None)
    for until_on in (BACK, BACK + timedelta(30), FIRST + timedelta(1), FIRST):
        world.do("line", end_absence, EndAbsence(absence_id=one, until_on=until_on))
        assert days(world, world.mentee) == [(FIRST, until_on)]


def test_days_in_the_wrong_order_are_refused(world: World) -> None:
    one = away(world, world.mentee)
    for back in (FIRST, FIRST - timedelta(1)):
        with refused("absence.wrong_dates"):
            away(world, world.mentee, back=back)
    with refused("absence.wrong_dates"):
        world.do("line", end_absence, EndAbsence(absence_id=one, until_on=FIRST - timedelta(1)))


def test_whoever_has_left_is_not_away(world: World) -> None:
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.colleague))
    with refused("people.has_left"):
        away(world, world.colleague)


def test_the_same_absence_sent_again_is_the_same_and_another_under_its_id_is_refused(world: World) -> None:
    act = RecordAbsence(person_id=world.mentee, from_on=FIRST)
    assert world.do("line", record_absence, act).is_new
    before = head(world.maker.database, world.org)
    assert not world.do("line", record_absence, act).is_new
    assert head(world.maker.database, world.org) == before
    with refused("id.reused"):
        world.do("line", record_absence, RecordAbsence(id=act.id, person_id=world.mentee, from_on=BACK))
    ending = EndAbsence(absence_id=act.id, until_on=BACK)
    assert [world.do("line", end_absence, ending).is_new for _ in range(2)] == [True, False]


def test_nothing_is_found_of_another_organisation(world: World, other: World) -> None:
    theirs = away(other, other.mentee)
    for story, act in (
        (record_absence, RecordAbsence(person_id=other.mentee, from_on=FIRST)),
        (end_absence, EndAbsence(absence_id=theirs, until_on=FIRST)),
        (end_absence, EndAbsence(absence_id=new_id(), until_on=FIRST)),
    ):
        with refused("not_found"):
            world.do("people_team", story, act)
    assert days(other, other.mentee) == [(FIRST, BACK)]


def test_the_list_goes_from_the_latest_page_by_page(world: World) -> None:
    firsts = [FIRST + timedelta(n) for n in (20, 0, 10, 0)]
    for first in firsts:
        away(world, world.mentee, first, None)
    seen: list[date] = []
    cursor = None
    for size in (3, 1):
        page = world.read("line", list_absences, world.mentee, Paging(limit=3, cursor=cursor))
        assert len(page.items) == size
        seen += [one.from_on for one in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert seen == sorted(firsts, reverse=True)
    with pytest.raises(Refused, match=r"^request\.invalid$"):
        world.read("line", list_absences, world.mentee, Paging(cursor="MjAyNi0x"))

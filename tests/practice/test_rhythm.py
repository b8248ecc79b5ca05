"""The rhythm: who has had no observation or discussion for how long, and from which day the organisation owes one."""

from datetime import date, timedelta

import pytest

from backend.people.absences import RecordAbsence, record_absence
from backend.people.appointments import Appoint, RecordLeaving, RecordReturn, appoint, record_leaving, record_return
from backend.people.rules import Post
from backend.people.settings import ChangeSettings, change_settings, show_settings
from backend.practice.owed import Rhythm, RhythmFilter, list_rhythm
from backend.practice.tables import rhythms
from backend.records.rules import RecordKind
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.records.helping import CONCERN, amend, shared
from tests.world import JOINED, World

pytestmark = pytest.mark.usefixtures("verified")


def owed(world: World, who: str, **wanted: object) -> dict[str, Rhythm]:
    page = world.read(who, list_rhythm, RhythmFilter(**wanted))  # type: ignore[arg-type]  # one flag
    return {one.person.name: one for one in page.items}


def days(world: World, number: int) -> None:
    shown, state = world.read("admin", show_settings)
    act = ChangeSettings(
        follows=state, name=shown.name, site_word=shown.site_word, client_word=shown.client_word, approvers=[],
        small_setting=False, observation_days=number,
    )  # fmt: skip
    world.do("admin", change_settings, act)


def test_it_begins_with_the_appointment_and_is_owed_to_a_team_but_who_runs_it(world: World) -> None:
    found = owed(world, "people_team")
    assert sorted(found) == ["Lee Willow", "Maya Alder", "Noor Sorrel", "Pat Spruce", "Robin Elder", "Sam Beech"]
    maya = found["Maya Alder"]
    assert (maya.last_on, maya.due_on, maya.is_owed) == (None, JOINED + timedelta(days=31), True)
    assert maya.days_without == (world.clock.today() - JOINED).days


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("manager", {"Lee Willow", "Maya Alder", "Noor Sorrel", "Robin Elder", "Sam Beech"}),
        ("line", {"Maya Alder"}), ("area", {"Lee Willow", "Maya Alder", "Noor Sorrel", "Robin Elder", "Sam Beech"}),
        ("far_area", {"Pat Spruce"}), ("mentor", set()), ("mentee", set()), ("admin", set()),
    ],
)  # fmt: skip
def test_those_who_lead_somebody_see_what_they_are_owed(world: World, who: str, names: set[str]) -> None:
    assert set(owed(world, who)) == names


def test_an_observation_or_a_discussion_begins_it_anew_once_it_is_shared(world: World, clock: Clock) -> None:
    happened = clock.today() - timedelta(days=2)
    shared(world, happened_on=happened)
    maya = owed(world, "manager")["Maya Alder"]
    assert (maya.last_on, maya.due_on, maya.days_without, maya.is_owed) == (
        happened, happened + timedelta(days=31), 2, False,
    )  # fmt: skip
    shared(world, kind=RecordKind.PROFESSIONAL_DISCUSSION, happened_on=happened - timedelta(days=5))
    shared(world, **CONCERN)
    assert owed(world, "manager")["Maya Alder"].last_on == happened
    clock.move(days=28)
    assert "Maya Alder" not in owed(world, "manager", owed=True)
    clock.move(days=1)
    assert owed(world, "manager", owed=True)["Maya Alder"].days_without == 31


def test_an_amended_day_moves_it(world: World, clock: Clock) -> None:
    record = shared(world)
    day = clock.today() - timedelta(days=9)
    amend(world, "mentor", record, happened_on=day)
    assert owed(world, "manager")["Maya Alder"].last_on == day


def test_each_organisation_has_its_own_and_none_with_nought(world: World, other: World) -> None:
    days(world, 14)
    assert owed(world, "line")["Maya Alder"].due_on == JOINED + timedelta(days=14)
    assert owed(other, "line")["Maya Alder"].due_on == JOINED + timedelta(days=31)
    happened = world.clock.today() - timedelta(days=1)
    shared(world)
    assert owed(world, "line")["Maya Alder"].due_on == happened + timedelta(days=14)
    days(world, 0)
    assert owed(world, "people_team") == {}
    days(world, 60)
    assert owed(world, "line")["Maya Alder"].due_on == happened + timedelta(days=60)


def test_whoever_is_away_is_owed_nothing_meanwhile(world: World) -> None:
    today = world.clock.today()
    act = RecordAbsence(person_id=world.mentee, from_on=today, until_on=today + timedelta(days=3))
    world.do("people_team", record_absence, act)
    assert "Maya Alder" not in owed(world, "manager", owed=True)
    assert "Maya Alder" in owed(world, "manager")
    world.clock.move(days=3)
    assert "Maya Alder" in owed(world, "manager", owed=True)


def test_it_follows_a_move_ends_with_leaving_and_begins_again_with_a_return(world: World) -> None:
    today = world.clock.today()
    (far,) = rows_of(world.maker.database, world.org, rhythms, rhythms.c.person_id == world.stranger)
    world.maker.operate(
        appoint, Appoint(person_id=world.mentee, post=Post.DEPUTY, starts_on=today, site_id=far.site_id)
    )
    assert owed(world, "far_area")["Maya Alder"].due_on == JOINED + timedelta(days=31)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentee))
    assert "Maya Alder" not in owed(world, "far_area")
    back = RecordReturn(person_id=world.mentee, post=Post.SENIOR, starts_on=today, site_id=world.site)
    world.maker.operate(record_return, back)
    assert owed(world, "manager")["Maya Alder"].due_on == today + timedelta(days=31)
    managing = Appoint(person_id=world.mentee, post=Post.MANAGER, starts_on=today, site_id=world.site)
    world.maker.operate(appoint, managing)
    assert "Maya Alder" not in owed(world, "manager")


def test_the_list_is_paged_longest_first(world: World) -> None:
    shared(world)
    names: list[str] = []
    cursor: str | None = None
    while True:
        page = world.read("people_team", list_rhythm, RhythmFilter(limit=2, cursor=cursor))
        names += [one.person.name for one in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert (len(names), names[-1]) == (6, "Maya Alder")


def test_a_draft_counts_for_nothing(world: World) -> None:
    from tests.records.helping import drafted

    drafted(world)
    (row,) = rows_of(world.maker.database, world.org, rhythms, rhythms.c.person_id == world.mentee)
    assert (row.last_on, row.base_on) == (None, date(2025, 1, 6))

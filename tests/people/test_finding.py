"""Who finds whom, by what, in which order; and how much of a person each is told."""

from dataclasses import replace

import pytest

from backend.house import House
from backend.kernel.ids import Id
from backend.people.appointments import Appoint, RecordLeaving, RecordReturn, appoint, record_leaving, record_return
from backend.people.details import ChangeName, change_name
from backend.people.listing import PeopleFilter, list_people
from backend.people.reading import Person, show_person
from backend.people.rules import IdentityMethod, Post
from backend.upkeep.verifying import verify
from tests.kernel.helping import refused
from tests.people.test_appointments import TODAY
from tests.world import CAST, JOINED, World


def found(world: World, who: str, **wanted: object) -> list[str]:
    """The names somebody finds."""
    page = world.read(who, list_people, PeopleFilter(**wanted))  # type: ignore[arg-type]  # keywords by name
    return [person.name for person in page.items]


SITE = ["Kit Hawthorn", "Lee Willow", "Maya Alder", "Noor Sorrel", "Robin Elder", "Sam Beech"]
EVERYBODY = sorted(name for name, _, _ in CAST.values())


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("learning", EVERYBODY), ("people_team", EVERYBODY), ("admin", EVERYBODY),
        ("area", sorted([*SITE, "Ash Linden", "Jo Rowan"])), ("far_area", ["Eden Larch", "Pat Spruce"]),
        ("manager", SITE), ("colleague", SITE), ("mentee", SITE), ("line", SITE),
        ("stranger", ["Pat Spruce"]), ("mentor", ["Jo Rowan", "Maya Alder"]),
    ],
)  # fmt: skip
def test_everyone_finds_those_within_their_reach_by_name(
    world: World, other: World, who: str, names: list[str]
) -> None:
    assert found(world, who) == names


def test_somebody_is_found_by_the_beginning_of_any_word_of_their_name(world: World) -> None:
    for name in ("Maya Jones", "Zoë Johannsen-Ash", "Banjo Fir"):
        world.maker.person(name, Post.SUPPORT_WORKER, JOINED, site=world.site)
    for search, names in {
        "jo": ["Jo Rowan", "Maya Jones", "Zoë Johannsen-Ash"],
        "ZOE": ["Zoë Johannsen-Ash"],
        "zoë": ["Zoë Johannsen-Ash"],
        "ash": ["Ash Linden", "Zoë Johannsen-Ash"],
        "ma jo": ["Maya Jones"],
        "jones maya": ["Maya Jones"],
        "anjo": [],
        "%": [],
        "_": [],
        "mayaj": [],
    }.items():
        assert found(world, "people_team", search=search) == names, search
    assert found(world, "colleague", search="jo") == ["Maya Jones", "Zoë Johannsen-Ash"]


def test_people_are_found_by_site_and_post(world: World) -> None:
    for who in ("people_team", "colleague"):
        assert found(world, who, site_id=world.site) == SITE
        assert found(world, who, post=Post.SENIOR) == ["Maya Alder", "Noor Sorrel"]
        assert found(world, who, post=Post.SENIOR, search="a") == ["Maya Alder"]
        assert found(world, who, post=Post.DEPUTY, site_id=world.site, search="b") == ["Sam Beech"]
    assert found(world, "people_team", site_id=world.other_site) == ["Jo Rowan"]
    assert found(world, "colleague", site_id=world.other_site) == []


def test_pages_follow_one_another_without_gap_or_double(world: World) -> None:
    for _ in range(3):
        world.maker.person("Maya Alder", Post.SENIOR, JOINED, site=world.site)
    for who, names in (("people_team", sorted([*EVERYBODY, *["Maya Alder"] * 3])), ("mentee", None)):
        wanted, seen = PeopleFilter(limit=2), []
        while True:
            page = world.read(who, list_people, wanted)
            seen += page.items
            if page.next_cursor is None:
                break
            wanted = replace(wanted, cursor=page.next_cursor)
        assert [one.name for one in seen] == (names or sorted([*SITE, *["Maya Alder"] * 3]))
        assert len({one.id for one in seen}) == len(seen)


def test_a_cursor_that_is_none_of_ours_is_refused(world: World) -> None:
    with refused("request.invalid"):
        found(world, "mentee", cursor="bm9wZQ")


def test_another_organisation_is_not_there_search_included(world: World, other: World) -> None:
    stranger = other.maker.person("Quercus Oak", Post.SENIOR, JOINED, site=other.site)
    for who in ("people_team", "admin", "colleague"):
        assert found(world, who, search="quercus") == []
        assert found(world, who, site_id=other.site) == []
        with refused("not_found"):
            world.read(who, show_person, stranger)
    assert found(other, "people_team", search="quercus") == ["Quercus Oak"]


def test_whoever_left_is_found_by_those_who_manage_people_when_they_ask(world: World) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.colleague))
    for who in ("people_team", "area", "manager", "mentee"):
        assert "Lee Willow" not in found(world, who)
        assert found(world, who, search="willow") == []
        assert found(world, who, site_id=world.site, search="willow") == []
    for who in ("people_team", "admin"):
        assert found(world, who, left=True) == ["Lee Willow"]
        assert found(world, who, left=True, site_id=world.site) == ["Lee Willow"]
        assert world.read(who, show_person, world.colleague).left_at is not None
    for who in ("area", "mentee", "learning"):
        with refused("not_allowed"):
            found(world, who, left=True)
        with refused("not_found"):
            world.read(who, show_person, world.colleague)


def test_whoever_left_sees_nobody(world: World) -> None:
    world.token("colleague")
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.colleague))
    with refused("session.required"):
        found(world, "colleague")
    with refused("session.required"):
        world.read("colleague", show_person, world.colleague)


def test_a_move_is_seen_at_once(world: World) -> None:
    act = Appoint(person_id=world.mentee, post=Post.DEPUTY, starts_on=TODAY, site_id=world.other_site)
    world.do("people_team", appoint, act)
    assert "Maya Alder" not in found(world, "colleague")
    assert found(world, "people_team", post=Post.DEPUTY) == ["Maya Alder", "Robin Elder", "Sam Beech"]
    assert found(world, "people_team", post=Post.SENIOR) == ["Noor Sorrel"]


def test_an_area_finds_whoever_moves_or_comes_back_to_it_and_the_other_no_longer(world: World) -> None:
    far_site = world.maker.site(world.far_area_id, "Birch View")
    moved = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=TODAY, site_id=far_site)
    world.do("people_team", appoint, moved)
    world.do("people_team", change_name, ChangeName(person_id=world.mentee, name="Maya Bay"))
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.colleague))
    back = RecordReturn(person_id=world.colleague, post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.far_area_id)
    world.do("people_team", record_return, back)

    assert found(world, "area") == [
        "Ash Linden", "Jo Rowan", "Kit Hawthorn", "Noor Sorrel", "Robin Elder", "Sam Beech",
    ]  # fmt: skip
    assert found(world, "area", search="m") == found(world, "manager", search="maya") == []
    assert found(world, "far_area") == ["Eden Larch", "Lee Willow", "Maya Bay", "Pat Spruce"]
    assert found(world, "far_area", search="l") == ["Eden Larch", "Lee Willow"]
    assert found(world, "far_area", search="ba ma", post=Post.SENIOR) == ["Maya Bay"]
    assert found(world, "far_area", post=Post.AREA_MANAGER) == ["Eden Larch", "Lee Willow"]
    assert found(world, "far_area", site_id=far_site) == ["Maya Bay"]
    assert found(world, "mentor") == ["Jo Rowan", "Maya Bay"]  # by another tie than a place


def shown(world: World, who: str, person: Id) -> Person:
    """Somebody as another sees them."""
    one: Person = world.read(who, show_person, person)
    return one


@pytest.mark.parametrize("who", ["colleague", "mentor", "comentor"])
def test_a_colleague_and_a_mentor_are_told_name_post_and_site(world: World, who: str) -> None:
    one = shown(world, who, world.mentee)
    assert one.site is not None
    assert (one.name, one.post, one.site.name) == ("Maya Alder", "senior", "Maple Court")
    rest = (one.area, one.line_manager, one.identity_check, one.staff_number, one.since, one.left_at)
    assert rest == (None,) * 6
    assert {name for name, may in one.may.items() if may} == ({"write_record"} if who != "colleague" else set())


@pytest.mark.parametrize("who", ["mentee", "line", "manager", "area", "learning"])
def test_the_person_and_those_who_lead_them_are_told_of_the_appointment(world: World, who: str) -> None:
    one = shown(world, who, world.mentee)
    assert one.area
    assert one.line_manager
    assert one.identity_check
    assert (one.area.name, one.line_manager.name, one.since) == ("North", "Robin Elder", JOINED)
    check = one.identity_check
    assert (check.checked_on, check.method, check.checked_by) == (JOINED, IdentityMethod.DOCUMENT, None)
    may = {"line": {"record_absence", "write_record"}, "area": {"write_record"}}
    wanted = may["line"] if who == "manager" else may.get(who, set())
    assert {name for name, is_so in one.may.items() if is_so} == wanted


def test_the_staff_number_is_told_to_the_person_and_to_those_who_manage_people(world: World) -> None:
    person = world.maker.person("Ari Hazel", Post.SENIOR, JOINED, site=world.site, staff_number="0417")
    world.people["ari"] = person
    world.maker.account(person, f"ari@{world.maker.key}.test")
    told = {who: shown(world, who, person).staff_number for who in ("ari", "people_team", "admin", "manager", "mentee")}
    assert told == {"ari": "0417", "people_team": "0417", "admin": "0417", "manager": None, "mentee": None}


@pytest.mark.parametrize("who", ["people_team", "admin"])
def test_those_who_manage_people_are_told_who_checked_and_what_they_may_do(world: World, who: str) -> None:
    one = shown(world, who, world.mentee)
    assert one.identity_check
    assert one.identity_check.checked_by
    assert one.identity_check.checked_by.name == "Operator"
    assert {name for name, may in one.may.items() if not may} == {"record_return", "write_record"}
    assert {name for name, may in shown(world, who, world.people[who]).may.items() if may} == {
        "name_line_manager", "change_staff_number", "change_name",
    }  # fmt: skip


def test_nobody_beyond_reach_is_there(world: World) -> None:
    for who, whom in (("colleague", "mentor"), ("stranger", "mentee"), ("far_area", "mentee"), ("mentor", "colleague")):
        with refused("not_found"):
            world.read(who, show_person, world.people[whom])


def test_verify_finds_nothing_after_all_of_this(world: World, house: House) -> None:
    world.maker.person("Zoë Johannsen-Ash", Post.SUPPORT_WORKER, JOINED, site=world.site)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.line))
    act = Appoint(person_id=world.mentee, post=Post.DEPUTY, starts_on=TODAY, site_id=world.other_site)
    world.do("people_team", appoint, act)
    world.do("people_team", change_name, ChangeName(person_id=world.mentee, name="Maya Bay"))
    back = RecordReturn(person_id=world.line, post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.far_area_id)
    world.do("people_team", record_return, back)
    assert verify(house.settings.owner_url, only=[world.org]) == []

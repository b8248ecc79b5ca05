"""The board: who sees whose, what it says first, and that days alone change it."""

from datetime import timedelta
from typing import Any

import pytest

from backend.house import House
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.people.settings import change_settings
from backend.readiness.reading import BoardFilter, show_board
from backend.readiness.rules import Flag, Sort
from backend.readiness.scopes import offered_scopes
from tests.conftest import Clock
from tests.kernel.helping import head, refused
from tests.people.test_absences import away
from tests.people.test_settings import change
from tests.readiness.helping import all_pages, board_of, compare
from tests.records.helping import shared
from tests.signoff.helping import act_on, ask, sign
from tests.world import World

OPEN = "open"
SCOPES = {
    "manager": {"site": OPEN, "other_site": "not_allowed", "area": "not_allowed", "organisation": "not_allowed"},
    "mentor": {"site": "not_allowed", "other_site": OPEN, "area": "not_allowed", "organisation": "not_allowed"},
    "area": {"site": OPEN, "other_site": OPEN, "area": OPEN, "far_area": "not_allowed", "organisation": "not_allowed"},
    "far_area": {"site": "not_allowed", "area": "not_allowed", "far_area": OPEN},
    "learning": {"site": OPEN, "area": OPEN, "far_area": OPEN, "organisation": OPEN},
    "people_team": {"site": OPEN, "area": OPEN, "far_area": OPEN, "organisation": OPEN},
    "admin": {"site": "not_allowed", "area": "not_allowed", "organisation": "not_allowed"},
    "line": {"site": "not_allowed", "area": "not_allowed", "organisation": "not_allowed"},
    "mentee": {"site": "not_allowed", "area": "not_allowed", "organisation": "not_allowed"},
}


def named(world: World, scope: str) -> str:
    """A scope as the address says it."""
    ids = {"site": world.site, "other_site": world.other_site, "area": world.area_id, "far_area": world.far_area_id}
    return scope if scope == "organisation" else f"{'site' if 'site' in scope else 'area'}:{ids[scope]}"


@pytest.fixture
def without_rhythm(world: World) -> World:
    """The world, in which nobody is owed an observation."""
    world.do("people_team", change_settings, change(world, observation_days=0))
    return world


def only(world: World, **wanted: Any) -> Any:
    """The only plan on the board."""
    (found,) = board_of(world, **wanted).items
    return found


def test_boards_to_choose_from_are_ones_own_and_of_many_sites_those_of_the_area_looked_at(world: World) -> None:
    def offered(who: str, at: str, most: int = 9) -> list[str]:
        shown = world.read(who, show_board, BoardFilter(scope=named(world, at))).scope
        return [one.name for one in world.read(who, offered_scopes, shown, most)]

    assert offered("manager", "site") == ["Maple Court"]
    assert offered("area", "area") == offered("area", "site") == ["North", "Larch House", "Maple Court"]
    assert offered("area", "site", most=1) == ["North", "Larch House", "Maple Court"]
    sites = ["North", "Larch House", "Maple Court", "South", "Cedar Lodge"]
    assert offered("people_team", "organisation") == ["", *sites]
    assert offered("people_team", "organisation", most=2) == ["", "North", "South"]
    assert offered("people_team", "other_site", most=2) == ["", "North", "Larch House", "Maple Court", "South"]


@pytest.mark.parametrize("who", SCOPES)
def test_managers_see_their_site_area_managers_their_area_and_the_wide_posts_everything(world: World, who: str) -> None:
    for scope, wanted in SCOPES[who].items():
        if wanted is OPEN:
            shown = board_of(world, who, named(world, scope))
            assert (shown.scope.kind, len(shown.items)) == (
                scope.removeprefix("other_").removeprefix("far_"), scope in ("site", "area", "organisation"),
            )  # fmt: skip
        else:
            with refused(wanted):
                board_of(world, who, named(world, scope))


def test_without_a_scope_one_s_own_widest_is_shown(world: World) -> None:
    kinds = {who: board_of(world, who, None).scope.kind for who in ("manager", "area", "learning")}
    assert kinds == {"manager": "site", "area": "area", "learning": "organisation"}


def test_another_organisation_has_no_board_here(world: World, other: World) -> None:
    for scope in ("site", "area"):
        with refused("not_found"):
            board_of(world, "people_team", named(other, scope))
    with refused("not_found"):
        board_of(world, "people_team", f"area:{world.org}")


@pytest.mark.parametrize(
    "scope", ["", "site", "site:", "area:me", "areas", f"organisation:{FIRST}", "site:" + "9" * 36]
)
def test_what_names_no_board_is_refused(world: World, scope: str) -> None:
    with refused("request.invalid"):
        board_of(world, "people_team", scope)


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("keys", ["x", "2026-10-01\x1fx", f"soon\x1f{FIRST}", f"2026-10-01\x1f{FIRST}\x1f{FIRST}"])
def test_a_cursor_of_somebody_s_own_making_is_refused(world: World, sort: Sort, keys: str) -> None:
    import base64

    cursor = base64.urlsafe_b64encode(keys.encode()).decode().rstrip("=")
    is_name = sort is Sort.NAME and keys.startswith("soon")  # a name of that letter order: an empty page, no more
    if is_name:
        assert board_of(world, cursor=cursor, sort=sort).items == []
    else:
        with refused("request.invalid"):
            board_of(world, cursor=cursor, sort=sort)


def test_days_alone_make_what_is_owed_come_and_go(without_rhythm: World, clock: Clock, house: House) -> None:
    world, today = without_rhythm, clock.today()
    ask(world, "cover-shifts", world.mentor)
    away(world, world.mentor, today + timedelta(3), today + timedelta(6))
    away(world, world.comentor, today + timedelta(2), today + timedelta(5))
    before = head(house.database, world.org)
    found = {}
    for day in range(95):
        found[day] = [one.code.value for one in only(world).owed]
        assert board_of(world).summary.owed == (1 if found[day] else 0)
        assert (board_of(world, flag=Flag.OWED).items == []) is (not found[day])
        clock.move(days=1)
    both_away = ["mentor_away"]
    assert {day: owed for day, owed in found.items() if owed} == {
        **dict.fromkeys((3, 4), both_away),
        **{day: ["request_unanswered"] for day in range(14, 90)},
        **{day: ["request_unanswered", "review_due"] for day in range(90, 95)},
    }
    assert head(house.database, world.org) == before


def test_it_says_what_is_owed_in_sentences(without_rhythm: World, clock: Clock) -> None:
    world, today = without_rhythm, clock.today()
    ask(world, "cover-shifts", world.mentor)
    away(world, world.mentor, today + timedelta(16), today + timedelta(20))
    away(world, world.comentor, today + timedelta(16), None)
    clock.move(days=16)
    assert [one.text for one in only(world).owed] == [
        "A mentor who is here: Jo is away until 21 October and Sam is away just now.",
        "An answer: one request with Sam for 16 days.",
    ]
    clock.move(days=80)  # into the next year
    assert only(world).owed[-1].text == "A review: its dates ended on 30 December 2026."


def test_while_a_plan_stands_still_a_mentor_is_owed_and_nothing_else(world: World, clock: Clock) -> None:
    away(world, world.mentee, clock.today(), clock.today() + timedelta(3))
    assert only(world).owed == []
    for mentor in (world.mentor, world.comentor):
        world.maker.operate(record_leaving, RecordLeaving(person_id=mentor))
    found = []
    for _ in range(4):
        found.append([one.code.value for one in only(world).owed])
        compare(world)
        clock.move(days=1)
    assert found == [["mentor_missing"]] * 3 + [["mentor_missing", "observation_overdue"]]


def test_an_observation_is_owed_until_one_is_shared_and_again_after_a_month(world: World, clock: Clock) -> None:
    (owed,) = only(world).owed
    assert (owed.code, owed.text) == (
        "observation_overdue", "An observation or a talk about their work, since 1 October.",
    )  # fmt: skip
    shared(world, happened_on=clock.today())
    assert only(world).owed == []
    clock.move(days=31)
    assert [one.since for one in only(world).owed] == [clock.today()]


def test_it_says_why_not_in_sentences(world: World, clock: Clock) -> None:
    shown = only(world)
    assert [one.text for one in shown.why_not][-1].endswith(" more need one signature each. Jo or Sam can sign.")
    sign(world, "mentor", act_on(world, "monthly-finances"))
    texts = [one.text for one in only(world).why_not if one.code == "another_day"]
    assert texts == [
        "‘Calculate and sign off monthly finances’ needs one more, from another day. Jo or Sam can sign."
    ]  # fmt: skip
    assert (shown.ready, shown.percent, shown.signatures_outstanding) == (False, 0, 28)


def test_whoever_moves_is_on_the_board_of_where_they_are(world: World, clock: Clock) -> None:
    move = Appoint(person_id=world.mentee, post=Post.DEPUTY, starts_on=clock.today(), site_id=world.other_site)
    world.maker.operate(appoint, move)
    assert board_of(world, "manager", named(world, "site")).items == []
    assert board_of(world, "manager", named(world, "site")).summary.plans == 0
    assert only(world, who="mentor", scope=named(world, "other_site")).site.name == "Larch House"


def test_names_are_found_by_the_beginning_of_any_word(world: World, clock: Clock) -> None:
    ends_on = clock.today() + timedelta(30)
    for number, name in enumerate(("Mabel Oak", "Ola Mayflower", "Ida Fir", "Zoë Maybury Alder")):
        person = world.maker.person(name, Post.SENIOR, clock.today(), site=(world.site, world.other_site)[number % 2])
        agreement = world.maker.agreement(person, [world.mentor], world.area, clock.today(), ends_on)
        world.maker.plan(world.mentor, agreement, world.framework, "senior", clock.today(), ends_on)

    def found(search: str, **wanted: Any) -> list[str]:
        return [one.person.name for one in all_pages(world, search=search, **wanted)]

    assert found("may") == ["Maya Alder", "Ola Mayflower", "Zoë Maybury Alder"]
    assert found("MAY al") == ["Maya Alder", "Zoë Maybury Alder"]
    assert found("zoe alder may") == ["Zoë Maybury Alder"]
    assert found("may", role="senior", scope=named(world, "area")) == ["Ola Mayflower", "Zoë Maybury Alder"]
    assert found("ma", scope=named(world, "site")) == ["Mabel Oak", "Maya Alder"]
    assert found("aya") == found("!!") == found("may", scope=named(world, "far_area")) == []
    compare(world)


def test_nothing_on_the_board_ranks_anybody_by_speed() -> None:
    assert {sort.value for sort in Sort} == {"owed", "name", "ends_on"}


def plan_for(world: World, name: str) -> Id:
    """One more mentee with a plan."""
    today = world.clock.today()
    person = world.maker.person(name, Post.SENIOR, today, site=world.site)
    agreement = world.maker.agreement(person, [world.mentor], world.area, today, today + timedelta(30))
    return world.maker.plan(world.mentor, agreement, world.framework, "senior", today, today + timedelta(30))


def test_a_board_costs_the_same_statements_for_one_and_for_three(world: World) -> None:
    plan_for(world, "Ida Fir")
    costs = []
    for name in ("Bo Rowan", "Ari Hazel", "Lin Oak"):
        board_of(world)
        costs.append(statements(world))
        plan_for(world, name)
    assert costs == [4, 4, 4]


def statements(world: World) -> int:
    """How many statements one board takes beside the session's."""
    from backend.readiness.reading import BoardFilter, show_board

    def counting(tx: Any, actor: Any) -> int:
        before: int = tx.statements
        show_board(tx, actor, BoardFilter(scope="organisation"))
        return int(tx.statements - before)

    return int(world.read("people_team", counting))

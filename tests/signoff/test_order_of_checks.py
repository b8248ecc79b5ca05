"""The order of checks, exactly: of two things that are wrong, the earlier is what is said. Source: decisions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from backend.frameworks.rules import Method
from backend.house import House
from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.people.details import RecordIdentityCheck
from backend.signoff.requests import RequestSignOff, request_sign_off
from tests.conftest import Clock
from tests.kernel.helping import head, refused
from tests.signoff.helping import act_on, ask, close_plan, item_id, sign, strict_plan, withdraw
from tests.world import make_world

Change = Callable[["Scene"], None]


class Scene:
    """A plan under strict rules with three mentors, one of them not checked, and things done on it before."""

    def __init__(self, house: House, clock: Clock) -> None:
        self.house, self.clock = house, clock
        self.world = make_world(house, clock)
        strict_plan(self.world, [self.world.mentor, self.world.comentor, self.world.unchecked])
        clock.move(days=40)
        self.signed = sign(self.world, "mentor", act_on(self.world, "strict")).sign_off.id
        self.withdrawn = sign(self.world, "mentor", act_on(self.world, "strict")).sign_off.id
        self.withdrawal = withdraw(self.world, "mentor", self.withdrawn).receipt.id
        sign(self.world, "mentor", act_on(self.world, "managers"))
        self.request = ask(self.world, "strict")
        self.reset()

    def reset(self) -> None:
        """Nothing is wrong yet."""
        self.who, self.key, self.changes, self.presence, self.closed = (
            "mentor",
            "once",
            dict[str, Any](),
            "fresh",
            False,
        )

    def change(self, **changes: Any) -> None:
        self.changes.update(changes)

    def put(self, **values: Any) -> None:
        self.__dict__.update(values)


@pytest.fixture(scope="module")
def stage(house: House, session_clock: Clock) -> Scene:
    return Scene(house, session_clock)


@pytest.fixture
def scene(stage: Scene, house: House) -> Iterator[Scene]:
    stage.reset()
    yield stage
    close_plan(stage.world, house, "active")


def today(scene: Scene) -> Any:
    return scene.clock.today()


SIGNING: dict[str, tuple[str, Change]] = {
    "an unknown item": ("not_found", lambda s: s.change(item_id=new_id())),
    "an id used for something else": ("id.reused", lambda s: s.change(id=s.signed)),
    "out of reach": ("not_found", lambda s: s.put(who="stranger")),
    "one's own work": ("sign_off.own_work", lambda s: s.put(who="mentee")),
    "no mentor": ("not_allowed", lambda s: s.put(who="manager")),
    "identity unchecked": ("sign_off.identity_unchecked", lambda s: s.put(who="unchecked")),
    "another post": ("sign_off.wrong_post", lambda s: s.put(who="comentor", key="managers")),
    "no presence": ("presence.required", lambda s: s.put(presence=None)),
    "a closed plan": ("plan.closed", lambda s: s.put(closed=True)),
    "stale content": ("sign_off.stale_content", lambda s: s.change(item_rev=2)),
    "an unfinished form": ("request.invalid", lambda s: s.change(help=None)),
    "a day to come": ("sign_off.in_future", lambda s: s.change(seen_on=today(s) + timedelta(1))),
    "a method that does not count": ("sign_off.method_not_allowed", lambda s: s.change(method=Method.DISCUSSED)),
}
REQUESTING: dict[str, tuple[str, Change]] = {
    "an unknown item": ("not_found", lambda s: s.change(item_id=new_id())),
    "an id used for something else": ("id.reused", lambda s: s.change(id=s.request)),
    "out of reach": ("not_found", lambda s: s.put(who="stranger")),
    "not the mentee": ("not_allowed", lambda s: s.put(who="mentor")),
    "a closed plan": ("plan.closed", lambda s: s.put(closed=True)),
    "signed already": ("request.already_signed", lambda s: s.put(key="managers")),
    "asked already": ("request.already_waiting", lambda s: s.put(key="strict")),
    "no mentor of theirs": ("request.not_a_mentor", lambda s: s.change(mentor_id=s.world.colleague)),
}
WITHDRAWING: dict[str, tuple[str, Change]] = {
    "an unknown sign-off": ("not_found", lambda s: s.put(target=new_id())),
    "an id used for something else": ("id.reused", lambda s: s.change(id=s.withdrawal, reason="Another.")),
    "out of reach": ("not_found", lambda s: s.put(who="stranger")),
    "not the author": ("not_allowed", lambda s: s.put(who="comentor")),
    "no presence": ("presence.required", lambda s: s.put(presence=None)),
    "withdrawn already": ("sign_off.already_withdrawn", lambda s: s.put(target=s.withdrawn)),
}


def attempt_signing(scene: Scene) -> None:
    act = act_on(scene.world, scene.key, **scene.changes)
    sign(scene.world, scene.who, act, scene.presence)


def attempt_requesting(scene: Scene) -> None:
    given = {"plan_id": scene.world.plan, "item_id": item_id(scene.world, scene.key), **scene.changes}
    scene.world.do(scene.who, request_sign_off, RequestSignOff(**given))


def attempt_withdrawing(scene: Scene) -> None:
    target = scene.__dict__.pop("target", scene.signed)
    withdraw(scene.world, scene.who, Id(target), scene.presence, **scene.changes)


def refusal_of(attempt: Callable[[Scene], None], scene: Scene, *changes: Change) -> str:
    """The code with which the attempt is refused once the changes are made, the last given last. Nothing is written."""
    for change in changes:
        change(scene)
    if scene.closed:
        close_plan(scene.world, scene.house)
    before = head(scene.world.maker.database, scene.world.org)
    with pytest.raises(Refused) as refusal:
        attempt(scene)
    assert head(scene.world.maker.database, scene.world.org) == before
    return refusal.value.code


def pairs(table: dict[str, tuple[str, Change]]) -> list[Any]:
    return [pytest.param(*pair, id=f"{pair[0]} before {pair[1]}") for pair in combinations(table, 2)]


@pytest.mark.parametrize("defect", SIGNING)
def test_a_sign_off_is_refused_for_each_thing_wrong_with_it(scene: Scene, defect: str) -> None:
    code, change = SIGNING[defect]
    assert refusal_of(attempt_signing, scene, change) == code


@pytest.mark.same_on_both
@pytest.mark.parametrize(("earlier", "later"), pairs(SIGNING))
def test_of_two_things_wrong_with_a_sign_off_the_earlier_is_said(scene: Scene, earlier: str, later: str) -> None:
    code, change = SIGNING[earlier]
    assert refusal_of(attempt_signing, scene, SIGNING[later][1], change) == code


@pytest.mark.parametrize("defect", REQUESTING)
def test_a_request_is_refused_for_each_thing_wrong_with_it(scene: Scene, defect: str) -> None:
    scene.who = "mentee"
    code, change = REQUESTING[defect]
    assert refusal_of(attempt_requesting, scene, change) == code


@pytest.mark.parametrize(("earlier", "later"), pairs(REQUESTING))
def test_of_two_things_wrong_with_a_request_the_earlier_is_said(scene: Scene, earlier: str, later: str) -> None:
    scene.who = "mentee"
    code, change = REQUESTING[earlier]
    assert refusal_of(attempt_requesting, scene, REQUESTING[later][1], change) == code


@pytest.mark.parametrize("defect", WITHDRAWING)
def test_a_withdrawal_is_refused_for_each_thing_wrong_with_it(scene: Scene, defect: str) -> None:
    code, change = WITHDRAWING[defect]
    assert refusal_of(attempt_withdrawing, scene, change) == code


@pytest.mark.parametrize(("earlier", "later"), pairs(WITHDRAWING))
def test_of_two_things_wrong_with_a_withdrawal_the_earlier_is_said(scene: Scene, earlier: str, later: str) -> None:
    code, change = WITHDRAWING[earlier]
    assert refusal_of(attempt_withdrawing, scene, WITHDRAWING[later][1], change) == code


def test_nothing_wrong_is_signed(house: House, clock: Clock) -> None:
    scene = Scene(house, clock)
    attempt_signing(scene)
    assert [one.withdrawal for one in scene.world.item("once").sign_offs] == [None]
    attempt_withdrawing(scene)
    assert [one.withdrawal is None for one in scene.world.item("strict").sign_offs] == [False, False]


def test_s16_once_somebody_recorded_the_identity_check_the_same_sign_off_is_taken(house: House, clock: Clock) -> None:
    from backend.people.details import record_identity_check
    from backend.people.rules import IdentityMethod

    scene = Scene(house, clock)
    act = act_on(scene.world, "once")
    with refused("sign_off.identity_unchecked"):
        sign(scene.world, "unchecked", act)
    check = RecordIdentityCheck(
        person_id=scene.world.unchecked, method=IdentityMethod.IN_PERSON, checked_on=clock.today()
    )
    scene.world.do("people_team", record_identity_check, check)
    assert sign(scene.world, "unchecked", act).sign_off.signer.name == "Noor Sorrel"

"""S04: several criteria in one sitting, each with its own questions and a record of its own."""

from typing import Any

from sqlalchemy import select

from backend.kernel.entries import heads
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from seeds.making import PIN
from tests.conftest import Clock
from tests.web.conftest import At, Visitor
from tests.web.filling import competent
from tests.web.reading import Form
from tests.world import World

KEYS = ("cover-shifts", "on-call", "workload")
HEAD = Prepared(select(heads.c.seq).where(ours(heads)))


def ids(world: World, *keys: str) -> list[str]:
    return [str(world.item(key).id) for key in keys]


def address(world: World, *keys: str, more: str = "") -> str:
    chosen = "&".join(f"item={one}" for one in ids(world, *keys))
    return f"/plans/{world.plan}/sign-offs/new?{chosen}{more}"


def answers(world: World, clock: Clock, **changed: dict[str, Any]) -> dict[str, Any]:
    """Every question of each criterion answered; `changed` by key."""
    data: dict[str, Any] = {"pin": PIN}
    for key in KEYS:
        item = world.item(key)
        said = competent(clock.today(), statement=f"Saw {key}.", method=item.policy.methods[0].value)
        said |= changed.get(key.replace("-", "_"), {})
        data |= {f"{name}-{item.id}": value for name, value in said.items() if name != "pin"}
    return data


def send(visitor: Visitor, form: Form, data: dict[str, Any], world: World, status: int = 303) -> Any:
    """Sends the form with every criterion on it; a browser sends the repeated field each time."""
    left = [name.removeprefix("id-") for name in form.fields if name.startswith("id-")]
    sent: dict[str, str | list[str]] = {**form.filled(**data), "item": left}
    return visitor.send(form.action, sent, status)


def test_s04_the_page_shows_each_with_its_own_questions_and_nothing_chosen(world: World, at: At) -> None:
    page = at("mentor").get(address(world, *KEYS))
    form = page.form("several")
    for key in KEYS:
        item = world.item(key)
        assert item.title in page.text
        assert item.question in page.text
        assert form.offered[f"outcome-{item.id}"] == ["competent", "not_yet"]
    hidden = {name.split("-")[0] for name, value in form.fields.items() if value}
    assert hidden == {"csrf_token", "id", "intent", "item", "item_rev"}
    assert len([one for one in form.fields if one.startswith("id-")]) == 3


def test_s04_day_and_method_are_said_once_and_shown_at_each(world: World, at: At, clock: Clock) -> None:
    today = clock.today().isoformat()
    form = (
        at("mentor")
        .get(address(world, *KEYS, more=f"&seen_on={today}&method=observed&outcome=competent"))
        .form("several")
    )
    for one in ids(world, *KEYS):
        assert (form.fields[f"seen_on-{one}"], form.fields.get(f"outcome-{one}")) == (today, None)
    assert form.fields[f"method-{ids(world, 'cover-shifts')[0]}"] == "observed"


def test_s04_each_becomes_a_record_of_its_own_under_one_presence(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    form = mentor.get(address(world, *KEYS)).form("several")
    send(mentor, form, answers(world, clock), world)
    assert mentor.location == f"/plans/{world.plan}?done=signed_several"
    signed = [world.item(key).sign_offs for key in KEYS]
    assert [[one.statement for one in found] for found in signed] == [[f"Saw {key}."] for key in KEYS]
    send(mentor, form, answers(world, clock), world)  # the same form again
    assert [len(world.item(key).sign_offs) for key in KEYS] == [1, 1, 1]


def test_s04_what_is_missing_is_said_before_anything_is_signed(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    form = mentor.get(address(world, *KEYS)).form("several")
    page = send(mentor, form, answers(world, clock, on_call={"statement": ""}), world, 422)
    assert "Write a sentence about what was done." in page.text
    assert f"#statement-{ids(world, 'on-call')[0]}" in page.links()
    assert [len(world.item(key).sign_offs) for key in KEYS] == [0, 0, 0]
    again = page.form("several")
    send(mentor, again, {f"statement-{ids(world, 'on-call')[0]}": "Two calls.", "pin": PIN}, world)
    assert [len(world.item(key).sign_offs) for key in KEYS] == [1, 1, 1]


def test_s04_one_that_is_refused_comes_back_alone_and_the_others_are_signed(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    form = mentor.get(address(world, *KEYS)).form("several")
    stale = answers(world, clock, on_call={"item_rev": "9"})
    page = send(mentor, form, stale, world, 409)
    assert [len(world.item(key).sign_offs) for key in KEYS] == [1, 0, 1]
    for key in ("cover-shifts", "workload"):
        assert f"Signed: {world.item(key).title}. It is not sent again." in page.text
    assert "What is asked for has changed since you opened this." in page.text
    back = page.form("several")
    left = [name.removeprefix("id-") for name in back.fields if name.startswith("id-")]
    assert (left, page.heading) == (ids(world, "on-call"), "One criterion of Maya Alder’s to sign")
    assert back.fields[f"id-{left[0]}"] == form.fields[f"id-{left[0]}"]
    send(mentor, back, {}, world)
    assert [len(world.item(key).sign_offs) for key in KEYS] == [1, 1, 1]


def test_s04_a_wrong_pin_signs_nothing_and_keeps_what_was_typed(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    form = mentor.get(address(world, *KEYS)).form("several")
    page = send(mentor, form, answers(world, clock) | {"pin": "000000"}, world, 401)
    assert "That PIN was not right." in page.text
    assert page.form("several").fields[f"statement-{ids(world, 'on-call')[0]}"] == "Saw on-call."
    assert [len(world.item(key).sign_offs) for key in KEYS] == [0, 0, 0]


def test_s04_more_than_twenty_are_refused_kindly(world: World, at: At) -> None:
    keys = [str(item.key) for item in world.show("mentor").items]
    page = at("mentor").get(address(world, *keys[:21]), 422)
    assert page.heading == "Which criteria will you sign?"
    assert "Twenty is the most in one sitting; you chose 21." in page.text
    assert len(page.form("choosing").offered["item"]) == len(keys)
    at("mentor").get(address(world, *keys[:20]))


def test_nobody_who_may_not_sign_is_offered_a_sitting(world: World, at: At) -> None:
    for who, status in (("mentee", 403), ("area", 403), ("stranger", 404)):
        at(who).get(f"/plans/{world.plan}/sign-offs/new", status)
    assert (
        at("mentor").get(f"/plans/{world.plan}/sign-offs/new?chosen=1", 422).heading == "Which criteria will you sign?"
    )


def test_a_sitting_costs_the_same_for_one_and_for_three(world: World, at: At) -> None:
    mentor = at("mentor")
    mentor.get(address(world, *KEYS))
    costs = [mentor.statements(address(world, *KEYS[:count])) for count in (1, 3)]
    assert costs[0] == costs[1] == 8

"""A refused sign-off: the form as typed, each error at its field; and proving that it is really the mentor."""

from typing import Any

import pytest

from seeds.making import PASSWORD, PIN
from tests.conftest import Clock
from tests.web.conftest import At, spot
from tests.web.filling import competent
from tests.world import World

WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"pin": "000000"}, 401, "That PIN was not right."),
    ({"pin": None, "password": "wrong"}, 401, "That password was not right."),
    ({"pin": None}, 401, "Please confirm that it is you"),
    ({"pin": ""}, 422, "Type the six digits of your PIN."),
    ({"help": None}, 422, "Say how much help there was."),
    ({"statement": " "}, 422, "Write a sentence about what was done."),
    ({"statement": "x" * 2001}, 422, "This is longer than we can keep."),
    ({"method": "by_ear"}, 422, "Say how you saw it."),
    ({"method": "practice_run"}, 422, "Choose one of the ways that count here."),
    ({"seen_on": "2026-10-02"}, 422, "That day has not come yet."),
    ({"seen_on": "2026-09-30"}, 422, "The plan had not begun then."),
    ({"seen_on": "2026-02-31"}, 422, "Choose the day you saw it."),
    ({"seen_on": "other"}, 422, "Choose the day you saw it."),
    ({"seen_on": "other", "seen_on_other": "2026-13-01"}, 422, "Choose the day you saw it."),
    ({"outcome": "failed"}, 422, "Choose your word"),
    ({"item_rev": "7"}, 409, "What is asked for has changed"),
    ({"item_rev": "-1"}, 422, ""),
    ({"intent": "2"}, 409, "What is asked for has changed"),
]


@pytest.mark.parametrize(("typed", "status", "said"), WRONG)
def test_a_refused_form_comes_back_as_typed(
    world: World, at: At, clock: Clock, typed: dict[str, Any], status: int, said: str
) -> None:
    mentor, there = at("mentor"), spot(world, "change-shifts")
    sent = mentor.get(there.new).form("sign-off")
    data = sent.filled(**competent(clock.today(), **typed))
    page = mentor.send(sent.action, data, status)
    back = page.form("sign-off")
    kept = {name for name in ("id", "outcome", "help", "method", "seen_on") if data.get(name) in
            [back.fields["id"], *back.offered.get(name, [])]}  # fmt: skip
    assert {name: back.fields.get(name) for name in kept} == {name: data[name] for name in kept}
    assert back.fields["statement"].strip() == data["statement"].strip()
    assert back.fields.get("pin", "") == ""
    assert said in page.text
    assert page.by_id("problem") is not None
    assert world.item("change-shifts").sign_offs == []


def test_htmx_gets_the_same_refusal(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    page = mentor.fill(there.new, "sign-off", 401, htmx=True, **competent(clock.today(), pin="000000"))
    assert page.form("sign-off").fields["outcome"] == "competent"
    assert mentor.answer is not None
    assert "HX-Replace-Url" not in mentor.answer.headers


def test_a_right_pin_is_not_asked_for_again_when_something_else_was_missing(
    world: World, at: At, clock: Clock
) -> None:  # fmt: skip
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    page = mentor.fill(there.new, "sign-off", 422, **competent(clock.today(), statement=""))
    back = page.form("sign-off")
    assert "pin" not in back.fields
    mentor.send(back.action, back.filled(statement="Rang the sister team."))
    assert len(world.item("cover-shifts").sign_offs) == 1


def test_s09_presence_lasts_ten_minutes_and_then_the_pin_is_asked_for(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    mentor.fill(spot(world, "cover-shifts").new, "sign-off", **competent(clock.today()))
    assert "pin" not in mentor.get(spot(world, "on-call").new).form("sign-off").fields
    clock.move(minutes=11)
    assert "pin" in mentor.get(spot(world, "on-call").new).form("sign-off").fields


def test_presence_that_ended_while_the_form_was_open_is_asked_for_with_the_form_kept(
    world: World, at: At, clock: Clock
) -> None:
    mentor, there = at("mentor"), spot(world, "on-call")
    mentor.fill(spot(world, "cover-shifts").new, "sign-off", **competent(clock.today()))
    form = mentor.get(there.new).form("sign-off")
    clock.move(minutes=11)
    page = mentor.send(form.action, form.filled(**competent(clock.today(), pin=None)), 401)
    back = page.form("sign-off")
    mentor.send(back.action, back.filled(pin=PIN))
    assert len(world.item("on-call").sign_offs) == 1


def test_somebody_without_a_pin_confirms_with_the_password(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.fill(there.new, "sign-off", **competent(clock.today(), pin="", password=PASSWORD))
    assert len(world.item("cover-shifts").sign_offs) == 1


def test_s11_five_wrong_pins_pause_signing(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    for _ in range(4):
        mentor.fill(there.new, "sign-off", 401, **competent(clock.today(), pin="000000"))
    page = mentor.fill(there.new, "sign-off", 403, **competent(clock.today(), pin="000000"))
    said = "Signing is paused for 15 minutes after several wrong tries. Signing out and in again with your password"
    assert said in page.text
    assert {"pin", "password"} & set(page.form("sign-off").fields) == set()
    page = mentor.fill(there.new, "sign-off", 403, **competent(clock.today()))
    assert page.form("sign-off").fields["statement"] == competent(clock.today())["statement"]
    unlock = page.form("unlock")
    mentor.send(unlock.action, unlock.fields)
    assert mentor.location == "/sign-in"
    mentor.sign_in(world.maker.logins[world.mentor])
    mentor.fill(there.new, "sign-off", **competent(clock.today()))
    assert len(world.item("cover-shifts").sign_offs) == 1

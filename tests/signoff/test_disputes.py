"""The mentee's word beside a sign-off, or beside its absence: it alters nothing. Source: trust, S34 and S35."""

from typing import Any

import pytest

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.signoff.disputes import DisputeItem, DisputeSignOff, dispute_item, dispute_sign_off
from tests.kernel.helping import refused
from tests.signoff.helping import act_on, close_plan, item_id, sign, withdraw
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


def dispute(world: World, who: str, sign_off: Id, text: str = "I needed no prompt.", **more: Any) -> Any:
    return world.do(who, dispute_sign_off, DisputeSignOff(sign_off_id=sign_off, text=text, **more))


def dispute_absence(world: World, who: str, text: str = "Jo watched this in May.", **more: Any) -> Any:
    act = DisputeItem(plan_id=world.plan, item_id=item_id(world, "on-call"), text=text, **more)
    return world.do(who, dispute_item, act)


def test_s35_a_dispute_stands_beside_the_sign_off_and_alters_nothing(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts"))
    before = world.show().progress
    entry = dispute(world, "mentee", signed.sign_off.id)
    item = world.item("cover-shifts", "mentor")
    (one,) = item.sign_offs
    assert one.dispute is not None
    assert (one.dispute.id, one.dispute.at, one.dispute.text, one.dispute.earlier) == (
        entry.id, entry.at, "I needed no prompt.", [],
    )  # fmt: skip
    assert (one.counts, item.status, item.rev, world.show().progress) == (True, "signed", 1, before)
    assert entry.attestation["covers"] == signed.receipt.commitment


def test_s34_another_dispute_amends_it_and_the_earlier_words_stay(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    for text in ("First.", "Second.", "Third."):
        dispute(world, "mentee", signed, text)
    said = world.item("cover-shifts").sign_offs[0].dispute
    assert said is not None
    assert (said.text, [one.text for one in said.earlier]) == ("Third.", ["Second.", "First."])


def test_a_withdrawn_sign_off_may_be_disputed_and_each_has_its_own(world: World) -> None:
    first = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    withdraw(world, "mentor", first)
    second = sign(world, "comentor", act_on(world, "cover-shifts")).sign_off.id
    dispute(world, "mentee", first, "It was me.")
    dispute(world, "mentee", second, "With nobody's help.")
    said = [one.dispute.text for one in world.item("cover-shifts").sign_offs if one.dispute]
    assert said == ["It was me.", "With nobody's help."]


def test_s35_the_absence_of_a_sign_off_is_disputed_on_the_item(world: World) -> None:
    entry = dispute_absence(world, "mentee")
    item = world.item("on-call", "area")
    assert item.dispute is not None
    assert (item.dispute.id, item.dispute.text, item.status) == (entry.id, "Jo watched this in May.", "open")


def test_only_the_mentee_disputes(world: World, other: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    for who, code in (
        ("mentor", "not_allowed"), ("comentor", "not_allowed"), ("manager", "not_allowed"), ("line", "not_allowed"),
        ("area", "not_allowed"), ("learning", "not_allowed"), ("people_team", "not_allowed"),
        ("colleague", "not_found"), ("stranger", "not_found"), ("admin", "not_found"), ("far_area", "not_found"),
    ):  # fmt: skip
        with refused(code):
            dispute(world, who, signed)
        with refused(code):
            dispute_absence(world, who)
        if code == "not_allowed":
            assert world.item("cover-shifts", who).sign_offs[0].may["dispute"] is False
    with refused("not_found"):
        dispute(other, "mentee", signed)
    with refused("not_found"):
        dispute(world, "mentee", new_id())
    assert world.item("cover-shifts").sign_offs[0].dispute is None
    assert world.item("cover-shifts").sign_offs[0].may["dispute"] is True


def test_the_same_dispute_again_is_the_same_dispute(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    mine = new_id()
    first = dispute(world, "mentee", signed, id=mine)
    assert dispute(world, "mentee", signed, id=mine) == first
    with refused("id.reused"):
        dispute(world, "mentee", signed, "Other words.", id=mine)


def test_on_a_closed_plan_a_sign_off_can_still_be_disputed_and_an_absence_cannot(world: World, house: House) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    close_plan(world, house)
    dispute(world, "mentee", signed)
    with refused("plan.closed"):
        dispute_absence(world, "mentee")
    close_plan(world, house, "active")

"""Taking one's word back: a new signed record; the sign-off stays, struck through. Source: trust, S07, S31, S33."""

from dataclasses import replace

import pytest

from backend.kernel.canonical import seal
from backend.kernel.ids import new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import RecordLeaving, record_leaving
from backend.signoff.receipts import show_receipt
from backend.signoff.tables import sign_offs
from backend.signoff.withdrawals import WithdrawSignOff
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.signoff.helping import act_on, sign, strict_plan, withdraw
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted")


def test_s31_a_withdrawal_is_a_record_of_its_own_and_the_sign_off_stays(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts"))
    answer = withdraw(world, "mentor", signed.sign_off.id)
    assert (answer.item.status, answer.progress.signatures_counted) == ("open", 0)
    assert (answer.sign_off.id, answer.sign_off.counts, answer.sign_off.may) == (
        signed.sign_off.id, False,
        {"withdraw": False, "report_not_me": False, "open_withdrawal": False, "dispute": False},
    )  # fmt: skip
    withdrawal = answer.sign_off.withdrawal
    assert withdrawal is not None
    entry = entries(world.maker.database, world.org)[-1]
    assert (withdrawal.at, withdrawal.by, withdrawal.reason) == (entry.at, "Jo Rowan", "I meant somebody else.")
    assert (entry.kind, entry.actor, entry.subject, entry.about) == (
        "withdraw_sign_off", world.mentor, world.mentee, answer.item.id,
    )  # fmt: skip
    assert entry.attestation["covers"] == signed.receipt.commitment
    assert (entry.attestation["assurance"], entry.attestation["presence"]["method"]) == ("online", "pin")
    assert entry.content["sign_off_id"] == signed.sign_off.id
    assert world.read("mentee", show_receipt, signed.sign_off.id) == signed.receipt


def test_a_withdrawals_reason_is_words_and_sealed(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    receipt = withdraw(world, "mentor", signed, reason="Wrong person.").receipt
    assert "reason" not in receipt.content
    assert receipt.said.words == {"reason": "Wrong person."}
    assert receipt.content["words"] == seal(receipt.said.nonce or "", {"reason": "Wrong person."})


@pytest.mark.parametrize(("minutes", "is_take_back"), [(0, True), (14, True), (16, False), (60 * 24 * 200, False)])
def test_s07_within_fifteen_minutes_it_is_a_take_back_and_later_a_withdrawal(
    world: World, clock: Clock, minutes: int, is_take_back: bool
) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    clock.move(minutes=minutes)
    assert withdraw(world, "mentor", signed).receipt.attestation["take_back"] is is_take_back


def test_s33_nobody_else_withdraws_it_alone(world: World, other: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    for who, code in (("mentee", "not_allowed"), ("comentor", "not_allowed"), ("manager", "not_allowed"),
                      ("line", "not_allowed"), ("area", "not_allowed"), ("people_team", "not_allowed"),
                      ("learning", "not_allowed"), ("colleague", "not_found"), ("stranger", "not_found"),
                      ("admin", "not_found"), ("far_area", "not_found")):  # fmt: skip
        with refused(code):
            withdraw(world, who, signed)
    with refused("not_found"):
        withdraw(other, "mentor", signed)
    assert world.item("cover-shifts").status == "signed"


def test_s08_withdrawing_needs_presence_and_a_refusal_does_not_spend_it(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    for presence in (None, "x", world.presence("comentor")):
        with refused("presence.required"):
            withdraw(world, "mentor", signed, presence)
    mine = world.presence("mentor")
    withdraw(world, "mentor", signed, mine)
    for _ in range(25):
        with refused("sign_off.already_withdrawn"):
            withdraw(world, "mentor", signed, mine)
    again = sign(world, "mentor", act_on(world, "cover-shifts"), mine)
    assert again.item.status == "signed"


def test_the_same_withdrawal_again_gets_the_first_answer(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    act = WithdrawSignOff(sign_off_id=signed, reason="Wrong person.")
    first = withdraw(world, "mentor", signed, id=act.id, reason=act.reason)
    before = head(world.maker.database, world.org)
    assert withdraw(world, "mentor", signed, None, id=act.id, reason=act.reason).receipt == first.receipt
    with refused("id.reused"):
        withdraw(world, "mentor", signed, id=act.id, reason="Another reason.")
    with refused("id.reused"):
        withdraw(world, "mentor", signed, id=signed)
    assert head(world.maker.database, world.org) == before


def test_the_author_withdraws_also_after_they_were_removed_as_mentor(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    with refused("not_found"):
        world.show("mentor")
    answer = withdraw(world, "mentor", signed)
    assert (answer.sign_off.withdrawal.by, answer.item, answer.progress) == ("Jo Rowan", None, None)  # out of reach
    assert world.item("cover-shifts").status == "open"


def test_s46_whoever_left_withdraws_nothing(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    presence = world.presence("mentor")
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    with refused("session.required"):
        withdraw(world, "mentor", signed, presence)


def test_withdrawing_one_of_two_leaves_the_other_and_a_third_takes_its_place(world: World, clock: Clock) -> None:
    strict_plan(world)
    first = sign(world, "mentor", act_on(world, "strict")).sign_off.id
    clock.move(days=1)
    sign(world, "comentor", act_on(world, "strict"))
    clock.move(days=1)
    sign(world, "mentor", act_on(world, "strict"))
    assert [one.counts for one in world.item("strict").sign_offs] == [True, True, False]
    item = withdraw(world, "mentor", first).item
    assert (item.status, [one.counts for one in item.sign_offs]) == ("signed", [False, True, True])


def test_withdrawing_a_not_yet_changes_only_the_latest(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    act = act_on(world, "cover-shifts")
    not_yet = replace(act, outcome=type(act.outcome)("not_yet"), help=None, next_step="Again.")
    signed = sign(world, "comentor", not_yet)
    assert signed.item.latest == "not_yet"
    item = withdraw(world, "comentor", signed.sign_off.id).item
    assert (item.status, item.latest) == ("signed", "competent")


def test_after_a_withdrawal_the_item_may_be_signed_again(world: World) -> None:
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    withdraw(world, "mentor", signed)
    again = sign(world, "mentor", act_on(world, "cover-shifts"))
    assert (again.item.status, len(again.item.sign_offs)) == ("signed", 2)
    assert len(rows_of(world.maker.database, world.org, sign_offs)) == 2


def test_an_unknown_sign_off_is_not_there(world: World) -> None:
    with refused("not_found"):
        withdraw(world, "mentor", new_id())

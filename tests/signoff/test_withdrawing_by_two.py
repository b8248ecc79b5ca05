"""Withdrawing another's word by two people. Source: trust, S33; decisions, Rights (withdraw another's sign-off)."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.signoff.receipts import show_withdrawal_receipt, signed_off
from backend.signoff.waiting import list_waits
from backend.signoff.withdrawals import WithdrawSignOff
from backend.signoff.withdrawing_by_two import (
    ConfirmWithdrawal,
    OpenWithdrawal,
    TakeWithdrawalBack,
    confirm_withdrawal,
    open_withdrawal,
    take_withdrawal_back,
)
from backend.signoff.withdrawing_by_two import withdraw as withdraw_either_way
from tests.kernel.helping import entries, refused
from tests.signoff.helping import act_on, sign, withdraw
from tests.signoff.test_receipts import wrong_with
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


@pytest.fixture
def signed(world: World) -> Id:
    """A sign-off of the mentor's that counts."""
    return Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)


def opened(world: World, who: str, sign_off: Id, presence: str | None = "fresh", **more: Any) -> Any:
    used = world.presence(who) if presence == "fresh" else presence
    act = OpenWithdrawal(**{"sign_off_id": sign_off, "reason": "The rota shows another shift.", **more})
    return world.do(who, lambda tx, actor: open_withdrawal(tx, actor, act, used)[0])


def confirmed(world: World, who: str, withdrawal: Id, presence: str | None = "fresh") -> Any:
    used = world.presence(who) if presence == "fresh" else presence
    act = ConfirmWithdrawal(withdrawal_id=withdrawal)
    return world.do(who, lambda tx, actor: confirm_withdrawal(tx, actor, act, used)[0])


def take_back(world: World, who: str, withdrawal: Id) -> Any:
    return world.do(who, take_withdrawal_back, TakeWithdrawalBack(withdrawal_id=withdrawal))


def asked_to_confirm(world: World) -> set[str]:
    return {
        who for who in world.people
        if any(w.kind == "withdrawal_confirmation" for w in world.read(who, list_waits, Paging()).items)
    }  # fmt: skip


def test_s33_one_opens_and_it_counts_until_a_second_confirms(world: World, signed: Id) -> None:
    entry = opened(world, "area", signed)
    (one,) = world.item("cover-shifts", "mentor").sign_offs
    assert (one.counts, one.withdrawal, world.item("cover-shifts").status) == (True, None, "signed")
    assert one.withdrawal_open is not None
    assert (one.withdrawal_open.id, one.withdrawal_open.opened_by, one.withdrawal_open.reason) == (
        entry.id, "Ash Linden", "The rota shows another shift.",
    )  # fmt: skip
    assert asked_to_confirm(world) == {"people_team", "line"}
    confirmation = confirmed(world, "line", entry.id)
    (one,) = world.item("cover-shifts", "mentee").sign_offs
    assert (one.counts, one.withdrawal_open, world.item("cover-shifts").status) == (False, None, "open")
    assert one.withdrawal is not None
    assert (one.withdrawal.id, one.withdrawal.at, one.withdrawal.by, one.withdrawal.confirmed_by) == (
        confirmation.id, confirmation.at, "Ash Linden", "Robin Elder",
    )  # fmt: skip
    assert (one.withdrawal.opened_at, one.withdrawal.reason) == (entry.at, "The rota shows another shift.")
    assert asked_to_confirm(world) == set()


def test_s33_the_confirmation_bears_both_and_covers_the_sign_off(world: World) -> None:
    word = sign(world, "mentor", act_on(world, "cover-shifts"))
    entry = opened(world, "people_team", word.sign_off.id)
    confirmation = confirmed(world, "area", entry.id)
    vouched = confirmation.attestation
    assert (confirmation.actor, vouched["opened"]["by"]) == (world.area, world.people_team)
    assert vouched["opened"]["commitment"] == entry.commitment.hex()
    assert vouched["covers"] == entry.attestation["covers"] == word.receipt.commitment
    assert (vouched["presence"]["method"], entry.attestation["presence"]["method"]) == ("pin", "pin")


@pytest.mark.parametrize("opener", ["area", "people_team"])
def test_governance_opens_and_nobody_else(world: World, other: World, signed: Id, opener: str) -> None:
    for who, code in (
        ("mentee", "not_allowed"), ("mentor", "not_allowed"), ("comentor", "not_allowed"), ("manager", "not_allowed"),
        ("line", "not_allowed"), ("learning", "not_allowed"), ("colleague", "not_found"), ("stranger", "not_found"),
        ("admin", "not_found"), ("far_area", "not_found"),
    ):  # fmt: skip
        with refused(code):
            opened(world, who, signed)
    with refused("not_found"):
        opened(other, opener, signed)
    opened(world, opener, signed)
    with refused("withdrawal.already_open"):
        opened(world, opener, signed)


def test_s33_neither_opener_nor_signer_nor_mentee_nor_another_confirms(world: World, other: World, signed: Id) -> None:
    entry = opened(world, "area", signed)
    for who, code in (
        ("area", "withdrawal.same_person"), ("mentor", "not_allowed"), ("mentee", "not_allowed"),
        ("comentor", "not_allowed"), ("manager", "not_allowed"), ("learning", "not_allowed"),
        ("colleague", "not_found"), ("stranger", "not_found"), ("admin", "not_found"), ("far_area", "not_found"),
    ):  # fmt: skip
        with refused(code):
            confirmed(world, who, entry.id)
    with refused("not_found"):
        confirmed(other, "people_team", entry.id)
    for unknown in (new_id(), signed):
        with refused("not_found"):
            confirmed(world, "people_team", unknown)
    assert world.item("cover-shifts").status == "signed"


def test_s33_a_signer_who_is_also_a_line_manager_does_not_confirm_against_themselves(world: World) -> None:
    world.maker.line_manager(world.mentee, world.mentor)
    signed = Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)
    entry = opened(world, "area", signed)
    assert asked_to_confirm(world) == {"people_team"}
    with refused("withdrawal.own_word"):
        confirmed(world, "mentor", entry.id)


def test_s08_opening_and_confirming_need_presence(world: World, signed: Id) -> None:
    for presence in (None, "x", world.presence("people_team")):
        with refused("presence.required"):
            opened(world, "area", signed, presence)
    entry = opened(world, "area", signed)
    for presence in (None, "x", world.presence("area")):
        with refused("presence.required"):
            confirmed(world, "people_team", entry.id, presence)
    assert world.item("cover-shifts").status == "signed"


def test_the_opener_takes_it_back_and_it_can_be_opened_anew(world: World, signed: Id) -> None:
    entry = opened(world, "area", signed)
    for who, code in (("people_team", "not_allowed"), ("mentor", "not_allowed"), ("colleague", "not_found")):
        with refused(code):
            take_back(world, who, entry.id)
    first = take_back(world, "area", entry.id)
    assert take_back(world, "area", entry.id) == first
    (one,) = world.item("cover-shifts").sign_offs
    assert (one.withdrawal_open, one.counts, asked_to_confirm(world)) == (None, True, set())
    with refused("withdrawal.over"):
        confirmed(world, "people_team", entry.id)
    again = opened(world, "people_team", signed)
    with refused("withdrawal.over"):
        confirmed(world, "line", entry.id)
    confirmed(world, "line", again.id)


def test_the_authors_own_withdrawal_settles_it(world: World, signed: Id) -> None:
    entry = opened(world, "area", signed)
    answer = withdraw(world, "mentor", signed)
    assert (answer.sign_off.withdrawal_open, answer.sign_off.withdrawal.confirmed_by) == (None, None)
    assert asked_to_confirm(world) == set()
    with refused("withdrawal.over"):
        confirmed(world, "people_team", entry.id)
    with refused("withdrawal.over"):
        take_back(world, "area", entry.id)
    with refused("sign_off.already_withdrawn"):
        opened(world, "people_team", signed)


def test_the_same_again_gets_the_first_answer(world: World, signed: Id) -> None:
    mine = new_id()
    first = opened(world, "area", signed, id=mine)
    assert opened(world, "area", signed, None, id=mine) == first
    with refused("id.reused"):
        opened(world, "area", signed, id=mine, reason="Another.")
    done = confirmed(world, "line", mine)
    assert confirmed(world, "line", mine, None) == done
    with refused("withdrawal.over"):
        confirmed(world, "people_team", mine)


def test_one_call_withdraws_ones_own_word_and_opens_anothers(world: World, signed: Id) -> None:
    def call(who: str) -> Any:
        act, presence = WithdrawSignOff(sign_off_id=signed, reason="Wrong."), world.presence(who)

        def story(tx: Any, actor: Any) -> Any:
            entry, file = withdraw_either_way(tx, actor, act, presence)
            return signed_off(tx, actor, entry, file, signed)

        return world.do(who, story)

    by_area = call("area")
    assert (by_area.receipt.kind, by_area.sign_off.withdrawal) == ("open_withdrawal", None)
    assert by_area.sign_off.withdrawal_open.may == {"confirm": False, "take_back": True}
    assert by_area.sign_off.may == {
        "withdraw": False, "report_not_me": False, "open_withdrawal": False, "dispute": False,
    }  # fmt: skip
    assert call("mentor").receipt.kind == "withdraw_sign_off"


def test_what_each_may_do_is_said(world: World, signed: Id) -> None:
    def may(who: str) -> dict[str, bool]:
        return world.item("cover-shifts", who).sign_offs[0].may

    opening = {who: may(who)["open_withdrawal"] for who in ("mentee", "mentor", "line", "manager", "learning")}
    assert set(opening.values()) == {False}
    assert (may("area")["open_withdrawal"], may("people_team")["open_withdrawal"]) == (True, True)
    opened(world, "area", signed)
    confirming = {}
    for who in ("mentee", "mentor", "comentor", "line", "manager", "area", "learning", "people_team"):
        still_open = world.item("cover-shifts", who).sign_offs[0].withdrawal_open
        assert still_open is not None
        confirming[who] = still_open.may["confirm"]
    assert {who for who, can in confirming.items() if can} == {"line", "people_team"}


def test_s30_every_withdrawal_has_a_receipt_for_those_who_see_the_sign_off(world: World, signed: Id) -> None:
    entry = opened(world, "area", signed)
    confirmation = confirmed(world, "people_team", entry.id)
    own = Id(sign(world, "mentor", act_on(world, "on-call")).sign_off.id)
    by_signer = withdraw(world, "mentor", own).receipt
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    for id_, kind in (
        (entry.id, "open_withdrawal"), (confirmation.id, "confirm_withdrawal"), (by_signer.id, "withdraw_sign_off"),
    ):  # fmt: skip
        for who in ("mentee", "mentor", "comentor", "line", "area", "people_team"):
            receipt = world.read(who, show_withdrawal_receipt, id_)
            assert receipt.kind == kind
        assert wrong_with(json.loads(json.dumps(asdict(receipt)))) == []
        for who in ("colleague", "stranger", "admin", "far_area"):
            with refused("not_found"):
                world.read(who, show_withdrawal_receipt, id_)
    for entry in entries(world.maker.database, world.org):
        if "withdraw" not in entry.kind:
            with refused("not_found"):
                world.read("area", show_withdrawal_receipt, entry.id)

"""What is done beside signing, side by side: real threads, real commits, on both databases."""

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.waits import waits
from backend.mentoring.rules import Answer
from backend.signoff.passing_on import DeclineRequest, decline_request
from backend.signoff.requirements import (
    AnswerRequirement,
    ChangeRequirement,
    answer_requirement,
    change_requirement,
)
from backend.signoff.tables import requests
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off
from backend.signoff.withdrawing_by_two import ConfirmWithdrawal, OpenWithdrawal, confirm_withdrawal, open_withdrawal
from tests.accounts.helping import together
from tests.kernel.helping import entries, rows_of
from tests.signoff.helping import act_on, ask, item_id, sign
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted", "verified")


def count(world: World, kind: str) -> int:
    return [entry.kind for entry in entries(world.maker.database, world.org)].count(kind)


def signed_in(world: World, *names: str) -> None:
    for name in names:
        world.token(name)


def test_two_mentors_who_decline_at_once_end_it_once(world: World) -> None:
    request = ask(world, "cover-shifts")
    signed_in(world, "mentor", "comentor")
    acts = {who: DeclineRequest(request_id=request, reason="Not this week.") for who in ("mentor", "comentor")}
    outcomes = together([lambda who=who, act=act: world.do(who, decline_request, act) for who, act in acts.items()])  # type: ignore[misc]  # a lambda with its own case
    assert outcomes == ["done", "done"]
    (row,) = rows_of(world.maker.database, world.org, requests)
    assert (row.status, len(row.without.split())) == ("declined", 1)
    assert rows_of(world.maker.database, world.org, waits, waits.c.kind.like("request%")) == []


def test_a_decline_and_a_sign_off_at_once_are_one_after_the_other(world: World) -> None:
    request = ask(world, "cover-shifts", world.mentor)
    act, presence = act_on(world, "cover-shifts"), world.presence("comentor")
    no = DeclineRequest(request_id=request, reason="Not this week.")
    signed_in(world, "mentor", "comentor")
    declined, signed = together(
        [lambda: world.do("mentor", decline_request, no), lambda: sign(world, "comentor", act, presence)]
    )
    assert signed == "done"
    (row,) = rows_of(world.maker.database, world.org, requests)
    assert (declined, row.status) in (("done", "declined"), ("request.over", "answered"))


def test_raising_while_another_signs_leaves_no_signature_on_what_was_not_seen(world: World) -> None:
    act, presence = act_on(world, "cover-shifts"), world.presence("mentor")
    more = ChangeRequirement(plan_id=world.plan, item_id=act.item_id, signatures=2, reason="Twice.")
    signed_in(world, "mentor", "mentee")
    raised, signed = together(
        [lambda: world.do("mentee", change_requirement, more), lambda: sign(world, "mentor", act, presence)]
    )
    assert raised == "done"
    item = world.item("cover-shifts")
    expected = ("part_signed", 1) if signed == "done" else ("open", 0)
    assert signed in ("done", "sign_off.stale_content")
    assert (item.status, len(item.sign_offs), item.rev) == (*expected, 2)


def test_eight_who_ask_for_two_at_once_change_it_once(world: World) -> None:
    item = item_id(world, "cover-shifts")
    signed_in(world, "mentee")

    def more() -> None:
        act = ChangeRequirement(plan_id=world.plan, item_id=item, signatures=2, reason="Twice.")
        world.do("mentee", change_requirement, act)

    assert sorted(together([more] * 8)) == ["done"] + ["requirement.no_change"] * 7
    assert world.item("cover-shifts").rev == 2


def test_two_mentors_who_answer_at_once_answer_once(world: World) -> None:
    act = ChangeRequirement(plan_id=world.plan, item_id=item_id(world, "support-plans"), signatures=1, reason="Once.")
    requirement = Id(world.do("mentee", change_requirement, act).id)
    signed_in(world, "mentor", "comentor")
    said = {"mentor": Answer.AGREE, "comentor": Answer.DECLINE}
    outcomes = together(
        [
            lambda who=who, one=one: world.do(  # type: ignore[misc]  # a lambda with its own case
                who, answer_requirement, AnswerRequirement(requirement_id=requirement, answer=one)
            )
            for who, one in said.items()
        ]
    )
    assert sorted(outcomes) == ["done", "requirement.over"]
    item = world.item("support-plans")
    assert item.signatures_required == (1 if outcomes[0] == "done" else 2)


@pytest.fixture
def opened(world: World) -> tuple[Id, Id]:
    """A sign-off of the mentor's, and its withdrawal as the area manager opened it."""
    signed = Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)
    act, presence = OpenWithdrawal(id=new_id(), sign_off_id=signed, reason="Wrong."), world.presence("area")
    world.do("area", lambda tx, actor: open_withdrawal(tx, actor, act, presence))
    return signed, act.id


def confirm(world: World, who: str, withdrawal: Id, presence: str) -> None:
    act = ConfirmWithdrawal(withdrawal_id=withdrawal)
    world.do(who, lambda tx, actor: confirm_withdrawal(tx, actor, act, presence))


def test_s33_two_who_confirm_at_once_confirm_it_once(world: World, opened: tuple[Id, Id]) -> None:
    presences = {who: world.presence(who) for who in ("people_team", "line")}
    outcomes = together([lambda who=who, p=p: confirm(world, who, opened[1], p) for who, p in presences.items()])  # type: ignore[misc]  # a lambda with its own case
    assert sorted(outcomes) == ["done", "withdrawal.over"]
    assert count(world, "confirm_withdrawal") == 1


def test_s33_one_who_confirms_eight_times_at_once_confirms_once(world: World, opened: tuple[Id, Id]) -> None:
    presence = world.presence("people_team")
    assert together([lambda: confirm(world, "people_team", opened[1], presence)] * 8) == ["done"] * 8
    assert count(world, "confirm_withdrawal") == 1


def test_confirming_while_the_signer_withdraws_withdraws_it_once(world: World, opened: tuple[Id, Id]) -> None:
    signed, withdrawal = opened
    theirs, own = world.presence("people_team"), world.presence("mentor")
    act = WithdrawSignOff(sign_off_id=signed, reason="I meant somebody else.")
    outcomes = together(
        [
            lambda: confirm(world, "people_team", withdrawal, theirs),
            lambda: world.do("mentor", lambda tx, actor: withdraw_sign_off(tx, actor, act, own)),
        ]
    )
    gone = world.item("cover-shifts").sign_offs[0].withdrawal
    assert gone is not None
    assert (outcomes, gone.by, gone.confirmed_by) in (
        (["done", "sign_off.already_withdrawn"], "Ash Linden", "Ivy Cedar"),
        (["withdrawal.over", "done"], "Jo Rowan", None),
    )
    assert rows_of(world.maker.database, world.org, waits, waits.c.kind == "withdrawal_confirmation") == []

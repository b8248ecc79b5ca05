"""S20: whoever a sign-off names says 'that was not me', it is frozen, and two people decide what becomes of it."""

from typing import Any

import pytest

from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.readiness.shown import OnBoard
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.history import show_history
from backend.signoff.lifting import (
    ConfirmLifting,
    OpenLifting,
    TakeLiftingBack,
    confirm_lifting,
    open_lifting,
    take_lifting_back,
)
from backend.signoff.receipts import signed_off
from backend.signoff.shown import SignOffShown
from backend.signoff.waiting import list_waits
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.notices.test_telling import clear, news
from tests.readiness.helping import board_of
from tests.reviews.helping import confirm, decide, propose, seen, sign_all
from tests.signoff.helping import act_on, item_id, sign, strict_plan, withdraw
from tests.signoff.test_withdrawing_by_two import confirmed as withdrawal_confirmed
from tests.signoff.test_withdrawing_by_two import opened as withdrawal_opened
from tests.signoff.test_withdrawing_by_two import take_back as take_withdrawal_back
from tests.world import World

FOUND_OUT = "Jo had signed on the shared phone, and remembers it now."


pytestmark = pytest.mark.usefixtures("recounted", "verified")


@pytest.fixture
def signed(world: World) -> Id:
    """A sign-off of the mentor's that counts."""
    return Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)


def reported(world: World, who: str, sign_off: Id, **more: Any) -> Any:
    """Says that it was not them; the `SignedOff` a phone gets."""
    act = ReportNotMe(**{"sign_off_id": sign_off, **more})

    def story(tx: Any, actor: Any) -> Any:
        entry, file = report_not_me(tx, actor, act)
        return signed_off(tx, actor, entry, file, sign_off)

    return world.do(who, story)


def opened(world: World, who: str, sign_off: Id, presence: str | None = "fresh", **more: Any) -> Any:
    """Asks that it count again; the entry."""
    used = world.presence(who) if presence == "fresh" else presence
    act = OpenLifting(**{"sign_off_id": sign_off, "reason": FOUND_OUT, **more})
    return world.do(who, lambda tx, actor: open_lifting(tx, actor, act, used)[0])


def confirmed(world: World, who: str, lifting: Id, presence: str | None = "fresh", **more: Any) -> Any:
    """Confirms that; the entry."""
    used = world.presence(who) if presence == "fresh" else presence
    act = ConfirmLifting(lifting_id=lifting, **more)
    return world.do(who, lambda tx, actor: confirm_lifting(tx, actor, act, used)[0])


def taken_back(world: World, who: str, lifting: Id) -> Any:
    """Takes it back; the entry."""
    return world.do(who, take_lifting_back, TakeLiftingBack(lifting_id=lifting))


def waiting(world: World, kind: str = "sign_off_frozen") -> set[str]:
    """Whom something of that kind waits for."""
    return {
        who for who in world.people if any(w.kind == kind for w in world.read(who, list_waits, Paging()).items)
    }  # fmt: skip


def first(world: World, who: str = "mentee", key: str = "cover-shifts") -> SignOffShown:
    """The first sign-off of an item, as somebody sees it."""
    return world.item(key, who).sign_offs[0]


def on_board(world: World) -> OnBoard:
    """The mentee's row, as the people team sees it."""
    (row,) = (one for one in board_of(world).items if one.plan_id == world.plan)
    return row


def test_s20_not_me_freezes_it_and_two_of_governance_let_it_count_again(world: World, signed: Id) -> None:
    before = (world.show().progress, on_board(world).signatures_outstanding)
    answer = reported(world, "mentor", signed)
    assert (answer.receipt.kind, answer.receipt.attestation["signer_id"]) == ("report_not_me", world.mentor)
    assert answer.item == world.item("cover-shifts", "mentor")
    one, item = first(world), world.item("cover-shifts")
    assert one.freeze is not None
    assert (one.counts, one.freeze.since, one.freeze.ended_at, item.status, item.latest) == (
        False, answer.item.sign_offs[0].freeze.since, None, "open", None,
    )  # fmt: skip
    assert item.missing[0].text == "One signature. Jo or Sam can sign. One sign-off is being looked into."
    assert any("One sign-off is being looked into." in why.text for why in on_board(world).why_not)
    assert world.show().progress.signatures_counted == before[0].signatures_counted - 1
    assert (waiting(world), item.may["request"]) == ({"area", "people_team"}, True)
    lifting = opened(world, "area", signed)
    assert (first(world).counts, waiting(world), waiting(world, "lifting_confirmation")) == (
        False, set(), {"people_team", "line"},
    )  # fmt: skip
    confirmed(world, "line", lifting.id)
    one = first(world)
    assert one.freeze is not None
    assert one.freeze.lifting is not None
    assert (one.counts, one.freeze.ended_how, one.freeze.lifting.reason, one.freeze.lifting.confirmed_by) == (
        True, "lifted", FOUND_OUT, "Robin Elder",
    )  # fmt: skip
    assert (world.show().progress, on_board(world).signatures_outstanding) == before
    assert (waiting(world), waiting(world, "lifting_confirmation")) == (set(), set())
    assert not any("looked into" in why.text for why in on_board(world).why_not)
    with refused("sign_off.looked_into"):
        reported(world, "mentor", signed)
    assert withdraw(world, "mentor", signed).sign_off.withdrawal is not None


def test_s20_the_history_says_all_of_it_and_blames_nobody(world: World, signed: Id) -> None:
    reported(world, "mentor", signed)
    taken_back(world, "area", opened(world, "area", signed).id)
    confirmed(world, "area", opened(world, "people_team", signed).id)
    page = world.read("mentee", show_history, world.plan, item_id(world, "cover-shifts"), Paging())
    assert [(one.what, one.who.name, one.old, one.why) for one in page.items[1:]] == [
        ("frozen", "Jo Rowan", "signed", None), ("lifting_opened", "Ash Linden", "frozen", FOUND_OUT),
        ("lifting_taken_back", "Ash Linden", "lifting_opened", None),
        ("lifting_opened", "Ivy Cedar", "frozen", FOUND_OUT), ("lifted", "Ash Linden", "frozen", None),
    ]  # fmt: skip


def test_s20_the_same_again_gets_the_first_answer_and_another_is_told_that_it_is_done(world: World, signed: Id) -> None:
    mine = new_id()
    once = reported(world, "mentor", signed, id=mine)
    assert reported(world, "mentor", signed, id=mine) == once
    with refused("sign_off.frozen"):
        reported(world, "mentor", signed)
    lifting = opened(world, "area", signed)
    assert opened(world, "area", signed, None, id=lifting.id) == lifting
    done = confirmed(world, "line", lifting.id)
    assert confirmed(world, "line", lifting.id, None) == done
    assert reported(world, "mentor", signed, id=mine).receipt == once.receipt
    with refused("id.reused"):
        reported(world, "mentor", Id(sign(world, "mentor", act_on(world, "on-call")).sign_off.id), id=mine)


def test_s20_only_whom_it_names_says_so_and_also_after_they_were_taken_out(
    world: World, other: World, signed: Id
) -> None:
    for who, code in (
        ("mentee", "not_allowed"), ("comentor", "not_allowed"), ("area", "not_allowed"), ("line", "not_allowed"),
        ("colleague", "not_found"), ("stranger", "not_found"), ("admin", "not_found"), ("far_area", "not_found"),
    ):  # fmt: skip
        with refused(code):
            reported(world, who, signed)
    for unknown, there in ((signed, other), (new_id(), world)):
        with refused("not_found"):
            reported(there, "mentor", unknown)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    answer = reported(world, "mentor", signed)
    assert (answer.item, answer.sign_off.counts, answer.sign_off.freeze.ended_at) == (None, False, None)
    assert first(world).freeze is not None


def test_s20_it_needs_no_presence_and_ends_those_that_live(world: World, signed: Id) -> None:
    live = world.presence("mentor")
    reported(world, "mentor", signed)
    with refused("presence.required"):
        sign(world, "mentor", act_on(world, "on-call"), live)
    sign(world, "mentor", act_on(world, "on-call"))
    assert world.item("on-call").status == "signed"


def test_s20_s33_one_asks_with_presence_and_a_second_who_is_neither_signer_nor_mentee_confirms(
    world: World, other: World, signed: Id
) -> None:
    world.maker.line_manager(world.mentee, world.mentor)  # the signer governs a little, and decides nothing here
    with refused("sign_off.not_frozen"):
        opened(world, "area", signed)
    reported(world, "mentor", signed)
    nobody = (
        ("mentee", "not_allowed"), ("comentor", "not_allowed"), ("manager", "not_allowed"),
        ("learning", "not_allowed"), ("colleague", "not_found"), ("admin", "not_found"), ("far_area", "not_found"),
    )  # fmt: skip
    for who, code in (*nobody, ("mentor", "not_allowed")):
        with refused(code):
            opened(world, who, signed)
    with refused("presence.required"):
        opened(world, "area", signed, world.presence("people_team"))
    lifting = opened(world, "area", signed)
    with refused("lifting.already_open"):
        opened(world, "people_team", signed)
    assert waiting(world, "lifting_confirmation") == {"people_team"}
    for who, code in (*nobody, ("mentor", "lifting.own_name"), ("area", "lifting.same_person")):
        with refused(code):
            confirmed(world, who, lifting.id)
    with refused("presence.required"):
        confirmed(world, "people_team", lifting.id, None)
    with refused("not_found"):
        confirmed(other, "people_team", lifting.id)
    may = {who: first(world, who) for who in ("mentor", "area", "people_team", "manager")}
    assert {who: (one.freeze.lifting.may, one.freeze.may, one.may["report_not_me"]) for who, one in may.items()
            if one.freeze and one.freeze.lifting} == {
        "mentor": ({"confirm": False, "take_back": False}, {"lift": False}, False),
        "area": ({"confirm": False, "take_back": True}, {"lift": False}, False),
        "people_team": ({"confirm": True, "take_back": False}, {"lift": False}, False),
        "manager": ({"confirm": False, "take_back": False}, {"lift": False}, False),
    }  # fmt: skip
    assert first(world).counts is False


def test_s20_taking_a_lifting_back_leaves_it_frozen_and_waiting(world: World, signed: Id) -> None:
    reported(world, "mentor", signed)
    lifting = opened(world, "area", signed)
    for who, code in (("people_team", "not_allowed"), ("mentor", "not_allowed"), ("colleague", "not_found")):
        with refused(code):
            taken_back(world, who, lifting.id)
    entry = taken_back(world, "area", lifting.id)
    assert taken_back(world, "area", lifting.id) == entry
    one = first(world, "area")
    assert one.freeze is not None
    assert (one.counts, one.freeze.lifting, one.freeze.may) == (False, None, {"lift": True})
    assert (waiting(world), waiting(world, "lifting_confirmation")) == ({"area", "people_team"}, set())
    with refused("lifting.over"):
        confirmed(world, "line", lifting.id)


def test_s20_what_is_frozen_is_withdrawn_by_two_and_not_by_its_signer(world: World, signed: Id) -> None:
    reported(world, "mentor", signed)
    with refused("sign_off.frozen"):
        withdraw(world, "mentor", signed)
    lifting = opened(world, "people_team", signed)
    opening = withdrawal_opened(world, "area", signed)
    take_withdrawal_back(world, "area", opening.id)
    assert waiting(world) == set()  # the lifting is still open
    opening = withdrawal_opened(world, "area", signed)
    withdrawal_confirmed(world, "line", opening.id)
    one = first(world)
    assert one.withdrawal is not None
    assert one.freeze is not None
    assert (one.withdrawal.confirmed_by, one.freeze.ended_how, one.freeze.ended_at, one.counts) == (
        "Robin Elder", "withdrawn", one.withdrawal.at, False,
    )  # fmt: skip
    kinds = ("sign_off_frozen", "lifting_confirmation", "withdrawal_confirmation")
    assert [waiting(world, kind) for kind in kinds] == [set()] * 3
    for refusal, story in (
        ("lifting.over", lambda: confirmed(world, "area", lifting.id)),
        ("lifting.over", lambda: taken_back(world, "people_team", lifting.id)),
        ("sign_off.already_withdrawn", lambda: reported(world, "mentor", signed)),
        ("sign_off.not_frozen", lambda: opened(world, "area", signed)),
    ):
        with refused(refusal):
            story()


def test_s20_a_withdrawal_opened_before_goes_on_beside_it(world: World, signed: Id) -> None:
    opening = withdrawal_opened(world, "area", signed)
    reported(world, "mentor", signed)
    assert waiting(world) == {"area", "people_team"}
    confirmed(world, "line", opened(world, "people_team", signed).id)
    one = first(world)
    assert one.withdrawal_open is not None
    assert (one.counts, one.withdrawal_open.id, waiting(world)) == (True, opening.id, set())


def test_s20_another_signature_takes_its_place_and_the_earliest_set_counts_once_it_is_lifted(
    world: World, clock: Clock
) -> None:
    strict_plan(world, [world.mentor, world.comentor])
    one = Id(sign(world, "mentor", act_on(world, "strict")).sign_off.id)
    clock.move(days=1)
    two = Id(sign(world, "comentor", act_on(world, "strict")).sign_off.id)
    reported(world, "mentor", one)
    assert (world.item("strict").status, world.item("strict").missing[0].code) == (
        "part_signed", "another_day_and_mentor",
    )  # fmt: skip
    clock.move(days=1)
    three = Id(sign(world, "mentor", act_on(world, "strict")).sign_off.id)
    assert [s.id for s in world.item("strict").sign_offs if s.counts] == [two, three]
    confirmed(world, "line", opened(world, "area", one).id)
    assert [s.id for s in world.item("strict").sign_offs if s.counts] == [one, two]


def test_s20_everybody_it_concerns_is_told(world: World, signed: Id) -> None:
    clear(world)
    reported(world, "mentor", signed)
    told = {who: news(world, who) for who in world.people}
    assert {who: kinds for who, kinds in told.items() if kinds} == {
        "mentee": ["looked_into"], "mentor": ["reported_in_your_name"], "area": ["sign_off_frozen"],
        "people_team": ["sign_off_frozen"],
    }  # fmt: skip
    lifting = opened(world, "area", signed)
    assert (news(world, "mentor"), news(world, "mentee"), news(world, "line"), news(world, "people_team")) == (
        ["lifting_opened", "reported_in_your_name"], ["looked_into"], ["lifting_confirmation"],
        ["lifting_confirmation"],
    )  # fmt: skip
    confirmed(world, "line", lifting.id)
    assert (news(world, "mentee")[0], news(world, "mentor")[0], news(world, "people_team")) == (
        "counts_again", "counts_again", [],
    )  # fmt: skip


def test_s32_a_review_that_rested_on_it_needs_another_look_and_a_proposal_is_refused(
    world: World, clock: Clock
) -> None:
    signed = sign_all(world, clock)
    proposed = propose(world).id
    reported(world, "mentor", signed[0])
    with refused("review.incomplete"):
        confirm(world, proposed)
    confirmed(world, "line", opened(world, "people_team", signed[0]).id)
    confirm(world, proposed)
    assert seen(world, proposed).status == "decided"
    reported(world, "comentor", signed[2])
    shown = seen(world, proposed)
    assert (shown.status, [one.sign_off_id for one in shown.rests_on if one.frozen_at]) == ("needs_review", [signed[2]])
    confirmed(world, "line", opened(world, "people_team", signed[2]).id)
    assert seen(world, proposed).status == "needs_review"  # somebody looks at it, whatever was found
    decide(world)
    assert seen(world, proposed).status == "answered"

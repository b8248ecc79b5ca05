"""Who signs, and whose word it stays: mentors of that plan, never oneself, as they were at the moment of signing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import Appoint, appoint
from backend.people.rules import Post
from backend.signoff.receipts import show_receipt
from tests.conftest import Clock
from tests.kernel.helping import head, refused
from tests.signoff.helping import act_on, day, sign, strict_plan
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted")


def test_s18_nobody_signs_their_own_work_even_as_a_mentor_of_others(world: World, clock: Clock) -> None:
    today = day(clock)
    back = world.maker.agreement(world.mentor, [world.mentee], world.area, today, today + timedelta(days=30))
    theirs = world.maker.plan(world.mentee, back, world.framework, "senior", today, today + timedelta(days=30))
    mine, world.plan = world.plan, theirs
    with refused("sign_off.own_work"):
        sign(world, "mentor", act_on(world, "cover-shifts"))
    assert sign(world, "mentee", act_on(world, "cover-shifts")).sign_off.signer.id == world.mentee
    world.plan = mine
    with refused("sign_off.own_work"):
        sign(world, "mentee", act_on(world, "cover-shifts"))


def test_s18_two_who_mentor_each_other_are_flagged_and_not_stopped(world: World, clock: Clock) -> None:
    assert sign(world, "mentor", act_on(world, "on-call")).sign_off.flags == []
    today = day(clock)
    world.maker.agreement(world.mentor, [world.mentee], world.area, today, today + timedelta(days=30))
    answer = sign(world, "mentor", act_on(world, "cover-shifts", statement="Found cover before noon."))
    assert (answer.sign_off.flags, answer.receipt.attestation["reciprocal"]) == (["reciprocal"], True)
    assert sign(world, "comentor", act_on(world, "observation")).sign_off.flags == []
    assert [one.flags for one in world.item("on-call").sign_offs] == [[]]


def test_any_other_tie_alone_gives_no_right_to_sign(world: World) -> None:
    for who in ("manager", "line", "area", "learning", "people_team"):
        assert not world.item("cover-shifts", who).may["sign_off"]
        with refused("not_allowed"):
            sign(world, who, act_on(world, "cover-shifts"))


def test_whoever_does_not_see_the_plan_finds_nothing_to_sign(world: World) -> None:
    for who in ("colleague", "stranger", "far_area", "admin"):
        with refused("not_found"):
            world.show(who)
        with refused("not_found"):
            sign(world, who, act_on(world, "cover-shifts"))


def test_another_organisations_item_is_not_there(world: World, other: World) -> None:
    act = act_on(other, "cover-shifts")
    with refused("not_found"):
        sign(world, "mentor", act)
    with refused("not_found"):
        sign(world, "mentor", replace(act, plan_id=world.plan))
    with refused("not_found"):
        world.read("mentor", show_receipt, sign(other, "mentor", act).sign_off.id)


def test_an_item_of_another_plan_is_not_on_this_one(world: World) -> None:
    first = world.plan
    act = act_on(world, "cover-shifts")
    strict_plan(world)
    with refused("not_found"):
        sign(world, "mentor", replace(act, plan_id=world.plan))
    assert sign(world, "mentor", replace(act, plan_id=first)).item.status == "signed"


def test_s19_the_operator_signs_nothing(world: World) -> None:
    from backend.people.organisation import operator
    from backend.signoff.sign_offs import sign_off

    act = act_on(world, "cover-shifts")
    before = head(world.maker.database, world.org)
    with world.maker.database.writing(world.org) as tx, pytest.raises(Refused) as refusal:
        sign_off(tx, operator(world.org), act, None)
    assert refusal.value.code in ("not_found", "not_allowed")
    assert head(world.maker.database, world.org) == before


def test_a_mentor_who_was_removed_no_longer_sees_the_plan_and_signs_nothing(world: World) -> None:
    act, later = act_on(world, "support-plans"), act_on(world, "cover-shifts")
    first = sign(world, "mentor", act)
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    world.do("area", remove_mentor, removal)
    with refused("not_found"):
        sign(world, "mentor", later)
    with refused("not_found"):
        world.show("mentor")
    assert sign(world, "mentor", act).receipt == first.receipt  # whoever lost the answer still gets it
    assert world.read("mentor", show_receipt, act.id) == first.receipt  # and keeps the receipt for ever
    (kept,) = world.item("support-plans").sign_offs
    assert (kept.counts, kept.signer.name) == (True, "Jo Rowan")


def test_a_removed_mentor_who_also_manages_the_site_sees_the_plan_and_may_not_sign(world: World, clock: Clock) -> None:
    today = day(clock)
    agreement = world.maker.agreement(
        world.mentee, [world.manager, world.comentor], world.area, today, today + timedelta(days=30)
    )
    world.plan = world.maker.plan(
        world.manager, agreement, world.framework, "senior", today, today + timedelta(days=30)
    )
    assert sign(world, "manager", act_on(world, "cover-shifts")).item.status == "signed"
    world.do("area", remove_mentor, RemoveMentor(agreement_id=agreement, mentor_id=world.manager, reason="Fairness."))
    with refused("not_allowed"):
        sign(world, "manager", act_on(world, "on-call"))


def test_s17_eligibility_is_kept_as_facts_that_later_changes_do_not_alter(world: World, clock: Clock) -> None:
    clock.move(days=2)
    answer = sign(world, "mentor", act_on(world, "support-plans"))
    eligible = answer.receipt.attestation["eligibility"]
    assert (eligible["post"], eligible["identity_method"], eligible["identity_checked_on"]) == (
        "manager", "document", "2025-01-06",
    )  # fmt: skip
    assert eligible["identity_checked_by"] == world.org
    assert eligible["mentor_since"].startswith("2026-10-01T09:00:")
    assert answer.receipt.attestation["policy"] == {
        "signatures": 2, "other_day": True, "other_mentor": False, "methods": [*answer.item.policy.methods],
    }  # fmt: skip
    move = Appoint(person_id=world.mentor, post=Post.CLINICIAN, starts_on=day(clock), site_id=world.site)
    world.do("people_team", appoint, move)
    world.do(
        "area", remove_mentor, RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Moved on.")
    )
    assert world.read("mentee", show_receipt, answer.sign_off.id) == answer.receipt


def test_s15_the_name_and_post_at_signing_stay_when_somebody_moves(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    move = Appoint(person_id=world.mentor, post=Post.CLINICIAN, starts_on=day(clock), site_id=world.site)
    world.do("people_team", appoint, move)
    world.maker.sign_in(world.mentor)
    sign(world, "mentor", act_on(world, "on-call"))
    roles = [world.item(key).sign_offs[0].signer.role for key in ("cover-shifts", "on-call")]
    assert roles == ["manager", "clinician"]


def test_signer_posts_narrow_who_signs_by_the_post_held_now(world: World, clock: Clock) -> None:
    strict_plan(world)
    act = act_on(world, "managers")
    assert [world.item("managers", who).may["sign_off"] for who in ("mentor", "comentor")] == [True, False]
    with pytest.raises(Refused) as refusal:
        sign(world, "comentor", act)
    assert (refusal.value.code, refusal.value.params) == ("sign_off.wrong_post", {"posts": "manager"})
    promotion = Appoint(person_id=world.comentor, post=Post.MANAGER, starts_on=day(clock), site_id=world.site)
    world.do("people_team", appoint, promotion)
    assert sign(world, "comentor", act).item.status == "signed"


def test_an_answer_says_what_the_viewer_may_do_now(world: World) -> None:
    sign(world, "mentor", act_on(world, "support-plans"))
    may = {who: world.item("support-plans", who).may for who in ("mentee", "mentor", "area")}
    assert may == {
        "mentee": {"sign_off": False, "request": True, "change_requirement": True, "dispute": True},
        "mentor": {"sign_off": True, "request": False, "change_requirement": True, "dispute": False},
        "area": {"sign_off": False, "request": False, "change_requirement": False, "dispute": False},
    }
    withdrawable = {
        who: world.item("support-plans", who).sign_offs[0].may["withdraw"] for who in ("mentee", "mentor", "comentor")
    }
    assert withdrawable == {"mentee": False, "mentor": True, "comentor": False}


def test_an_unknown_item_id_is_not_there(world: World) -> None:
    with refused("not_found"):
        sign(world, "mentor", act_on(world, "cover-shifts", item_id=new_id()))

"""Signing: what is kept, what counts, and what a mentor gets back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.frameworks.rules import Method
from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import Appoint, appoint
from backend.people.rules import Post
from backend.signoff.receipts import show_receipt
from backend.signoff.rules import INTENTS, Help, Outcome, Pace
from backend.signoff.shown import Progress
from backend.signoff.tables import plans
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.signoff.helping import act_on, ask, day, item_id, sign, strict_plan, withdraw
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted")


def test_s30_a_mentor_gets_back_the_sign_off_the_item_the_progress_and_a_receipt_at_once(
    world: World, clock: Clock
) -> None:
    clock.move(days=5)
    act = act_on(world, "support-plans", help=Help.ALONGSIDE, method=Method.WORK_PRODUCT, next_step="One more alone.")
    answer = sign(world, "mentor", act)
    shown = answer.sign_off
    assert (shown.id, shown.outcome, shown.seen_on, shown.method, shown.help, shown.statement, shown.next_step) == (
        act.id, "competent", day(clock), "work_product", "alongside", "Did it well, and said why.", "One more alone.",
    )  # fmt: skip
    assert (shown.counts, shown.withdrawal, shown.dispute, shown.flags, shown.may) == (
        True, None, None, [], {"withdraw": True, "open_withdrawal": False, "dispute": False},
    )  # fmt: skip
    assert (answer.item.status, answer.item.latest, answer.item.missing[0].code) == (
        "part_signed", "competent", "another_day",
    )  # fmt: skip
    assert answer.progress == Progress(22, 0, answer.progress.signatures_required, 1, 3, Pace.ON)
    assert (answer.receipt.id, answer.receipt.seq) == (act.id, head(world.maker.database, world.org)[0])


def test_s26_name_role_time_meaning_assurance_and_receipt_stand_on_what_everybody_sees(
    world: World, clock: Clock
) -> None:
    answer = sign(world, "mentor", act_on(world, "cover-shifts"))
    for who in ("mentee", "comentor", "manager", "line", "area", "learning", "people_team"):
        (shown,) = world.item("cover-shifts", who).sign_offs
        assert (shown.signer.name, shown.signer.role, shown.signed_at, shown.outcome, shown.assurance) == (
            "Jo Rowan", "manager", answer.sign_off.signed_at, "competent", "online",
        )  # fmt: skip
        assert world.read(who, show_receipt, shown.id) == answer.receipt
    assert answer.receipt.attestation["zone"] == "Europe/London"


def test_s03_the_sentence_of_intent_is_kept_word_for_word_with_its_version(world: World) -> None:
    receipt = sign(world, "mentor", act_on(world, "cover-shifts")).receipt
    assert receipt.content["intent"] == 1
    assert receipt.attestation["intent"] == (
        "I saw this myself on the day I say, this is my fair word on it, and I sign it with my name."
    )
    assert {1: receipt.attestation["intent"]} == INTENTS


def test_s13_how_it_was_signed_stands_on_the_record(world: World) -> None:
    receipt = sign(world, "mentor", act_on(world, "cover-shifts")).receipt
    assert receipt.attestation["assurance"] == "online"
    assert sorted(receipt.attestation["presence"]) == ["id", "method"]
    assert receipt.attestation["presence"]["method"] == "pin"


def test_s22_the_exact_version_of_the_framework_stands_in_the_content(world: World) -> None:
    content = sign(world, "mentor", act_on(world, "cover-shifts")).receipt.content
    assert content["framework"] == {"key": "senior-manager-mentoring-plan", "version": 1}
    assert (content["criterion"], content["item_rev"], content["evidence"]) == ("cover-shifts", 1, [])


def test_s24_the_servers_time_is_the_time_and_the_day_seen_stands_beside_it(world: World, clock: Clock) -> None:
    clock.move(days=10)
    before = clock.now
    answer = sign(world, "mentor", act_on(world, "cover-shifts", seen_on=day(clock, back=1)))
    assert before < answer.sign_off.signed_at <= clock.now
    assert answer.receipt.at == answer.receipt.attestation["at"]
    assert (answer.receipt.content["seen_on"], answer.receipt.attestation["day"]) == (
        day(clock, back=1).isoformat(), day(clock).isoformat(),
    )  # fmt: skip


def test_s24_the_day_is_the_organisations_own(world: World, clock: Clock) -> None:
    clock.move(hours=14, minutes=30)  # half past eleven in the evening, UTC; in London it is tomorrow already
    act = act_on(world, "cover-shifts")
    assert act.seen_on.day == 2
    answer = sign(world, "mentor", act)
    assert (answer.receipt.attestation["day"], answer.receipt.at[:10]) == ("2026-10-02", "2026-10-01")


def test_s25_a_gap_of_more_than_two_days_is_shown(world: World, clock: Clock) -> None:
    clock.move(days=35)
    for back, shown in ((0, None), (1, None), (2, None), (3, 3), (30, 30)):
        act = act_on(world, "cover-shifts", seen_on=day(clock, back))
        assert sign(world, "mentor", act).sign_off.gap_days == shown


def test_s25_more_than_thirty_days_are_signed_with_a_reason_that_is_shown(world: World, clock: Clock) -> None:
    clock.move(days=35)
    act = act_on(world, "cover-shifts", seen_on=day(clock, back=31))
    with refused("sign_off.gap_reason_needed"):
        sign(world, "mentor", act)
    shown = sign(world, "mentor", replace(act, gap_reason="I was on long leave.")).sign_off
    assert (shown.gap_days, shown.gap_reason) == (31, "I was on long leave.")


def test_signing_stays_open_after_the_plans_last_day(world: World, clock: Clock) -> None:
    clock.move(days=100)
    assert sign(world, "mentor", act_on(world, "cover-shifts")).item.status == "signed"


def test_not_yet_names_a_next_step_and_changes_no_counter(world: World) -> None:
    act = act_on(world, "cover-shifts", outcome=Outcome.NOT_YET, help=None, next_step="Ring the relief list first.")
    answer = sign(world, "mentor", act)
    assert (answer.sign_off.next_step, answer.sign_off.counts, answer.item.status, answer.item.latest) == (
        "Ring the relief list first.", False, "open", "not_yet",
    )  # fmt: skip
    assert answer.progress.signatures_counted == 0


def test_not_yet_after_competent_leaves_the_item_signed(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    not_yet = act_on(world, "cover-shifts", outcome=Outcome.NOT_YET, help=None, next_step="Once more.")
    item = sign(world, "comentor", not_yet).item
    assert (item.status, item.latest, [one.counts for one in item.sign_offs]) == ("signed", "not_yet", [True, False])


def test_s36_the_second_signature_covers_the_first(world: World, clock: Clock) -> None:
    strict_plan(world)
    first = sign(world, "mentor", act_on(world, "strict"))
    assert first.receipt.attestation["covers"] is None
    clock.move(days=1)
    second = sign(world, "comentor", act_on(world, "strict"))
    assert second.receipt.attestation["covers"] == first.receipt.commitment
    assert second.item.status == "signed"
    third = sign(world, "comentor", act_on(world, "strict"))
    assert (third.item.status, third.sign_off.counts, third.progress) == ("signed", False, second.progress)


def test_s36_a_not_yet_covers_nothing(world: World, clock: Clock) -> None:
    strict_plan(world)
    sign(world, "mentor", act_on(world, "strict"))
    act = act_on(world, "strict", outcome=Outcome.NOT_YET, help=None, next_step="Again.")
    assert sign(world, "comentor", act).receipt.attestation["covers"] is None


def test_a_monday_a_tuesday_and_b_monday_make_two_of_them_count(world: World, clock: Clock) -> None:
    strict_plan(world)
    clock.move(days=3)
    monday, tuesday = day(clock, 2), day(clock, 1)
    for who, seen_on in (("mentor", monday), ("mentor", tuesday), ("comentor", monday)):
        item = sign(world, who, act_on(world, "strict", seen_on=seen_on)).item
    assert (item.status, [one.counts for one in item.sign_offs]) == ("signed", [False, True, True])
    assert [one.counts for one in world.item("strict").sign_offs] == [False, True, True]


def test_what_is_missing_says_who_can_give_it(world: World) -> None:
    strict_plan(world)
    assert world.item("strict").missing[0].text == "Two signatures. Jo or Sam can sign."
    item = sign(world, "mentor", act_on(world, "strict")).item
    assert item.missing[0].text == "One more, from another day and another mentor. Sam can sign."


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


def test_f18_the_same_act_again_gets_the_first_answer_whatever_has_changed_since(world: World, clock: Clock) -> None:
    act = act_on(world, "support-plans")
    first = sign(world, "mentor", act)
    clock.move(days=2)
    sign(world, "comentor", act_on(world, "support-plans"))
    before = head(world.maker.database, world.org)
    for presence in (None, "x", "fresh"):
        again = sign(world, "mentor", act, presence)
        assert again.receipt == first.receipt
        assert (again.sign_off, again.item.status) == (first.sign_off, "signed")  # progress is as it is now
    assert head(world.maker.database, world.org) == before


OTHER_CONTENT: list[dict[str, Any]] = [
    {"outcome": Outcome.NOT_YET, "help": None, "next_step": "Again."}, {"help": Help.ALONE},
    {"method": Method.WORK_PRODUCT}, {"statement": "Did it."}, {"next_step": "More."}, {"gap_reason": "Leave."},
    {"item_rev": 2}, {"intent": 2},
]  # fmt: skip


def test_f18_the_same_id_with_anything_else_in_it_is_refused(world: World) -> None:
    act = act_on(world, "support-plans")
    sign(world, "mentor", act)
    for changes in OTHER_CONTENT:
        with refused("id.reused"):
            sign(world, "mentor", replace(act, **changes))


def test_the_same_id_on_another_item_or_by_another_mentor_is_refused(world: World) -> None:
    act = act_on(world, "support-plans")
    sign(world, "mentor", act)
    with refused("id.reused"):
        sign(world, "mentor", replace(act, item_id=item_id(world, "cover-shifts")))
    with refused("id.reused"):
        sign(world, "comentor", act)


def test_the_nonce_is_no_part_of_what_makes_an_act_the_same(world: World) -> None:
    act = act_on(world, "support-plans", nonce="ab" * 16)
    first = sign(world, "mentor", act)
    assert first.receipt.said.nonce == "ab" * 16
    assert sign(world, "mentor", replace(act, nonce=None)).receipt == first.receipt


def test_a_presence_is_spent_by_a_new_act_only(world: World) -> None:
    presence = world.presence("mentor")
    act = act_on(world, "support-plans")
    for _ in range(3):
        sign(world, "mentor", act, presence)
    assert presence_uses(world) == 19
    with refused("sign_off.stale_content"):
        sign(world, "mentor", act_on(world, "cover-shifts", item_rev=9), presence)
    with refused("id.reused"):
        sign(world, "mentor", replace(act, statement="Other words."), presence)
    assert presence_uses(world) == 19
    sign(world, "mentor", act_on(world, "cover-shifts"), presence)
    assert presence_uses(world) == 18


def presence_uses(world: World) -> int:
    from backend.accounts.tables import presences

    (row,) = rows_of(world.maker.database, world.org, presences)
    return int(row.uses_left)


def test_s09_one_presence_signs_a_series_of_up_to_twenty_each_a_record_of_its_own(world: World) -> None:
    presence = world.presence("mentor")
    keys = [item.key for item in world.show().items]
    for key in keys[:20]:
        methods = world.item(key).policy.methods
        sign(world, "mentor", act_on(world, key, method=methods[0]), presence)
    with refused("presence.required"):
        act = act_on(world, keys[20], method=world.item(keys[20]).policy.methods[0])
        sign(world, "mentor", act, presence)
    kinds = [entry.kind for entry in entries(world.maker.database, world.org)]
    assert kinds.count("sign_off") == 20


def test_s10_somebody_elses_presence_signs_nothing(world: World) -> None:
    with refused("presence.required"):
        sign(world, "mentor", act_on(world, "cover-shifts"), world.presence("comentor"))


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


def test_progress_and_days_of_a_plan_follow_its_signatures(world: World, clock: Clock) -> None:
    strict_plan(world)
    clock.move(days=1)
    sign(world, "mentor", act_on(world, "once"))
    clock.move(days=1)
    first = sign(world, "mentor", act_on(world, "strict"))
    assert (first.progress.criteria_complete, first.progress.signatures_counted, first.progress.percent) == (1, 2, 50)
    (plan,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
    start = plan.starts_on
    assert (plan.last_signed_on, plan.ahead_until, plan.behind_on, plan.stalled_on) == (
        start + timedelta(2), start + timedelta(45 - 8), start + timedelta(8 + 68), start + timedelta(2 + 21),
    )  # fmt: skip
    clock.move(days=1)
    sign(world, "comentor", act_on(world, "strict"))
    done = sign(world, "mentor", act_on(world, "managers"))
    assert (done.progress.criteria_complete, done.progress.percent) == (3, 100)
    (plan,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
    assert (plan.ahead_until, plan.behind_on, plan.stalled_on) == (None, None, None)


def test_withdrawing_the_last_word_moves_the_last_day_back(world: World, clock: Clock) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    clock.move(days=4)
    second = sign(world, "mentor", act_on(world, "on-call")).sign_off.id
    withdraw(world, "mentor", second)
    (plan,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
    assert plan.last_signed_on == day(clock, back=4)


def test_a_version_of_the_plan_goes_up_with_everything_that_changes_its_answer(world: World) -> None:
    def version() -> int:
        (plan,) = rows_of(world.maker.database, world.org, plans, plans.c.id == world.plan)
        return int(plan.version)

    seen = [version()]
    request = ask(world, "cover-shifts")
    seen.append(version())
    signed = sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id
    seen.append(version())
    withdraw(world, "mentor", signed)
    seen.append(version())
    assert request
    assert seen == [1, 2, 3, 4]


def test_an_unknown_item_id_is_not_there(world: World) -> None:
    with refused("not_found"):
        sign(world, "mentor", act_on(world, "cover-shifts", item_id=new_id()))

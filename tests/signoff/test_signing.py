"""Signing: what is kept, what counts, and what a mentor gets back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.frameworks.rules import Method
from backend.signoff.receipts import show_receipt
from backend.signoff.rules import INTENTS, Help, Outcome, Pace
from backend.signoff.shown import Progress
from backend.signoff.tables import plans
from tests.conftest import Clock
from tests.kernel.helping import head, refused, rows_of
from tests.signoff.helping import act_on, ask, day, sign, strict_plan, withdraw
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
        True, None, None, [], {"withdraw": True, "report_not_me": True, "open_withdrawal": False, "dispute": False},
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

"""The days on which a plan's pace changes, and what a mentor may say of a day: the decisions' formulas."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Refused
from backend.kernel.spans import Span, merged
from backend.signoff.dates import Dates, dates, pace, runs_to, status_on
from backend.signoff.rules import Help, Outcome, Pace, ensure_day, ensure_whole
from tests.accounts.helping import outcome
from tests.kernel.helping import refused

START, END = date(2026, 9, 1), date(2026, 11, 30)  # ninety days

plans = st.tuples(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 800), st.integers(1, 60)).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), st.just(made[2]), st.integers(0, made[2] - 1))
)


def asked_by(day: date, starts_on: date, days: int, required: int) -> int:
    """How many signatures the line has asked for by that day, by counting."""
    return sum(starts_on + timedelta(ceil(Fraction(days * k, required))) <= day for k in range(1, required + 1))


def test_the_days_of_a_plan_with_nothing_signed() -> None:
    assert dates(START, END, 30, 0, None) == Dates(
        ahead_until=None, behind_on=START + timedelta(8 + 3), stalled_on=START + timedelta(21)
    )


def test_the_days_move_with_each_signature() -> None:
    assert dates(START, END, 30, 10, date(2026, 9, 20)) == Dates(
        ahead_until=START + timedelta(30 - 8), behind_on=START + timedelta(8 + 33), stalled_on=date(2026, 10, 11)
    )


def test_a_complete_plan_is_neither_behind_nor_stalled() -> None:
    assert dates(START, END, 30, 30, date(2026, 9, 20)) == Dates(None, None, None)


def test_a_plan_stalls_twenty_one_days_after_its_last_sign_off_of_any_outcome() -> None:
    assert dates(START, END, 5, 1, date(2026, 10, 1)).stalled_on == date(2026, 10, 22)
    assert dates(START, END, 5, 0, date(2026, 8, 1)).stalled_on == START + timedelta(21)


@given(plans)
def test_behind_on_is_eight_days_after_the_line_asked_for_the_next_signature(plan: tuple[date, int, int, int]) -> None:
    starts_on, days, required, counted = plan
    found = dates(starts_on, starts_on + timedelta(days), required, counted, None)
    assert found.behind_on == starts_on + timedelta(8 + ceil(Fraction(days * (counted + 1), required)))


@given(plans, st.integers(-30, 900))
def test_pace_on_any_day_is_what_counting_the_line_says(plan: tuple[date, int, int, int], after: int) -> None:
    starts_on, days, required, counted = plan
    today = starts_on + timedelta(after)
    found = dates(starts_on, starts_on + timedelta(days), required, counted, None)
    is_behind = asked_by(today - timedelta(8), starts_on, days, required) > counted
    is_ahead = counted > asked_by(today + timedelta(7), starts_on, days, required)
    expected = Pace.BEHIND if is_behind else Pace.AHEAD if is_ahead else Pace.ON
    assert pace("active", found.ahead_until, found.behind_on, today) is expected


@given(plans, st.integers(-30, 900))
def test_a_paused_plan_has_no_pace(plan: tuple[date, int, int, int], after: int) -> None:
    starts_on, days, required, counted = plan
    found = dates(starts_on, starts_on + timedelta(days), required, counted, None)
    assert pace("paused", found.ahead_until, found.behind_on, starts_on + timedelta(after)) is Pace.PAUSED


@given(plans)
def test_more_signed_never_makes_a_plan_behind_sooner(plan: tuple[date, int, int, int]) -> None:
    starts_on, days, required, counted = plan
    ends_on = starts_on + timedelta(days)
    now, before = (dates(starts_on, ends_on, required, count, None) for count in (counted, max(counted - 1, 0)))
    assert now.behind_on is not None
    assert before.behind_on is not None
    assert now.behind_on >= before.behind_on


TODAY = date(2026, 10, 20)


@pytest.mark.parametrize("seen_on", [TODAY - timedelta(30), TODAY - timedelta(1), TODAY])
def test_any_day_from_the_plans_start_to_today_will_do(seen_on: date) -> None:
    assert outcome(lambda: ensure_day(seen_on, START, TODAY, None)) == "done"


@pytest.mark.parametrize(
    ("seen_on", "code"),
    [
        (TODAY + timedelta(1), "sign_off.in_future"),
        (START - timedelta(1), "sign_off.before_plan"),
        (TODAY - timedelta(31), "sign_off.gap_reason_needed"),
    ],
)
def test_a_day_to_come_before_the_plan_or_long_ago_is_refused(seen_on: date, code: str) -> None:
    with refused(code):
        ensure_day(seen_on, START, TODAY, None)


def test_s25_more_than_thirty_days_back_needs_a_reason_and_then_will_do() -> None:
    ensure_day(TODAY - timedelta(31), START, TODAY, "I was on long leave.")
    with refused("sign_off.gap_reason_needed"):
        ensure_day(TODAY - timedelta(31), START, TODAY, "")


def test_a_reason_does_not_open_days_before_the_plan_or_to_come() -> None:
    with refused("sign_off.before_plan"):
        ensure_day(START - timedelta(1), START, TODAY, "I was on long leave.")
    with refused("sign_off.in_future"):
        ensure_day(TODAY + timedelta(1), START, TODAY, "I was on long leave.")


def test_a_day_before_the_plan_names_the_day_it_starts() -> None:
    with pytest.raises(Refused) as found:
        ensure_day(START - timedelta(1), START, TODAY, None)
    assert found.value.detail == "The plan starts on 2026-09-01. Choose a day from then on."


@pytest.mark.parametrize(
    ("outcome", "help_", "next_step", "faults"),
    [
        (Outcome.COMPETENT, Help.ALONE, None, []),
        (Outcome.COMPETENT, Help.PROMPTED, "Try it on nights.", []),
        (Outcome.COMPETENT, None, None, ["/help"]),
        (Outcome.NOT_YET, None, "Do the next one with me.", []),
        (Outcome.NOT_YET, None, None, ["/next_step"]),
        (Outcome.NOT_YET, None, "", ["/next_step"]),
        (Outcome.NOT_YET, Help.ALONE, "Do the next one with me.", ["/help"]),
        (Outcome.NOT_YET, Help.ALONE, None, ["/help", "/next_step"]),
    ],
)
def test_s06_competent_says_how_much_help_and_not_yet_names_a_next_step(
    outcome: Outcome, help_: Help | None, next_step: str | None, faults: list[str]
) -> None:
    found: list[str] = []
    try:
        ensure_whole(outcome, help_, next_step)
    except Refused as refusal:
        found = [fault.pointer for fault in refusal.faults]
    assert found == faults


spans = st.lists(
    st.builds(
        lambda after, days: Span(START + timedelta(after), START + timedelta(after + days)),
        st.integers(-40, 150), st.integers(0, 40),
    ),
    max_size=6,
)  # fmt: skip


def worked(given_: list[Span], first: date, last: date) -> int:
    """The days from `first` until the day before `last` that are in none of these, by walking."""
    all_days = (first + timedelta(n) for n in range((last - first).days))
    return sum(not any(span.covers(day) for span in given_) for day in all_days)


@given(spans, st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))), st.integers(0, 120))
def test_pauses_move_every_day_by_the_days_stood_still_and_no_more(
    given_: list[Span], counts: tuple[int, int], signed_after: int
) -> None:
    counted, required = counts
    signed_on = START + timedelta(signed_after)
    plain = dates(START, END, required, counted, signed_on)
    moved = dates(START, END, required, counted, signed_on, merged(given_))
    for one, other, first in (
        (plain.behind_on, moved.behind_on, START),
        (plain.stalled_on, moved.stalled_on, signed_on),
        (END, runs_to(START, END, merged(given_)), START),
    ):
        assert one is not None
        assert other is not None
        assert worked(given_, first, other) == (one - first).days
        assert not any(span.covers(other) for span in given_)


@given(spans, plans, st.integers(0, 900))
def test_pace_with_pauses_is_the_pace_of_the_days_worked(
    given_: list[Span], plan: tuple[date, int, int, int], after: int
) -> None:
    _, days, required, counted = plan
    today, ends_on = START + timedelta(after), START + timedelta(days)
    moved = dates(START, ends_on, required, counted, None, merged(given_))
    status = status_on("active", merged(given_), today)
    if any(span.covers(today) for span in given_):
        assert pace(status, moved.ahead_until, moved.behind_on, today) is Pace.PAUSED
        return
    plain = dates(START, ends_on, required, counted, None)
    as_if = START + timedelta(worked(given_, START, today))
    assert pace(status, moved.ahead_until, moved.behind_on, today) is pace(
        "active", plain.ahead_until, plain.behind_on, as_if
    )


@given(spans, plans, st.integers(0, 200), st.integers(0, 200))
def test_a_pause_without_an_end_changes_nothing_before_it_begins(
    given_: list[Span], plan: tuple[date, int, int, int], begins: int, after: int
) -> None:
    _, days, required, counted = plan
    from_on, today, ends_on = START + timedelta(begins), START + timedelta(after), START + timedelta(days)
    without, with_open = merged(given_), merged([*given_, Span(from_on)])
    found = [
        (status_on("active", spans_, today), dates(START, ends_on, required, counted, None, spans_))
        for spans_ in (without, with_open)
    ]
    paces = [pace(status, one.ahead_until, one.behind_on, today) for status, one in found]
    assert paces[1] is (Pace.PAUSED if today >= from_on else paces[0])


def test_a_closed_plan_is_closed_whoever_is_away() -> None:
    assert status_on("closed", [Span(START)], START) == "closed"

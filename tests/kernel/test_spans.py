"""Spans of days: several at once count each day once, and a count of days steps over them."""

from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.spans import Span, covering, day_of, merged, read, written

START = date(2026, 9, 1)
days = st.integers(-60, 200).map(lambda n: START + timedelta(n))
closed = st.builds(lambda a, n: Span(a, a + timedelta(n)), days, st.integers(0, 60))
spans = st.lists(closed, max_size=8)
with_open = st.lists(st.one_of(closed, st.builds(Span, days)), max_size=8)


def test_two_that_overlap_and_one_that_touches_are_one() -> None:
    given_ = [Span(date(2026, 9, 10), date(2026, 9, 20)), Span(date(2026, 9, 1), date(2026, 9, 5)),
              Span(date(2026, 9, 4), date(2026, 9, 10))]  # fmt: skip
    assert merged(given_) == [Span(date(2026, 9, 1), date(2026, 9, 20))]


def test_one_without_an_end_swallows_what_follows() -> None:
    assert merged([Span(date(2026, 9, 5)), Span(date(2026, 9, 7), date(2026, 9, 9))]) == [Span(date(2026, 9, 5))]


def test_one_that_ends_on_its_first_day_is_none() -> None:
    assert merged([Span(START, START)]) == []


def test_the_last_day_is_the_one_before_the_end() -> None:
    span = Span(START, START + timedelta(2))
    assert [span.covers(START + timedelta(n)) for n in (-1, 0, 1, 2)] == [False, True, True, False]


@given(with_open, st.randoms(use_true_random=False))
def test_merging_keeps_the_days_and_no_order_matters(given_: list[Span], chance: Random) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)
    found = merged(given_)
    assert merged(shuffled) == found
    assert merged(found) == found
    for n in range(-70, 280):
        day = START + timedelta(n)
        assert (covering(found, day) is not None) == any(span.covers(day) for span in given_)


@given(with_open)
def test_what_is_written_is_read_again(given_: list[Span]) -> None:
    assert read(written(merged(given_))) == merged(given_)


@given(spans, st.integers(0, 200))
def test_a_count_of_days_is_that_of_walking_day_by_day(given_: list[Span], worked: int) -> None:
    day, left = START, worked
    while left or any(span.covers(day) for span in given_):
        left -= not any(span.covers(day) for span in given_)
        day += timedelta(1)
    assert day_of(START, worked, merged(given_)) == day


@given(spans, st.integers(-60, -1))
def test_days_before_the_start_all_count(given_: list[Span], worked: int) -> None:
    assert day_of(START, worked, merged(given_)) == START + timedelta(worked)


@given(spans, st.integers(0, 100), st.integers(0, 100))
def test_a_day_after_a_span_without_an_end_is_not_known(given_: list[Span], worked: int, after: int) -> None:
    limit = day_of(START, after, merged(given_))
    assert limit is not None
    found = day_of(START, worked, merged([*given_, Span(limit)]))
    assert (found is None) == (worked >= after)

"""Working time: nights, days off, and the days on which the clocks change."""

from datetime import UTC, datetime, time

import pytest

from backend.notices.hours import USUAL, Pattern, from_when

LONDON = "Europe/London"
NIGHTS = Pattern(frozenset({0, 1, 4}), time(21), time(7))


def at(text: str) -> datetime:
    """An instant, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "now", "then"),
    [
        (USUAL, "2026-10-01T09:00", "2026-10-01T09:00"),
        (USUAL, "2026-10-01T07:00", "2026-10-01T07:00"),  # eight in summer time: it has begun
        (USUAL, "2026-10-01T06:59", "2026-10-01T07:00"),
        (USUAL, "2026-10-01T19:00", "2026-10-02T07:00"),  # eight in the evening: it has ended
        (USUAL, "2026-10-24T22:00", "2026-10-25T08:00"),  # the clocks go back in that night
        (USUAL, "2027-03-27T22:00", "2027-03-28T07:00"),  # and forward in that one
        (NIGHTS, "2026-10-05T20:30", "2026-10-05T20:30"),  # Monday night
        (NIGHTS, "2026-10-06T05:59", "2026-10-06T05:59"),  # Tuesday morning is still Monday's night
        (NIGHTS, "2026-10-06T06:00", "2026-10-06T20:00"),
        (NIGHTS, "2026-10-07T12:00", "2026-10-09T20:00"),  # Wednesday and Thursday are off
        (NIGHTS, "2026-10-10T12:00", "2026-10-12T20:00"),
        (Pattern(frozenset({6}), time(1, 30), time(9)), "2027-03-27T12:00", "2027-03-28T01:30"),  # left out
        (Pattern(frozenset({5}), time(20), time(1, 30)), "2026-10-25T01:15", "2026-10-25T01:15"),  # comes twice
        (Pattern(frozenset({5}), time(20), time(1, 30)), "2026-10-25T01:30", "2026-10-31T20:00"),
        (Pattern(frozenset()), "2026-10-05T12:00", "2026-10-12T12:00"),
    ],
)  # fmt: skip
def test_a_push_goes_out_in_working_time_and_else_when_it_next_begins(pattern: Pattern, now: str, then: str) -> None:
    assert from_when(pattern, LONDON, at(now)) == at(then)


def test_the_hours_are_those_of_the_organisations_zone() -> None:
    assert from_when(USUAL, "Australia/Lord_Howe", at("2026-06-01T10:00")) == at("2026-06-01T21:30")

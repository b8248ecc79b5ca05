"""Time: instants in UTC to the millisecond, days of an organisation's zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.clock import day_in, instant_of, stamp, system_clock, to_millisecond

instants = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@given(instants)
def test_s24_an_instant_written_is_the_instant_read_back_to_the_millisecond(instant: datetime) -> None:
    assert instant_of(stamp(instant)) == to_millisecond(instant)


def test_instants_are_cut_to_the_millisecond_and_never_rounded_up() -> None:
    assert stamp(datetime(2026, 10, 2, 15, 4, 5, 123999, UTC)) == "2026-10-02T15:04:05.123Z"
    assert to_millisecond(datetime(2026, 10, 2, 15, 4, 5, 123999, UTC)).microsecond == 123000


def test_an_instant_of_another_zone_is_written_in_utc() -> None:
    assert stamp(datetime(2026, 10, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))) == "2026-10-01T23:30:00.000Z"


@given(st.lists(instants, min_size=2, max_size=6))
def test_instants_as_text_sort_as_instants_do(instants: list[datetime]) -> None:
    kept = [to_millisecond(instant) for instant in instants]
    assert sorted(map(stamp, kept)) == [stamp(instant) for instant in sorted(kept)]


def test_the_system_clock_is_utc_in_whole_milliseconds() -> None:
    now = system_clock()
    assert (now.tzinfo, now.microsecond % 1000) == (UTC, 0)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-03-29T00:30:00Z", date(2026, 3, 29)),  # half an hour before the clocks go forward
        ("2026-03-28T23:59:59Z", date(2026, 3, 28)),
        ("2026-06-30T22:59:59.999Z", date(2026, 6, 30)),  # summer: the day begins at eleven in the evening, UTC
        ("2026-06-30T23:00:00Z", date(2026, 7, 1)),
        ("2026-10-24T23:00:00Z", date(2026, 10, 25)),  # the day of twenty-five hours
        ("2026-10-25T23:59:59Z", date(2026, 10, 25)),
        ("2026-10-26T00:00:00Z", date(2026, 10, 26)),
        ("2028-02-29T12:00:00Z", date(2028, 2, 29)),
    ],
)
def test_s24_the_day_in_london_follows_summer_time(instant: str, day: date) -> None:
    assert day_in("Europe/London", instant_of(instant)) == day


def test_the_same_instant_is_another_day_elsewhere() -> None:
    instant = instant_of("2026-10-02T11:30:00Z")
    days = {zone: day_in(zone, instant).day for zone in ("Europe/London", "Pacific/Auckland", "Pacific/Pago_Pago")}
    assert days == {"Europe/London": 2, "Pacific/Auckland": 3, "Pacific/Pago_Pago": 2}

"""One's days in one's own calendar: a secret address that names nobody, and meetings by the organisation's own rule."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from backend.kernel.ids import Id
from backend.notices.calendar import end_feed, make_feed, show_feed
from backend.notices.icalendar import Event, calendar_of
from backend.notices.tables import calendar_feeds
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.meetings import ChangeMeeting, Week, change_meeting, day_of
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.web.conftest import At
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def test_lines_are_escaped_folded_by_octets_and_end_as_the_standard_says() -> None:
    title = "Räume; Töne, Wörter\\ und\n" + "ö" * 60
    text = calendar_of("A, B", [Event(Id("1"), title, date(2026, 10, 2))], datetime(2026, 10, 1, 9, tzinfo=UTC))
    assert "X-WR-CALNAME:A\\, B\r\n" in text
    assert "DTSTART;VALUE=DATE:20261002\r\nDTEND;VALUE=DATE:20261003\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    unfolded = text.replace("\r\n ", "")
    assert f"SUMMARY:Räume\\; Töne\\, Wörter\\\\ und\\n{'ö' * 60}\r\n" in unfolded
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_the_days_of_a_rule_are_the_ones_that_a_calendar_shows() -> None:
    wanted = {
        (Week.SECOND, 1, 2026, 10): date(2026, 10, 13), (Week.FIRST, 3, 2026, 10): date(2026, 10, 1),
        (Week.LAST, 4, 2026, 10): date(2026, 10, 30), (Week.LAST, 5, 2026, 2): date(2026, 2, 28),
        (Week.LAST, 0, 2026, 9): date(2026, 9, 28), (Week.FOURTH, 2, 2026, 12): date(2026, 12, 23),
    }  # fmt: skip
    assert {given: day_of(*given) for given in wanted} == wanted


def test_a_calendar_reads_days_without_names_until_the_address_is_renewed(
    at: At, app: Flask, world: World, clock: Clock
) -> None:
    with refused("not_allowed"):
        world.do("manager", change_meeting, ChangeMeeting(week=Week.SECOND, weekday=1))
    admin = at("admin")
    admin.fill("/organisation/meeting", "meeting", week="second", weekday="1", at="10:00", minutes="90")
    assert "13 October at 10:00" in admin.get("/organisation/meeting").text
    for at_, minutes in (("9" * 5000 + ":00", "90"), ("10:00", "9" * 5000), ("soon", "90")):
        admin.fill("/organisation/meeting", "meeting", 422, week="second", at=at_, minutes=minutes)
    manager = at("mentor")
    manager.fill("/me/calendar", "make-feed", 200)  # the answer is the page that has it, and no other
    assert manager.answer is not None
    (found,) = [part for part in manager.answer.text.split('"') if part.endswith(".ics")]
    path = found.removeprefix("http://localhost")
    assert path not in manager.get("/me/calendar").text
    (row,) = rows_of(world.maker.database, world.org, calendar_feeds)
    assert row.hash not in path
    assert path.split("/")[-1].removesuffix(".ics") not in row.hash
    reader = app.test_client()
    answer = reader.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    ends = world.show().ends_on
    assert f"DTSTART;VALUE=DATE:{ends:%Y%m%d}" in answer.text
    # Ten in the morning in London: summer time until 25 October, winter time from then on.
    assert "DTSTART:20261013T090000Z\r\nDTEND:20261013T103000Z" in answer.text
    assert "DTSTART:20261110T100000Z\r\nDTEND:20261110T113000Z" in answer.text
    for name in ("Maya", "Alder", "Rowan", "finances", "shift"):
        assert name not in answer.text
    again = reader.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    manager.fill("/me/calendar", "make-feed", 200)
    assert reader.get(path).status_code == 404
    manager.fill("/me/calendar", "end-feed")
    assert world.read("mentor", show_feed).made_at is None
    for wrong in ("/calendar/x.ics", f"/calendar/{world.org}.x.ics"):
        assert reader.get(wrong).status_code == 404


def test_whoever_has_left_has_no_calendar_and_who_manages_nothing_no_meeting(app: Flask, world: World) -> None:
    world.do("admin", change_meeting, ChangeMeeting(week=Week.LAST, weekday=4))
    secret = world.do("mentee", make_feed).secret
    path = f"/calendar/{secret}.ics"
    text = app.test_client().get(path).text
    assert "The dates of a plan end" in text
    assert "Managers" not in text
    world.do("mentee", end_feed)
    assert app.test_client().get(path).status_code == 404
    path = f"/calendar/{world.do('colleague', make_feed).secret}.ics"
    assert app.test_client().get(path).status_code == 200
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.colleague))
    assert app.test_client().get(path).status_code == 404

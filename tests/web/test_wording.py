"""Days, numbers and guidance in words."""

from datetime import UTC, date, datetime

import pytest

from backend.accounts.rules import PresenceMethod
from backend.frameworks.rules import Method
from backend.kernel.errors import Kind
from backend.people.names import initials
from backend.people.rules import IdentityMethod, Post
from backend.signoff.rules import Help, Outcome
from web import refusals, words
from web.dates import When
from web.pages import STATUS
from web.prose import Block, blocks

NB = "\N{NO-BREAK SPACE}"
WHEN = When(date(2026, 10, 2), "Europe/London")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 2), "today"),
        (date(2026, 10, 1), "yesterday"),
        (date(2026, 10, 3), "tomorrow"),
        (date(2026, 10, 8), "on Thursday"),
        (date(2026, 9, 26), "on Saturday"),
        (date(2026, 10, 9), f"on 9{NB}October"),
        (date(2026, 9, 25), f"on 25{NB}September"),
        (date(2027, 1, 4), f"on 4{NB}January{NB}2027"),
    ],
)
def test_a_day_within_a_week_is_named_and_another_dated(day: date, said: str) -> None:
    assert WHEN.on(day) == said


def test_an_instant_is_told_in_the_organisations_zone_with_its_name() -> None:
    assert WHEN.moment(datetime(2026, 10, 2, 13, 5, tzinfo=UTC)) == f"2{NB}October{NB}2026, 14:05{NB}BST"
    assert WHEN.moment("2026-11-02T13:05:00.000Z") == f"2{NB}November{NB}2026, 13:05{NB}GMT"


def test_how_long_ago_counts_days_where_people_are_and_not_hours() -> None:
    late = datetime(2026, 9, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 October in London
    assert (WHEN.ago(late), WHEN.since(late)) == ("yesterday", "for 1 day")
    assert WHEN.ago(datetime(2026, 9, 23, 12, tzinfo=UTC)) == "9 days ago"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Jo Rowan", "JR"), ("Anna Maria van den Berg", "AB"), ("Cher", "C"), ("", ""), ("élise öz", "ÉÖ")],
)
def test_initials_are_of_the_first_name_and_the_last(name: str, said: str) -> None:
    assert initials(name) == said


def test_names_and_numbers_read_as_people_say_them() -> None:
    assert [words.whose(name) for name in ("Maya", "Chris")] == ["Maya’s", "Chris’"]
    assert [words.together(names) for names in (["Jo"], ["Jo", "Sam"], ["Jo", "Sam", "Kit"])] == [
        "Jo", "Jo and Sam", "Jo, Sam and Kit",
    ]  # fmt: skip
    assert [words.many(count, "request") for count in (1, 2, 13)] == ["one request", "two requests", "13 requests"]


def test_guidance_becomes_paragraphs_and_lists() -> None:
    text = "One line.\nAnother.\n\nWatch for:\n- this\n- that\nAnd so on."
    assert blocks(text) == (
        Block(False, ("One line. Another.",)),
        Block(False, ("Watch for:",)),
        Block(True, ("this", "that")),
        Block(False, ("And so on.",)),
    )


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        (Post, words.POSTS),
        (Method, words.METHODS),
        (Outcome, words.OUTCOMES),
        (Help, words.HELPS),
        (IdentityMethod, words.IDENTITY),
    ],
)
def test_every_code_has_a_word(codes: type, named: dict[str, object]) -> None:
    assert sorted(named) == sorted(code.value for code in codes)  # type: ignore[attr-defined]  # each is an enumeration


def test_every_way_to_confirm_has_a_word() -> None:
    assert [method for method in PresenceMethod if method.value not in words.PRESENCES] == []


def test_every_kind_of_refusal_has_a_status_and_a_page() -> None:
    assert set(STATUS) == set(Kind)
    assert [status for status in STATUS.values() if status not in refusals.ERRORS] == []

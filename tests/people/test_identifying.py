"""Details that could tell who a client is: most of them are found, and little else is taken for one.

The corpus stands beside, in `corpus/`; `docs/decisions/0021` says how it was made. Source: trust, P10.
"""

import re
import time
import tomllib
from pathlib import Path

import pytest

from backend.people.identifying.finding import find_details
from backend.people.identifying.kinds import DetailKind, Find
from backend.people.identifying.numbers import is_nhs_number
from tests.long import often

CORPUS = Path(__file__).parent / "corpus"
TUNED, HELD_OUT = "tuned.toml", "held_out.toml"
COLLEAGUES = [
    "Jo Rowan", "Sam Elder", "Kit Hazel", "Priya Aspen", "Maya Birch", "Will Alder", "Grace Linden", "Hazel Oak",
    "Olive Thorn",
]  # fmt: skip
MARK = re.compile(r"\[([^\]]+)\]")


def lines(file: str, part: str, of: str) -> list[str]:
    found: str = tomllib.loads((CORPUS / file).read_text())[part][of]
    return found.strip().splitlines()


def marked(line: str) -> tuple[str, list[str]]:
    """A phrase without its brackets, and what stood in them; without any, it is found if anything in it is."""
    return MARK.sub(r"\1", line), MARK.findall(line)


def is_found(line: str, kind: DetailKind) -> bool:
    """Whether every marked passage of a phrase is found, as that kind and as a whole."""
    text, wanted = marked(line)
    said = [find.said for find in find_details(text) if find.kind is kind]
    return set(wanted) <= set(said) if wanted else bool(said)


def score(file: str) -> dict[DetailKind, tuple[int, int]]:
    """For each kind, how many phrases are found of how many."""
    found = {}
    for kind in DetailKind:
        phrases = lines(file, "found", kind)
        found[kind] = (sum(is_found(phrase, kind) for phrase in phrases), len(phrases))
    return found


def warned(file: str) -> tuple[int, int]:
    """Of how many phrases without a detail one is warned, and how many there are."""
    phrases = lines(file, "clean", "statement")
    return sum(bool(find_details(phrase, COLLEAGUES)) for phrase in phrases), len(phrases)


@pytest.mark.parametrize("file", [TUNED, HELD_OUT])
def test_p10_of_each_kind_and_of_all_nineteen_in_twenty_are_found(file: str) -> None:
    scores = score(file)
    found, of = (sum(count) for count in zip(*scores.values(), strict=True))
    assert found >= 0.95 * of
    assert all(found >= 0.9 * of for found, of in scores.values()), scores


@pytest.mark.parametrize("file", [TUNED, HELD_OUT])
def test_p10_at_most_one_phrase_in_ten_without_a_detail_is_warned_of(file: str) -> None:
    false, of = warned(file)
    assert false <= 0.1 * of


def test_the_corpus_is_large_enough_and_a_third_of_it_is_held_apart() -> None:
    tuned, held_out = (sum(of for _, of in score(file).values()) for file in (TUNED, HELD_OUT))
    assert tuned + held_out >= 300
    assert 2 * held_out >= tuned
    assert warned(TUNED)[1] + warned(HELD_OUT)[1] >= 300


def kinds(text: str, *colleagues: str) -> list[tuple[str, str]]:
    return [(find.kind.value, find.said) for find in find_details(text, colleagues)]


def test_a_find_says_where_it_stands_in_code_points_and_what_stands_there() -> None:
    text = "👍 Zoë in room 12."
    assert find_details(text) == [
        Find(2, 5, DetailKind.NAME, "Zoë"), Find(9, 16, DetailKind.ROOM, "room 12"),
    ]  # fmt: skip
    assert [text[find.start : find.end] for find in find_details(text)] == ["Zoë", "room 12"]


def test_finds_stand_in_order_and_never_over_one_another() -> None:
    assert kinds("Mrs Hill, 14 Albert Road, born 3 April 1938 (999 526 0182)") == [
        ("name", "Mrs Hill"), ("address", "14 Albert Road"), ("date_of_birth", "3 April 1938"),
        ("nhs_number", "999 526 0182"),
    ]  # fmt: skip


def test_a_colleague_is_named_freely_and_their_namesake_is_not() -> None:
    assert kinds("Doris told Doris Elm, and Mrs Elm agreed.", "Doris Elm") == []
    assert kinds("Doris Hill and Mrs Hill were there.", "Doris Elm") == [("name", "Doris Hill"), ("name", "Mrs Hill")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("May I ask whether May will come in May?", []),
        ("Will the rota be out?", []),
        ("Will asked for the rota.", ["Will"]),
        ("I helped May with her coat in May.", ["May"]),
        ("Mark the chart; then Mark marks it too.", ["Mark"]),
        ("The Rose room is painted rose; Rose chose it.", ["Rose"]),
        ("mrs hill and doris had tea", ["mrs hill", "doris"]),
        ("The JOY and PAIN scale; DORIS signed.", ["DORIS"]),
        ("With Mr H and Mrs. K. Hill", ["Mrs. K. Hill"]),
        ("Walked from St Mary's to Albert House with Albert Hall", ["Albert Hall"]),
        ("Zbyszek's insulin, resident Xanthe, the Okafor family", ["Zbyszek", "Xanthe", "Okafor"]),
    ],
)
def test_what_stands_around_a_word_tells_whether_it_is_a_name(text: str, said: list[str]) -> None:
    assert [find.said for find in find_details(text)] == said


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [("9434765919", True), ("9434765918", False), ("0800111111", False), ("9999999999", False), ("9990000000", False)],
)
def test_an_nhs_number_is_told_by_its_check_digit(digits: str, is_one: bool) -> None:
    assert is_nhs_number(digits) is is_one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met on 3 April 2026 and on 12/03/2025.", []),
        ("He was born in Leeds. On 3 March 2026 we met.", []),
        ("DOB 03/04/2022", ["03/04/2022"]),
        ("The policy of 3 April 2015", []),
        ("On 3 April 1938", ["3 April 1938"]),
        ("version 1.2.95 and 45/67/80", ["1.2.95"]),
    ],
)
def test_a_date_of_birth_is_told_by_a_word_of_birth_or_by_its_year(text: str, found: list[str]) -> None:
    assert [find.said for find in find_details(text)] == found


def test_of_a_text_that_is_nothing_but_details_the_first_two_hundred_of_a_kind_are_said() -> None:
    assert [find.said for find in find_details("Doris, " * 1000)] == ["Doris"] * 200


HOSTILE = [
    "Mrs ", "Mr and Mrs ", "Will ", "Anna Anna ", "May ", "A", "'s", "a" * 50, "1 A ", "1 Aaaa ", "1 Aa Bb Cc Dd ",
    "1/", "1.", "9", "999 ", "12 May ", "12/03/1941 ", "d.o.b ", "d. o. ", "born ", "flat ", "Flat A, ",
    "flat no. 1, 1 A ", "lives at A", "No. 1, ", "1 a b ", "bed no. ", "bed 1 ", "room one ", "sw1 ", "a1 1", "(", "\n",
    " ", "é", "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_as_much_of_anything_takes_twice_as_long(piece: str) -> None:
    size = often(60_000, 200_000)
    text = (piece * size)[:size]
    assert _seconds(text) < 3 * _seconds(text[: size // 2]) + 0.05


def _seconds(text: str) -> float:
    """Of this process, the least of a few: the machine may be busy with other things."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        find_details(text, COLLEAGUES)
        taken.append(time.process_time() - began)
    return min(taken)

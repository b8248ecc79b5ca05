"""Shapes: what is taken from a client, how faults are named, and how an act falls into facts and words."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import pytest

from backend.kernel.errors import Fault, Refused
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import Nonce, OneLine, Secret, Within, Words, load, split


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Aim:
    text: Words
    far: bool


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something of every kind."""

    kind: ClassVar[str] = "deed"
    id: Id = field(default_factory=new_id)
    colour: Colour
    on: date
    title: Annotated[str, Within(2, 5)] = "none"
    count: Annotated[int, Within(1, 3)] = 1
    sure: bool = False
    with_whom: list[Id] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    account: Words = "as it was"
    aside: Annotated[Words, Within(1, 20)] | None = None
    called: Annotated[Words, Within(1, 20), OneLine()] | None = None
    nonce: Nonce | None = None
    pin: Secret | None = None


GOOD: dict[str, Any] = {"colour": "red", "on": "2026-10-02"}


def faults_of(**changes: Any) -> list[tuple[str, str]]:
    body = {name: value for name, value in {**GOOD, **changes}.items() if value is not ...}
    with pytest.raises(Refused) as refused:
        load(Deed, body)
    assert refused.value.code == "request.invalid"
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_a_body_becomes_an_act() -> None:
    id_ = new_id()
    assert load(Deed, {**GOOD, "id": id_, "title": "tea", "aims": [{"text": "Lead", "far": True}]}) == Deed(
        id=id_, colour=Colour.RED, on=date(2026, 10, 2), title="tea", aims=[Aim(text="Lead", far=True)]
    )


def test_an_act_without_an_id_gets_a_fresh_one_each_time() -> None:
    assert load(Deed, GOOD).id != load(Deed, GOOD).id


def test_what_the_address_gives_is_not_taken_from_the_body() -> None:
    other = new_id()
    assert load(Deed, GOOD, id=other).id == other
    with pytest.raises(Refused) as refused:
        load(Deed, {**GOOD, "id": new_id()}, id=other)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/id", "unknown")]


def test_every_fault_is_named_by_pointer_and_code_in_one_go() -> None:
    assert sorted(faults_of(colour="green", on=..., extra=1, count=9, aims=[{"far": True}])) == [
        ("/aims/0/text", "required"),
        ("/colour", "invalid"),
        ("/count", "invalid"),
        ("/extra", "unknown"),
        ("/on", "required"),
    ]


def test_the_refusal_names_the_fields_in_its_words() -> None:
    with pytest.raises(Refused) as refused:
        load(Deed, {})
    assert refused.value.detail == "Some of what was sent needs another look: colour, on."


@pytest.mark.parametrize("body", [None, [], "text", 3, True])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    with pytest.raises(Refused) as refused:
        load(Deed, body)
    assert [fault.pointer for fault in refused.value.faults] == [""]


def test_a_pointer_escapes_as_rfc_6901_says() -> None:
    assert faults_of(**{"a/b~c": 1}) == [("/a~1b~0c", "unknown")]


@pytest.mark.parametrize("value", ["RED", "Colour.RED", "", None, 1, ["red"], {"red": 1}])
def test_a_choice_is_from_the_closed_list_and_nothing_near_it(value: Any) -> None:
    assert faults_of(colour=value) == [("/colour", "invalid")]


@pytest.mark.parametrize(
    "value",
    ["2026-10-2", "20261002", "2026-W40-5", "2026-W01-1", "2026-10-02T00:00:00Z", " 2026-10-02", "2026-10-02 ",
     "2026-13-01", "2026-02-29", "0000-01-01", "today", "", 1790899200, None, True,
     "\uff12\uff10\uff12\uff16-10-02", "2026/10/02", "+026-10-02"],
)  # fmt: skip
def test_a_day_is_year_month_and_day_and_nothing_else(value: Any) -> None:
    assert faults_of(on=value) == [("/on", "invalid")]


def test_the_leap_day_of_a_leap_year_is_a_day() -> None:
    assert load(Deed, {**GOOD, "on": "2028-02-29"}).on == date(2028, 2, 29)


@pytest.mark.parametrize("value", [1.0, 2.5, "1", True, None, [], 0, 4, -1])
def test_a_number_is_a_whole_number_within_its_bounds(value: Any) -> None:
    assert faults_of(count=value) == [("/count", "invalid")]


@pytest.mark.parametrize("value", [1, 0, "true", "yes", None, []])
def test_yes_or_no_is_true_or_false(value: Any) -> None:
    assert faults_of(sure=value) == [("/sure", "invalid")]


@pytest.mark.parametrize(
    "value",
    ["", "x" * 36, "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3", 7, None, [], {"id": 1},
     "{0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f}", "0192f0c17b1e7c558a3a0a4b6c1d2e3f"],
)  # fmt: skip
def test_an_id_is_a_uuid_with_hyphens(value: Any) -> None:
    assert faults_of(id=value) == [("/id", "invalid")]


@pytest.mark.parametrize(
    "value",
    ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
     "0192f0c1-7b1e-5c55-8a3a-0a4b6c1d2e3f", "0192f0c1-7b1e-7c55-ca3a-0a4b6c1d2e3f"],
)  # fmt: skip
def test_an_id_of_somebodys_own_is_of_a_kind_that_clients_make(value: str) -> None:
    assert faults_of(id=value) == [("/id", "invalid")]


def test_an_id_in_upper_case_is_the_same_id() -> None:
    id_ = new_id()
    assert load(Deed, {**GOOD, "id": id_.upper()}).id == id_


@pytest.mark.parametrize("value", ["\u200b", "\ufeff", "\u202e" * 10, "\u2060 \u200d"])
def test_words_that_nobody_can_see_are_none(value: str) -> None:
    assert faults_of(account=value) == [("/account", "invalid")]


def test_text_is_trimmed_and_in_normal_form_c() -> None:
    assert load(Deed, {**GOOD, "account": "  Zoe\u0308\r\nsaw it\t\n"}).account == "Zoë\nsaw it"


def test_bounds_hold_for_the_text_as_it_is_kept() -> None:
    assert load(Deed, {**GOOD, "title": " e\u0301e\u0301e\u0301e\u0301e\u0301 "}).title == "ééééé"
    assert faults_of(title=" a ") == [("/title", "invalid")]
    assert faults_of(title="sixsix") == [("/title", "invalid")]
    assert faults_of(aside="x" * 21) == [("/aside", "invalid")]
    assert faults_of(account="x" * 4001) == [("/account", "invalid")]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0", "a\x00b", "a\x07b", "a\x1bb", "a\x7fb", "a\x85b", "a\rb"])
def test_blank_text_and_control_characters_are_refused(text: str) -> None:
    assert faults_of(account=text) == [("/account", "invalid")]


@pytest.mark.parametrize("text", ["a\nb\tc", "naïve – ‘quoted’", "\U0001f642", "שלום", "Ŵyn", "a\u200db"])
def test_people_write_in_their_own_letters(text: str) -> None:
    assert load(Deed, {**GOOD, "account": text}).account == text


def test_a_name_is_one_line_without_what_cannot_be_seen() -> None:
    for unseen in "\n\t\x85\u2028\u2029\u202a\u202e\u2066\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad":
        assert faults_of(called=f"Ari{unseen}Hazel") == [("/called", "invalid")], ascii(unseen)
    assert faults_of(called="x" * 21) == [("/called", "invalid")]
    for name in ("Zoë Ŵyn-O’Hara", "שלום", "نی\u200cلوفر", "ක්\u200dෂ", "李 小龍", "Ari\u00a0Hazel"):
        assert load(Deed, {**GOOD, "called": name}).called == name


@pytest.mark.parametrize("value", [None, 1, ["a"], {"a": 1}, True])
def test_text_is_text(value: Any) -> None:
    assert faults_of(account=value) == [("/account", "invalid")]


@pytest.mark.parametrize("value", ["ab", "0" * 31, "0" * 33, "A" * 32, "0" * 66, "g" * 32, 1, "0" * 32 + "\n"])
def test_a_nonce_is_sixteen_to_thirty_two_bytes_in_hexadecimal(value: Any) -> None:
    assert faults_of(nonce=value) == [("/nonce", "invalid")]
    assert [load(Deed, {**GOOD, "nonce": "0" * size}).nonce for size in (32, 64)] == ["0" * 32, "0" * 64]


def test_a_list_is_a_list_of_the_right_things_and_not_endless() -> None:
    assert faults_of(with_whom="all") == [("/with_whom", "invalid")]
    assert faults_of(with_whom=[str(new_id()), "x", 1]) == [("/with_whom/1", "invalid"), ("/with_whom/2", "invalid")]
    assert faults_of(with_whom=[str(new_id())] * 101) == [("/with_whom", "invalid")]


def test_unknown_fields_of_parts_are_refused_too() -> None:
    assert faults_of(aims=[{"text": "a", "far": False, "near": 1}]) == [("/aims/0/near", "unknown")]


def test_an_act_falls_into_facts_and_words_and_neither_holds_nonce_or_secret() -> None:
    deed = Deed(
        id=Id("0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"), colour=Colour.BLUE, on=date(2026, 10, 2),
        with_whom=[Id("0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3e")], aims=[Aim(text="Lead", far=True)],
        account="I saw it.", nonce="0" * 32, pin="135790",
    )  # fmt: skip
    assert split(deed) == (
        {
            "id": "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f",
            "colour": "blue",
            "on": "2026-10-02",
            "title": "none",
            "count": 1,
            "sure": False,
            "with_whom": ["0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3e"],
        },
        {"account": "I saw it.", "aims": [{"text": "Lead", "far": True}]},
    )


def test_words_that_were_not_given_leave_no_trace_of_their_field() -> None:
    assert split(Deed(colour=Colour.RED, on=date(2026, 10, 2)))[1] == {"account": "as it was"}


def test_a_fault_reads_as_a_sentence_for_whoever_sent_it() -> None:
    with pytest.raises(Refused) as refused:
        load(Deed, {**GOOD, "id": "mine"})
    assert refused.value.faults == [
        Fault("/id", "Not an id. Ids are UUIDs, as 0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f.", "invalid")
    ]

"""The one JSON loader: what it takes, and what it refuses before anything else sees it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Refused
from backend.kernel.loader import MAX_BYTES, load

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4),
    max_leaves=20,
)


def refusal_of(raw: bytes) -> str:
    with pytest.raises(Refused) as refused:
        load(raw)
    return refused.value.code


def nested(depth: int, opening: str = "[", closing: str = "]") -> bytes:
    return (opening * depth + closing * depth).encode()


@given(json_values)
def test_what_is_within_bounds_is_read_as_json_says(value: object) -> None:
    assert load(json.dumps(value).encode()) == value
    assert load(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60))
def test_f15_whatever_bytes_come_there_is_a_value_or_a_refusal(raw: bytes) -> None:
    code = None
    try:
        load(raw)
    except Refused as refused:
        code = refused.code
    assert code in (None, "request.malformed")


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_too_large() -> None:
    raw = b'"' + b"a" * (MAX_BYTES - 2) + b'"'
    assert load(raw) == "a" * (MAX_BYTES - 2)
    assert refusal_of(raw + b" ") == "request.too_large"


def test_depth_thirty_two_is_taken_and_thirty_three_is_refused() -> None:
    assert load(nested(32)) == json.loads(nested(32))
    assert refusal_of(nested(33)) == "request.malformed"


def test_objects_count_as_depth_too() -> None:
    deep = '{"a":' * 33 + "1" + "}" * 33
    assert refusal_of(deep.encode()) == "request.malformed"
    assert load(deep[5:-1].encode()) == json.loads(deep[5:-1])


def test_f23_a_body_of_nothing_but_brackets_is_refused_and_does_not_end_the_process() -> None:
    assert refusal_of(b"[" * 500_000) == "request.malformed"
    assert refusal_of(nested(500_000)) == "request.malformed"


def test_wide_is_not_deep() -> None:
    assert load(b"[" + b",".join([b"[]"] * 1000) + b"]") == [[]] * 1000


def test_brackets_inside_a_text_are_only_text() -> None:
    text = '\\"' + "[" * 200 + '{"' * 200 + "\\\\"
    assert load(json.dumps({"text": text}).encode()) == {"text": text}


def test_brackets_after_an_escaped_quote_are_still_counted_rightly() -> None:
    raw = b'{"a": "\\\\", "b": ' + nested(32) + b"}"
    assert refusal_of(raw) == "request.malformed"


def test_integers_up_to_what_javascript_keeps_exactly() -> None:
    assert load(b"9007199254740991") == 2**53 - 1
    assert load(b"-9007199254740991") == -(2**53) + 1
    for raw in (b"9007199254740992", b"-9007199254740992", b"18446744073709551616", b"[1e300]", b'{"a": 1e17}'):
        assert refusal_of(raw) == "request.malformed"


def test_f15_an_integer_of_five_thousand_digits_is_refused_at_once() -> None:
    assert refusal_of(b"9" * 5000) == "request.malformed"
    assert refusal_of(b'{"a": [-' + b"9" * 5000 + b"]}") == "request.malformed"


@pytest.mark.parametrize("raw", [b"NaN", b"Infinity", b"-Infinity", b'{"a": NaN}', b"1e999"])
def test_what_is_no_number_is_refused(raw: bytes) -> None:
    assert refusal_of(raw) == "request.malformed"


@pytest.mark.parametrize("raw", [rb'"\u0000"', rb'{"a": ["x\u0000y"]}', rb'{"\u0000": 1}', b'"\x00"'])
def test_a_nul_character_is_refused_wherever_it_stands(raw: bytes) -> None:
    assert refusal_of(raw) == "request.malformed"


def test_a_text_that_only_looks_like_an_escaped_nul_is_taken() -> None:
    assert load(rb'"\\u0000"') == "\\u0000"


@pytest.mark.parametrize("raw", [rb'"\ud800"', rb'"\udc00\ud800"', b'"\xed\xa0\x80"', b'"\xff"', b"\xef\xbb\xbf1"])
def test_lone_surrogates_and_what_is_no_utf_8_are_refused(raw: bytes) -> None:
    assert refusal_of(raw) == "request.malformed"


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert load(rb'"\ud83d\ude42"') == "\U0001f642"


@pytest.mark.parametrize("raw", [b"", b" ", b"{", b"[1,]", b"{'a': 1}", b'{"a": 1} 2', b"undefined", b"/* */ 1"])
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    assert refusal_of(raw) == "request.malformed"


def test_of_a_key_given_twice_the_last_counts_everywhere_because_this_is_the_only_loader() -> None:
    assert load(b'{"outcome": "not_yet", "outcome": "competent"}') == {"outcome": "competent"}

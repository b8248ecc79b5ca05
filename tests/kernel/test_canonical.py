"""The canonical record's building blocks, against RFC 8785's own implementation and plain hashlib."""

import re
import unicodedata
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.canonical import GENESIS, canonical, commit, link, new_nonce, nfc, seal

ascii_keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=5), max_leaves=20
)


@given(values)
def test_s21_canonical_json_is_rfc_8785_byte_for_byte(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # its own type is narrower than JSON


@given(st.dictionaries(ascii_keys, leaves, min_size=2))
def test_s21_the_order_in_which_fields_were_written_does_not_matter(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical(backwards) == canonical(value)


@pytest.mark.parametrize("character", [chr(point) for point in [*range(0x20), 0x22, 0x5C, 0x7F, 0x2028, 0xFEFF]])
def test_s21_awkward_characters_are_written_as_rfc_8785_says(character: str) -> None:
    assert canonical({"text": character}) == rfc8785.dumps({"text": character})


def test_s21_what_cannot_be_written_canonically_is_an_error_and_no_guess() -> None:
    for value in ("\ud800", {1: "one"}, {"a": object()}):
        with pytest.raises(TypeError):
            canonical(value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_strings_are_kept_in_normal_form_c(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)
    assert nfc(nfc(text)) == nfc(text)


def test_a_letter_typed_in_two_ways_is_one_letter() -> None:
    assert nfc("Zoe\u0308") == "Zoë"


def test_a_nonce_is_thirty_two_hexadecimal_digits_and_never_the_same() -> None:
    nonces = {new_nonce() for _ in range(100)}
    assert len(nonces) == 100
    assert all(re.fullmatch("[0-9a-f]{32}", nonce) for nonce in nonces)


@given(st.binary(min_size=16, max_size=32), st.dictionaries(ascii_keys, st.text("abc"), max_size=3))
def test_s21_a_seal_is_the_hash_of_nonce_and_words(nonce: bytes, words: dict[str, str]) -> None:
    assert seal(nonce.hex(), words) == sha256(nonce + rfc8785.dumps(words)).hexdigest()


def test_erased_words_cannot_be_guessed_because_the_same_words_seal_differently() -> None:
    words = {"statement": "yes"}
    assert seal("00" * 16, words) != seal("01" * 16, words)


@given(st.dictionaries(ascii_keys, leaves, max_size=3), st.dictionaries(ascii_keys, leaves, max_size=3))
def test_s21_a_commitment_covers_content_and_attestation(
    content: dict[str, object], vouched: dict[str, object]
) -> None:
    parts = sha256(rfc8785.dumps(content)).digest() + sha256(rfc8785.dumps(vouched)).digest()  # type: ignore[arg-type]  # its own type is narrower than JSON
    assert commit(content, vouched) == sha256(b"\x00" + parts).digest()


def test_s21_content_and_attestation_cannot_change_places() -> None:
    assert commit({"a": 1}, {"b": 2}) != commit({"b": 2}, {"a": 1})


def test_the_chain_starts_from_thirty_two_zero_bytes_and_binds_the_order() -> None:
    one, two = commit({"n": 1}, {}), commit({"n": 2}, {})
    assert GENESIS == b"\x00" * 32
    assert link(GENESIS, one) == sha256(b"\x00" * 32 + one).digest()
    assert link(link(GENESIS, one), two) != link(link(GENESIS, two), one)

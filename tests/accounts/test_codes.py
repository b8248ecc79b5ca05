"""Codes as people type them. No database."""

import pytest
from hypothesis import given, strategies

from backend.accounts.codes import ALPHABET, new_code, read_code


def test_a_code_has_sixty_bits_in_groups_that_can_be_read_out() -> None:
    code = new_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


def test_two_codes_are_never_the_same() -> None:
    assert len({new_code() for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed",
    ["K7QM-2X9D-10RW", "k7qm2x9d10rw", " K7QM 2X9D 10RW ", "k7qm–2x9d–1orw", "K7QM-2X9D-IORW", "K7qm-2X9d-lOrw"],
)
def test_a_code_is_the_same_in_any_case_with_or_without_hyphens(typed: str) -> None:
    assert read_code(typed) == "K7QM2X9D10RW"


@pytest.mark.parametrize("typed", ["", "-", "K7QM-2X9D-10R", "K7QM-2X9D-10RWX", "K7QM-2X9D-10RU", "K7QM-2X9D-10R!"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(strategies.text(max_size=40))
def test_anything_typed_is_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 12 and set(code) <= set(ALPHABET))

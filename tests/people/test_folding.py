"""How names are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.people.folding import LONGEST_BEGINNING, LONGEST_KEY, MOST_WORDS, beginnings, key_of, terms


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Maya Jones", "maya jones"), ("Zoë Øster", "zoe oster"), ("O’Brien-Smith, Jo", "obrien smith jo"),
        ("Łukasz Straße", "lukasz strasse"), ("İpek Ünal", "ipek unal"), ("张 伟", "张 伟"), ("...", ""),
    ],
)  # fmt: skip
def test_names_are_put_in_order_without_capitals_accents_and_punctuation(name: str, key: str) -> None:
    assert key_of(name) == key


def test_a_name_is_found_by_every_beginning_of_every_word() -> None:
    assert beginnings("Zoë Yew") == ["", "y", "ye", "yew", "z", "zo", "zoe"]
    assert beginnings("Jo O'Ash") == ["", "a", "as", "ash", "j", "jo", "o", "oa", "oas", "oash"]


def test_the_longest_word_searched_for_comes_first_and_no_more_than_three() -> None:
    assert terms("  jo ROWAN ") == ["rowan", "jo"]
    assert terms("a bb ccc dddd a") == ["dddd", "ccc", "bb"]
    assert terms("-- ' --") == []


@given(st.text(alphabet="aBcéøŁßZ0'’- ", max_size=2 * MOST_WORDS - 1))
def test_whatever_a_name_holds_its_words_find_it(name: str) -> None:
    found = set(beginnings(name))
    assert set(terms(name)) <= found


@given(st.text(max_size=200))
def test_whatever_a_name_holds_it_is_kept_within_bounds(name: str) -> None:
    assert all(len(beginning) <= LONGEST_BEGINNING for beginning in beginnings(name))
    assert len(key_of(name)) <= LONGEST_KEY

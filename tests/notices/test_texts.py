"""P13: every text that may stand on a lock screen, in every language."""

from itertools import pairwise

import pytest

from backend.notices.texts import CHOOSE, LANGUAGE, TEXTS, text_of

LANGUAGES = {LANGUAGE}
LINES = {
    (kind, language, part): getattr(text, part)
    for kind, manner in TEXTS.items()
    for language, text in manner.texts.items()
    for part in ("title", "body")
} | {("mail", LANGUAGE, "choose"): CHOOSE.replace("Me, How", "me, how")}


@pytest.mark.parametrize("line", LINES.values(), ids=map(" ".join, LINES))
def test_p13_a_text_is_fixed_and_short_and_says_nothing_of_anybody(line: str) -> None:
    assert 0 < len(line) <= 120
    assert not set("{}%<>$[]") & set(line)  # nothing is ever put in
    assert not any(character.isdigit() for character in line)
    words = line.split()
    named = [word for before, word in pairwise(words) if word[0].isupper() and before[-1] != "."]
    assert named == []  # names begin with capitals, and not only where a sentence does


@pytest.mark.parametrize("kind", TEXTS)
def test_every_kind_has_words_in_every_language_and_a_time_for_which_it_is_worth_arriving(kind: str) -> None:
    assert set(TEXTS[kind].texts) == LANGUAGES
    assert 0 < TEXTS[kind].lasts.days <= 28  # FCM keeps nothing longer


def test_a_kind_or_language_without_words_of_its_own_is_told_in_the_generic_ones() -> None:
    assert text_of("not thought of yet", "cy") == text_of("generic")

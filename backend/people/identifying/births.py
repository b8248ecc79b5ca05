"""Dates of birth: a date beside a word of birth, or one so long ago that nobody writes of practice then."""

import re
from bisect import bisect_left
from collections.abc import Iterator

FIRST_PRACTICE = 2010
"""A whole date in a year before this is taken for a birth: accounts of practice are newer."""

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    r"(?<![\d/.])(?:"
    r"(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
    r"|\d{6}(?:\d{2})?"
    r"|(?P<iso>\d{4})-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}(?:,? (?P<long>\d{{4}}))?"
    rf"|\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?:,? (?P<us>\d{{4}}))?"
    r")(?![\d/])",
    re.IGNORECASE | re.ASCII,
)
_BIRTH = re.compile(
    r"\b(?:d[. ]{0,2}o[. ]{0,2}b\b|(?:date of )?birth|birth ?da(?:y|te)s?\b|born\b|turn(?:s|ed|ing) \w{1,9} on\b)",
    re.IGNORECASE,
)
_NEW_SENTENCE = re.compile(r"[.!?;]\s+[A-Z]|\n")
BEFORE, AFTER = 45, 30
"""So many characters before and after a date are looked at for a word of birth."""


def births(text: str) -> Iterator[tuple[int, int]]:
    """Where dates of birth stand. An ordinary date of practice is none."""
    words = [found.span() for found in _BIRTH.finditer(text)]
    for found in _DATE.finditer(text):
        if _is_day(found) and (_is_long_ago(found) or (words and _is_of_birth(text, words, *found.span()))):
            yield found.span()


def _is_day(date: re.Match[str]) -> bool:
    """Whether figures are a day at all, and no version or sum of money."""
    return date["sep"] is None or (0 < int(date["day"]) <= 31 and 0 < int(date["month"]) <= 12)


def _is_long_ago(date: re.Match[str]) -> bool:
    year = date["year"] or date["iso"] or date["long"] or date["us"]
    if year is None:
        return False
    if len(year) == 2:  # of the last century, since nobody has written of the forties of this one yet
        return int(year) >= 40 and date["sep"] != "-"
    return 1900 <= int(year) < FIRST_PRACTICE


def _is_of_birth(text: str, words: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a word of birth stands shortly before or after, in the same sentence."""
    at = bisect_left(words, (start, start))
    if at and start - words[at - 1][1] <= BEFORE and _NEW_SENTENCE.search(text, words[at - 1][1], start) is None:
        return True
    is_near = at < len(words) and words[at][0] - end <= AFTER
    return is_near and _NEW_SENTENCE.search(text, end, words[at][0]) is None

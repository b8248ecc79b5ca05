"""How names are compared: without case, accents and punctuation. Pure.

A search is an equality and never a scan: a name is found by every beginning of each of its words, so each beginning
is kept. Source: performance, Choices (search by prefix or index).
"""

import re
from unicodedata import combining, normalize

LONGEST_BEGINNING = 20
MOST_WORDS = 8
MOST_TERMS = 3
LONGEST_KEY = 60

_APART = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}  # noqa: RUF001  it is the one meant
)
_TOKEN = re.compile(r"[\w'\u2018\u2019\u02bc]+")
_INSIDE = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`text` in small letters without accents: `Zoë Øster` is `zoe oster`."""
    apart = normalize("NFKD", text.casefold()).translate(_APART)
    return "".join(letter for letter in apart if not combining(letter))


def key_of(name: str) -> str:
    """What people are put in order by: their folded name."""
    return " ".join(_tokens(name))[:LONGEST_KEY]


def beginnings(name: str) -> list[str]:
    """Every beginning of every word of a name, and the empty one, by which everybody is found; each once, in order.

    `O'Brien-Smith` is found by `o`, `ob..obrien`, `b..brien` and `s..smith`.
    """
    words = [word for token in _parts(name)[:MOST_WORDS] for word in ("".join(token), *token)]
    found = {word[:length] for word in words for length in range(1, min(len(word), LONGEST_BEGINNING) + 1)}
    return ["", *sorted(found)]


def terms(search: str) -> list[str]:
    """The words somebody searches for, the longest first: it is the one that leaves the fewest."""
    found = dict.fromkeys(token[:LONGEST_BEGINNING] for token in _tokens(search))
    return sorted(found, key=len, reverse=True)[:MOST_TERMS]


def _tokens(text: str) -> list[str]:
    return ["".join(token) for token in _parts(text)]


def _parts(text: str) -> list[list[str]]:
    """The words of a text, each in the parts that apostrophes make of it."""
    found = (_INSIDE.findall(token) for token in _TOKEN.findall(fold(text)))
    return [parts for parts in found if parts]

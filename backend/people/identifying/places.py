"""Where somebody lives: postcodes, addresses, and the numbers of rooms and beds."""

import re
from collections.abc import Iterator

from backend.people.identifying import lexicon as lex

_POSTCODE = re.compile(r"\b([a-z]{1,2})\d(?:\d|[a-hjkpr-y])? ?\d([abd-hjlnp-uw-z]{2})\b", re.IGNORECASE | re.ASCII)
_ORDINALS = frozenset({"st", "nd", "rd", "th"})

_STREETS = (
    "Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Drive|Close|Court|Crescent|Cres|Way|Gardens|Gdns|Place|Terrace|Grove|Hill"
    "|Walk|Square|Mews|Rise|View|Park|Green|Row|Parade|Croft|Mount|Vale|Meadows?|Fields|Gate|Wharf|Yard|Loop|Boulevard"
    "|Villas|Heights|Mead|Drove|Paddock|Cottages?|Buildings|Embankment|Quay|Broadway|Bank|Dene|Chase|Approach|Circus"
    "|House|Lodge|Towers?|Estate|Cross|Common|Fold|Garth|Ridge|End|Corner|Reach|Copse|Spinney|Orchard|Bungalow"
)
_HOMES = f"{_STREETS}|Farm|Rectory|Vicarage"
_NAME = r"[A-Z][\w'’.]{0,30}[ ]"
_NO_DAY = r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December) )"
_NUMBERED = re.compile(
    rf"\b(?:[Nn]o\.? ?)?\d{{1,4}}[A-Za-z]?(?:[-–/]\d{{1,4}})?,? {_NO_DAY}(?:{_NAME}){{1,4}}(?:{_STREETS})\b"
    r"|\b[Hh]ouse (?:[Nn]umber|[Nn]o\.?) ?\d{1,4}[a-z]?\b",
)
_SMALL = re.compile(r"\b\d{1,4}[a-z]?,? ((?:[a-z']{2,20} ){1,2})(?:road|street|avenue|crescent|terrace|lane)\b")
_LIVES = re.compile(
    rf"\b(?:[Ll]iv(?:es?|ed|ing)|[Mm]ov(?:es?|ed)|[Aa]ddress(?: is)?|[Hh]ome|[Hh]ouse|[Ff]lat) (?:at|in|on|near|to|is) "
    rf"((?:{_NAME}){{1,3}}(?:{_HOMES}))\b"
)
_FLAT = re.compile(
    r"\b(?:[Ff]lat|FLAT|[Aa]partment|APARTMENT|[Aa]pt\.?)(?: [Nn]o\.?| [Nn]umber)? ?(?:\d{1,3}[A-Za-z]?|[A-Z])\b"
    rf"(?:, (?:\d{{1,4}}[a-z]? )?(?:{_NAME}){{1,3}}(?:{_STREETS}|House)\b)?"
)
_IN_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
_IN_WORDS += (
    "|seventeen|eighteen|nineteen|(?:twenty|thirty|forty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_ROOM = re.compile(
    r"\b(?:(?:bed|side |bath)?rooms?|rms?|beds?|bed ?spaces?|bays?|cubicle)[.:]?[ -]?"
    r"(?:no\.? ?|number (?:is )?|nr\.? ?)?"
    rf"(?:\d{{1,3}}[a-h]?\b|(?:{_IN_WORDS})\b)(?! ?(?:hours?|minutes?|mins?|o[’']?clock|[ap]\.?m\b|times?|days?|weeks?"
    r"|nights?|degrees|people|more|[:.]\d|x\b|%))"
    r"(?:(?: and | or | to |-)\d{1,3}[a-h]?\b)?",
    re.IGNORECASE,
)


def postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Where postcodes of the United Kingdom stand."""
    for found in _POSTCODE.finditer(text):
        if found[1].lower() in lex.POSTCODE_AREAS and found[2] not in _ORDINALS:
            yield found.span()


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand: a number and a street, a flat, or the street somebody lives in."""
    for pattern in (_FLAT, _NUMBERED):
        yield from (found.span() for found in pattern.finditer(text))
    yield from (found.span(1) for found in _LIVES.finditer(text))
    for found in _SMALL.finditer(text):
        if not lex.NO_STREETS & set(found[1].split()):
            yield found.span()


def rooms(text: str) -> Iterator[tuple[int, int]]:
    """Where a room or a bed stands by its number."""
    yield from (found.span() for found in _ROOM.finditer(text))

"""The words that details are found by: names themselves, and what stands around them. They stand in `lexicon.toml`."""

import tomllib
from pathlib import Path

from backend.people.folding import fold

_LISTS = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text(encoding="utf-8"))


def _of(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


PROPER = _of("proper")
WORDS = _of("words") - PROPER
CERTAIN = _of("certain") - PROPER - WORDS
LISTED = WORDS | CERTAIN
"""Names that have a capital as something else too; ones that are ordinary words; ones that are hardly anything else."""

TITLES, ALWAYS_TITLES = _of("titles"), _of("always_titles")
LONG_TITLES = TITLES | _of("long_titles")

VERBS, CALLED, DONE_TO, KIN = _of("verbs"), _of("called"), _of("done_to"), _of("kin")
DOES = VERBS | _of("does")
SAYS_NAME = CALLED | DONE_TO
NAMED_AFTER = SAYS_NAME | _of("named_after")
TELLS = VERBS | {"family"}
"""What tells a name that stands beside it."""

PLACES, OF_MONTHS, NEVER_BEFORE = _of("places"), _of("of_months"), _of("never_before")
SURNAMES_TOO = _of("surnames_too")
NOT_NAMES = (_of("not_names") | _of("days") | PLACES) - SURNAMES_TOO
NO_SURNAMES = NOT_NAMES - PLACES
ONLY_PLACES = PLACES - SURNAMES_TOO
SAINTS = frozenset({"st", "saint"})
"""What makes something else of a word; a title goes with a place (`Mrs Hill`), and never with the rest."""

KNOWN = LISTED | PROPER | LONG_TITLES
NO_SURNAME_AFTER = KNOWN | NOT_NAMES
DICTATED = frozenset(name for name in CERTAIN if len(name) > 3) | ALWAYS_TITLES
"""What is looked at wherever it stands, and what is understood without a capital too, as dictation writes it."""

NO_STREETS, POSTCODE_AREAS = _of("no_streets"), _of("postcode_areas")

LONGEST = 40
"""No name is longer."""


def is_done(word: str) -> bool:
    """Whether a word ends as a thing done does: `refused`, `walked`."""
    return len(word) > 4 and word.endswith("ed") and not word.endswith("eed")


def folded(word: str) -> str:
    """`word` as the lists have it."""
    return word.lower() if word.isascii() or len(word) > LONGEST else fold(word)

"""What stands on a lock screen: fixed texts, without names, criteria or clients; the app fetches the rest.

Anybody may look at a lock screen, and a push provider reads along. Source: trust, P13; ecosystem, Push content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Text:
    """A title and a line below it, word for word: nothing is ever put in."""

    title: str
    body: str


@dataclass(frozen=True)
class Manner:
    """How a kind is told: for how long it is worth being pushed, and in which words, by language."""

    lasts: timedelta
    texts: Mapping[str, Text]


LANGUAGE = "en"
GENERIC = "generic"

TEXTS: Mapping[str, Manner] = {
    GENERIC: Manner(
        timedelta(days=3),
        {LANGUAGE: Text("Countersign", "There is something new for you. Open the app to read it.")},
    ),
}
"""By kind of notice. A kind that has no words of its own yet is told in the generic ones."""


def manner_of(kind: str) -> Manner:
    """How notices of that kind are told."""
    return TEXTS.get(kind, TEXTS[GENERIC])


def text_of(kind: str, language: str = LANGUAGE) -> Text:
    """The words for that kind, in a language that we have, else in English."""
    texts = manner_of(kind).texts
    return texts.get(language, texts[LANGUAGE])

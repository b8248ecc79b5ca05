"""Words for the demo: statements, reasons and goals, each used once before any is used again. Pure."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.frameworks.rules import Criterion, Method

WORDS = Path(__file__).parent / "words.toml"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Bank:
    """The demo's words. It keeps count, so that a mentor does not say the same twice while there is something else."""

    def __init__(self, criteria: Sequence[Criterion]) -> None:
        self._words: Mapping[str, Any] = tomllib.loads(WORDS.read_text())
        self._criteria = {criterion.key: criterion for criterion in criteria}
        self._used: Counter[tuple[str, str, str]] = Counter()
        self._rng = Random(WORDS.name)

    def statement(self, key: str, signer: str, mentee: str, seen_on: date) -> tuple[Method, str]:
        """How a mentor saw it, and their word for 'competent'."""
        words = self._words[key]
        choices = [(method, text) for method in Method for text in words.get(method.value, [])]
        by_text = {text: method for method, text in choices}
        text = self._next(list(by_text), signer, mentee)
        return by_text[text], _filled(text, mentee, seen_on)

    def not_yet(self, key: str, signer: str, mentee: str, seen_on: date) -> tuple[Method, str, str]:
        """How a mentor saw it, their word for 'not yet', and a next step."""
        method = self._criteria[key].methods[0]
        text = self._next(self._words[key]["not_yet"], signer, mentee)
        return method, _filled(text, mentee, seen_on), self._rng.choice(self._criteria[key].nudges)

    def note(self, key: str, asked_on: date) -> str | None:
        """What somebody writes when asking for a sign-off; most write something."""
        text = self._rng.choice([*self._words[key]["ask"] * 3, None])
        return None if text is None else _filled(text, "", asked_on)

    def reason(self, kind: str) -> str:
        """A reason for withdrawing, taking back, or signing late."""
        return self._next(self._words["reasons"][kind])

    def goal(self, kind: str) -> str:
        """What somebody hopes for at the start."""
        return self._next(self._words["goals"][kind])

    def _next(self, texts: Sequence[str], signer: str = "", mentee: str = "") -> str:
        """The text least used by that signer, for that mentee, and at all."""
        text = min(texts, key=lambda t: (*(self._used[kind, who, t] for kind, who in _of(signer, mentee)), t))
        for kind, who in _of(signer, mentee):
            self._used[kind, who, text] += 1
        return text


def _of(signer: str, mentee: str) -> tuple[tuple[str, str], ...]:
    return ("mentee", mentee), ("signer", signer), ("anyone", "")


def _filled(text: str, mentee: str, day: date) -> str:
    last_month = day.replace(day=1) - timedelta(days=1)
    return text.replace("{name}", mentee).replace("{month}", _MONTHS[last_month.month - 1])

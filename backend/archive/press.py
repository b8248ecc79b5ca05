"""The press: makes a PDF of a sheet, a few at a time and outside any transaction.

typst sets it: PDF/UA-1 (tagged, for screen readers) and PDF/A-2a (for keeping) in one file, with the fonts that typst
brings along, so that the same sheet gives the same bytes on every machine. What people wrote goes in as data, never as
markup; the template reads no file, and nothing from a network.
"""

import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, cast

import orjson
import typst

from backend.kernel.errors import busy

_PAPER = Path(__file__).with_name("paper")
_PARTS = ("words", "page", "plan", "record", "review", "own", "sheet")
TEMPLATE = b"\n".join((_PAPER / f"{part}.typ").read_bytes() for part in _PARTS)
"""What is shared, then each body, then the sheet that sets them: one text, so that typst reads no file."""

AT_ONCE = 2
MOST_WAITING = 6
LARGE = 60_000
"""Of a sheet with more letters nothing is kept: typst would hold what it has set until ten more are printed."""

KEPT = 10
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
_LACKING = re.compile(r'(?:the text|codepoint) `"(.+?)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_PLAIN = frozenset(map(chr, range(0x20, 0x180)))
_TRIES = 3


class Press:
    """Prints at most `at_once` at any moment, while a few wait for their turn, `seconds` at most.

    Everybody else is told at once to come again: whoever waits here keeps a thread from those who only want to read.
    """

    def __init__(self, at_once: int = AT_ONCE, seconds: float = 10, most_waiting: int = MOST_WAITING) -> None:
        self._inside = BoundedSemaphore(at_once + most_waiting)
        self._room = BoundedSemaphore(at_once)
        self._seconds = seconds

    def print(self, sheet: dict[str, Any], at: datetime) -> bytes:
        """The PDF of a sheet, as of `at`. Letters that no font of ours has are shown as �, and the sheet says so.

        Raises `busy` when too many wait.
        """
        with _turn(self._inside, 0), _turn(self._room, self._seconds):
            return _printed(sheet, at)


@contextmanager
def _turn(places: BoundedSemaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise busy()
    try:
        yield
    finally:
        places.release()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _printed(sheet: dict[str, Any], at: datetime) -> bytes:
    """Tries as it is; then without the letters that typst says no font has; at last with plain letters alone."""
    lacking: set[str] = set()
    for _ in range(_TRIES):
        try:
            return compiled(dumped(sheet, lacking), at)
        except typst.TypstError as error:
            lacking |= unprintable(error.diagnostic)
    return compiled(dumped(sheet, set(dumped(sheet)) - _PLAIN), at)


def unprintable(diagnostic: str) -> set[str]:
    """The letters that a refusal of typst's says it cannot show."""
    named = "".join(_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) for text in _LACKING.findall(diagnostic))
    return {letter for letter in named if not " " <= letter <= "~"}


def dumped(sheet: dict[str, Any], lacking: Set[str] = frozenset()) -> str:
    """A sheet as typst reads it, with a sign in the place of each letter of `lacking`."""
    lacks = bool(lacking) or UNPRINTABLE in orjson.dumps(sheet).decode()
    instead = {ord(letter): "" if letter in _JOINERS else UNPRINTABLE for letter in lacking}
    return orjson.dumps(sheet | {"lacking": lacks}).decode().translate(instead)


def compiled(text: str, at: datetime) -> bytes:
    """The PDF of a sheet's JSON."""
    compiler = typst.Compiler(TEMPLATE, font_paths=_fonts(), ignore_system_fonts=True)
    pdf = compiler.compile(
        format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=int(at.timestamp()), sys_inputs={"sheet": text}
    )
    if len(text) > LARGE:
        _forget()
    return cast(bytes, pdf)  # a list of pages is what pictures come in


def _forget() -> None:
    """Lets typst drop what it has kept: it does so with what none of the last sheets needed."""
    for _ in range(KEPT + 1):
        typst.Compiler(b" ", font_paths=_fonts(), ignore_system_fonts=True).compile(format="pdf")

"""What all sheets are written with: texts made fit for paper, days and moments in the organisation's zone, receipts."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from backend.kernel.clock import instant_of, zone
from backend.kernel.ids import Id
from backend.signoff.receipts import Receipt

LONGEST = 24
"""Longer words than this may break: a name or an address that is one word must not run off the page."""

MOST_LETTERS = 400_000
"""So many letters of records and reflections one sheet holds; how many are left out is said on it."""

_LONG = re.compile(rf"(\S{{{LONGEST}}})(?=\S)")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"
_BLANK = "\N{REPLACEMENT CHARACTER}"


def written(text: str | None) -> str | None:
    """What people wrote, to be set: line ends of one kind, no control signs, none that turn the direction of letters
    around (a sentence must not read backwards), and long words that may break.
    """
    if text is None:
        return None
    lines = _TURNS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " if c == "\t" else _BLANK for c in lines)
    return _LONG.sub(rf"\1{_MAY_BREAK}", shown)


def day(day: date) -> str:
    """`2 October 2026`."""
    return f"{day.day} {day:%B} {day.year}"


def maybe_day(day_: date | None) -> str | None:
    """The same, of a day that may be none."""
    return day(day_) if day_ else None


class Writer:
    """Writes in the organisation's zone, with the receipts there are."""

    def __init__(self, zone_name: str, receipts: Mapping[Id, Receipt]) -> None:
        self._zone = zone(zone_name)
        self._receipts = receipts
        self._room = MOST_LETTERS

    def has_room(self, *texts: str | None) -> bool:
        """Takes room on the sheet for what somebody wrote. Once there is too little, nothing more fits."""
        self._room -= sum(len(text) for text in texts if text)
        return self._room >= 0

    def moment(self, instant: datetime | str) -> str:
        """`2 October 2026, 14:05 BST (UTC+01:00)`."""
        instant = instant_of(instant) if isinstance(instant, str) else instant
        local = instant.astimezone(self._zone)
        offset = f"{local:%z}"
        return f"{day(local.date())}, {local:%H:%M} {local:%Z} (UTC{offset[:3]}:{offset[3:]})"

    def maybe_moment(self, instant: datetime | None) -> str | None:
        """The same, of a moment that may be none."""
        return self.moment(instant) if instant else None

    def receipt(self, id_: Id) -> dict[str, Any]:
        """An entry's place in the log."""
        receipt = self._receipts[id_]
        return {"id": id_, "seq": receipt.seq, "commitment": receipt.commitment, "hash": receipt.hash}

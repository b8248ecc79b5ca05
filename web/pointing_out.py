"""Details that could tell who somebody is, pointed out before anything is saved: the writer changes them, or says why.

One line in a view does it. Source: trust, P10; docs/decisions/0021.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request

from backend.kernel.errors import Fault
from backend.people.identifying.finding import find_details
from backend.people.identifying.kinds import Find
from backend.people.rules import details_found
from backend.people.text_checks import check_texts
from web import words
from web.visits import asking

REASON = "kept_because"
AROUND = 60
"""So many characters of a text are shown on either side of what is pointed out in it."""
MOST_SAID = 3
KINDS: Mapping[str, tuple[str, str]] = {
    "name": ("a name", "names"),
    "nhs_number": ("an NHS number", "NHS numbers"),
    "date_of_birth": ("a date of birth", "dates of birth"),
    "postcode": ("a postcode", "postcodes"),
    "address": ("an address", "addresses"),
    "room": ("a room or a bed", "rooms or beds"),
}
"""What each kind of detail that could tell who somebody is is called, one and several."""


@dataclass(frozen=True)
class Piece:
    """A piece of somebody's text, and whether it is what is pointed out."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Pointed:
    """What is pointed out in one field: its name, and the passages around the finds, each in pieces."""

    field: str
    passages: list[list[Piece]]


def ensure_pointed_out(*names: str, form: Mapping[str, str] | None = None) -> None:
    """Raises `words.details_found` when the words of these fields could tell who somebody is and no reason is given.

    `form` is the posted one, or what stands for it. The database is asked only when there is something to point out.
    """
    form = request.form if form is None else form
    texts = {name: text for name in names if (text := form.get(name, "").strip())}
    if form.get(REASON, "").strip() or not any(find_details(text) for text in texts.values()):
        return
    with asking() as (tx, actor):
        found = dict(zip(texts, check_texts(tx, actor, list(texts.values())), strict=True))
    faults = [Fault(f"/{name}", _said(finds), details_found.code) for name, finds in found.items() if finds]
    if faults:
        pointed = [Pointed(name, _passages(texts[name], finds)) for name, finds in found.items() if finds]
        raise details_found(faults=faults, pointed=pointed)


def _said(finds: Sequence[Find]) -> str:
    kinds: dict[str, list[str]] = {}
    for find in finds:
        said = kinds.setdefault(find.kind, [])
        if f"“{find.said}”" not in said:
            said.append(f"“{find.said}”")
    parts = [f"{words.together(said[:MOST_SAID])} ({KINDS[kind][len(said) > 1]})" for kind, said in kinds.items()]
    return f"Could this tell who somebody is? {words.together(parts)}. Change it, or say below why it must stay."


def _passages(text: str, finds: Sequence[Find]) -> list[list[Piece]]:
    """The finds with what stands around them: those that stand close together in one passage."""
    groups: list[list[Find]] = []
    for find in finds:
        if groups and find.start - groups[-1][-1].end <= 2 * AROUND:
            groups[-1].append(find)
        else:
            groups.append([find])
    return [_passage(text, group) for group in groups]


def _passage(text: str, finds: Sequence[Find]) -> list[Piece]:
    at, end = max(0, finds[0].start - AROUND), min(len(text), finds[-1].end + AROUND)
    pieces = [Piece("… ", False)] if at else []
    for find in finds:
        pieces += [Piece(text[at : find.start], False), Piece(find.said, True)]
        at = find.end
    return [*pieces, Piece(text[at:end], False), *([Piece(" …", False)] if end < len(text) else [])]

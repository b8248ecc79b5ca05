"""How the board looks: its figures, which are filters too, the choices above it, and a plan's state in a word."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from backend.people.names import either
from backend.readiness.rules import Flag, Sort
from backend.readiness.shown import Board, OnBoard, ReviewWaits, ScopeKind, ScopeShown
from web import words
from web.dates import When

Option = dict[str, str]

FIGURES: Mapping[Flag, tuple[str, str]] = {
    Flag.READY: ("ready", "all signed"),
    Flag.NEARLY: ("nearly", "nearly: up to 3 signatures"),
    Flag.OWED: ("owed", "where we owe something"),
    Flag.PAUSED: ("paused", "standing still"),
}
FLAGS: Mapping[Flag, str] = {
    Flag.OWED: "We owe something",
    Flag.READY: "All signed",
    Flag.NEARLY: "Nearly all signed",
    Flag.WAITING: "A request waits",
    Flag.BEHIND: "Behind their dates",
    Flag.STALLED: "Nothing signed for three weeks",
    Flag.PAUSED: "Standing still",
}
SORTS: Mapping[Sort, str] = {Sort.OWED: "What we owe first", Sort.NAME: "By name", Sort.ENDS_ON: "By the end"}
STATES: Mapping[str, tuple[str, str]] = {
    "paused": ("standing still", "quiet"),
    "proposed": ("review proposed", "wait"),
    "ready": ("all signed", "sign"),
    "mentor_missing": ("no mentor", "wait"),
    "mentor_away": ("mentor away", "wait"),
    "nearly": ("nearly", "sign"),
    "stalled": ("nothing for 3 weeks", "quiet"),
    "behind": ("behind its dates", "quiet"),
}
"""The first of these that holds says how a plan stands: the word and its tone."""

UNDER_WAY = ("under way", "quiet")


def figures(board: Board, kept: Mapping[str, str]) -> list[dict[str, object]]:
    """The numbers at the top. Each leads to those it counts, and back when they are looked at."""
    found: list[dict[str, object]] = []
    for flag, (name, text) in FIGURES.items():
        is_current = kept.get("flag") == flag.value
        others = {key: value for key, value in kept.items() if key != "flag"}
        query = urlencode(others if is_current else {**others, "flag": flag.value})
        found.append(
            {
                "count": getattr(board.summary, name), "text": text, "is_current": is_current,
                "is_owed": flag is Flag.OWED, "href": f"/board?{query}" if query else "/board",
            }
        )  # fmt: skip
    return found


def heading(board: Board) -> str:
    """The situation in a sentence. Plans are counted, of which somebody may have two."""
    owed = board.summary.owed
    if owed == 0:
        return "Who is ready: nobody is owed anything just now"
    return f"We owe something on {words.many(owed, 'plan')}"


def lead(board: Board) -> str:
    """Of what it is, and how much."""
    return f"{board.scope.name} · {words.many(board.summary.plans, 'plan')} under way"


def state(plan: OnBoard) -> tuple[str, str]:
    """How a plan stands, in a word, and its tone."""
    codes = {flag.value for flag in plan.flags} | {one.code.value for one in plan.owed}
    codes |= {"proposed"} if plan.review else set()
    return next((said for code, said in STATES.items() if code in codes), UNDER_WAY)


def review(one: ReviewWaits, when: When) -> str:
    """`Review proposed by Ash Linden on 2 October, waits for Ivy Cedar or Bay Juniper.`"""
    whom = either([person.name for person in one.waits_for])
    return f"Review proposed by {one.proposed_by.name} {when.on(one.proposed_on)}, waits for {whom}."


def scopes(offered: Sequence[ScopeShown]) -> list[Option]:
    """The boards to choose from; sites stand under their area."""
    under = len({one.kind for one in offered}) > 1
    found = []
    for one in offered:
        value = one.kind.value if one.kind is ScopeKind.ORGANISATION else f"{one.kind.value}:{one.id}"
        label = "Everybody" if one.kind is ScopeKind.ORGANISATION else one.name
        found.append({"value": value, "label": f"– {label}" if under and one.kind is ScopeKind.SITE else label})
    return found


def scope_value(board: Board) -> str:
    """The board that is looked at, as the address says it."""
    kind = board.scope.kind
    return kind.value if kind is ScopeKind.ORGANISATION else f"{kind.value}:{board.scope.id}"


def roles(board: Board) -> list[Option]:
    """The roles there are plans for."""
    return [{"value": role, "label": words.sentence(role.replace("_", " "))} for role in board.roles]


def flags() -> list[Option]:
    """What one may look for."""
    return [{"value": flag.value, "label": text} for flag, text in FLAGS.items()]


def sorts() -> list[Option]:
    """In which order."""
    return [{"value": sort.value, "label": text} for sort, text in SORTS.items()]


def export(kind: str, kept: Mapping[str, str]) -> str:
    """The address of the whole board as a file."""
    return f"/board/export.{kind}" + (f"?{urlencode(kept)}" if kept else "")

"""A framework as one file that people read and edit (TOML): read, with the place of what is wrong, and written."""

import re
from collections.abc import Iterator, Sequence

import tomli_w

from backend.frameworks import rules, toml
from backend.frameworks.rules import Framework, document_of
from backend.kernel.errors import Fault, Refused
from backend.kernel.shapes import load

LARGEST = 200_000
MOST_TOLD = 10
"""So many things that are wrong are told; the others are counted."""
_CRITERION = re.compile(r"/criterion/([0-9]+)")


def parse(text: str) -> Framework:
    """A framework from the text of its file. Raises `framework.broken_file`, naming line and reason."""
    given = toml.read(text)
    rules.ensure_readable(given)
    try:
        framework = load(Framework, given)
    except Refused as refused:
        raise rules.broken_file(reason=_reasons(text, refused.faults)) from None
    rules.ensure_sound(framework)
    return framework


def write(framework: Framework) -> str:
    """The text of a framework's file: `parse` makes the same framework of it."""
    return tomli_w.dumps(document_of(framework), multiline_strings=True)


def _reasons(text: str, faults: Sequence[Fault]) -> str:
    """The first faults of a file in its order: whoever mends these sees the others next."""
    first = sorted(faults, key=lambda fault: int((_CRITERION.match(fault.pointer) or ["", "-1"])[1]))
    told = [_told(text, fault) for fault in first[:MOST_TOLD]]
    more = len(faults) - len(told)
    return "; ".join(told).rstrip(".") + (f"; and {more} more" if more else "")


def _told(text: str, fault: Fault) -> str:
    line = line_of(text, fault.pointer)
    name, *rest = fault.pointer.strip("/").split("/")
    field = rest[1] if len(rest) > 1 else name
    said = {"required": f"{field} is missing", "unknown": f"we know no {field}"}.get(
        fault.code, f"{field}: {fault.detail}"
    )
    return f"line {line}: {said}" if line else said


def line_of(text: str, pointer: str) -> int | None:
    """The line (from 1) on which the field at a JSON pointer stands; its table's when it is missing; else None."""
    name, *rest = pointer.strip("/").split("/")
    if name != "criterion":
        return next((number for number, line in _plain_lines(text) if _names(line, name)), None)
    starts = [number for number, line in _plain_lines(text) if line.replace(" ", "").startswith("[[criterion]]")]
    if not rest or not rest[0].isdigit() or int(rest[0]) >= len(starts):
        return None
    start, end = starts[int(rest[0])], [*starts[1:], None][int(rest[0])]
    field = rest[1] if len(rest) > 1 else ""
    inside = (n for n, line in _plain_lines(text) if n > start and (end is None or n < end) and _names(line, field))
    return next(inside, start)


def _names(line: str, name: str) -> bool:
    return bool(name) and line.partition("=")[0].strip().strip("\"'") == name


def _plain_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that do not stand inside a text of several lines, with their numbers."""
    mark: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if mark is None:
            yield number, line
        mark = _after(line, mark)


def _after(line: str, mark: str | None) -> str | None:
    """The quotes of the text of several lines that is still open at the end of `line`."""
    at = 0
    while True:
        if mark is not None:
            at = line.find(mark, at)
            if at < 0:
                return mark
            at, mark = at + 3, None
        found: list[tuple[int, str]] = [(place, m) for m in ('"""', "'''") if (place := line.find(m, at)) >= 0]
        if not found:
            return None
        at, mark = min(found)
        at += 3

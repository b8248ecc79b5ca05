"""Guidance as people write it (a line a sentence, `- ` for a list, an empty line between) as blocks for a page."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby


@dataclass(frozen=True)
class Block:
    """A paragraph's text, or the items of a list."""

    is_list: bool
    lines: tuple[str, ...]


@lru_cache(maxsize=512)
def blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and lists of a text, in order."""
    found: list[Block] = []
    for kind, lines in groupby(text.splitlines(), key=_kind):
        kept = tuple(line.strip().removeprefix("- ") for line in lines)
        if kind == "list":
            found.append(Block(True, kept))
        elif kind == "text":
            found.append(Block(False, (" ".join(kept),)))
    return tuple(found)


def _kind(line: str) -> str:
    stripped = line.strip()
    return "list" if stripped.startswith("- ") else "text" if stripped else "gap"

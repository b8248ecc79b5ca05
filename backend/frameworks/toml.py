"""Reading TOML that somebody sent. What nobody writes by hand is refused before the parser sees it.

The parser of Python calls itself for each bracket, and takes the square of the parts of a key: a small file could
otherwise stop a worker, and with it the one writer of SQLite.
"""

import re
import tomllib
from typing import Any

from backend.frameworks.rules import broken_file

DEEPEST = 16
MOST_PARTS = 16
"""Of a key with dots in it, or of all that stand on one line."""

# Each alternative takes a text that is not closed to its end, so that nothing is ever looked at twice.
_SAID = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)


def read(text: str) -> dict[str, Any]:
    """What a file says. Raises `framework.broken_file` for what is not TOML, or is nested deeper or has longer keys
    than files that people write.
    """
    bare = _SAID.sub(_kept, text)
    if _depth(bare) > DEEPEST:
        raise broken_file(reason=f"it is nested deeper than {DEEPEST} levels")
    for number, line in enumerate(bare.split("\n"), 1):
        if line.count(".") > MOST_PARTS:
            raise broken_file(reason=f"line {number}: a key has more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text)
    except ValueError as error:  # the parser's own, and that of a number with thousands of digits
        raise broken_file(reason=str(error)) from None


def _kept(said: re.Match[str]) -> str:
    """Nothing of a text or comment but its lines, so that numbers of lines stay right."""
    return "\n" * said.group().count("\n")


def _depth(bare: str) -> int:
    deepest = level = 0
    for character in re.findall(r"[\[\]{}]", bare):
        level = level + 1 if character in "[{" else max(level - 1, 0)
        deepest = max(deepest, level)
    return deepest

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


_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)$")
_WORDS = {
    "Invalid value": 'no value stands after the =. Texts stand in straight quotation marks: title = "Our plan"',
    "Unterminated string": "a text begins with a quotation mark and does not end with one",
    "Illegal character": "a text holds a character that cannot be seen, or does not end on its line. Type it again",
    **dict.fromkeys(("Unescaped", "Invalid hex"), "a \\ stands in a text. Write it twice, or leave it out"),
    "Expected '='": "no = stands between a name and its value",
    "Invalid statement": 'this is no name with its value, such as title = "Our plan"',
    "Expected newline": "more stands on this line than one name and its value",
    "Cannot overwrite": "this name stands here for the second time",
    "Duplicate inline": "this name stands here for the second time",
    "Cannot declare": "this heading stands here for the second time. Each criterion begins with [[criterion]]",
    "Expected ']": "a heading lacks a bracket at its end. Each criterion begins with [[criterion]]",
    "Unclosed array": "a list lacks a bracket at its end, or a comma between two of its texts",
    "Unclosed inline": "a brace is not closed on its line",
    "Exceeds the limit": "a number has far too many digits",
}


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
        raise broken_file(reason=_told(str(error), text)) from None


def _told(error: str, text: str) -> str:
    """What the parser says, in words for whoever wrote the file, with the line."""
    at = _LINE.search(error)
    line = int(at[1]) if at else len(text.rstrip().splitlines())
    said = [words for begins, words in _WORDS.items() if error.startswith(begins)]
    return f"line {line}: {said[0] if said else 'it cannot be read from here on'}"


def _kept(said: re.Match[str]) -> str:
    """Nothing of a text or comment but its lines, so that numbers of lines stay right."""
    return "\n" * said.group().count("\n")


def _depth(bare: str) -> int:
    deepest = level = 0
    for character in re.findall(r"[\[\]{}]", bare):
        level = level + 1 if character in "[{" else max(level - 1, 0)
        deepest = max(deepest, level)
    return deepest

"""The one JSON loader: caps size, depth and integers, and refuses what a database or a canonical record cannot hold."""

import re
from typing import Any

import orjson

from backend.kernel.errors import malformed, too_large

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 32
MAX_FIELDS = 5_000
MAX_PARTS = 20_000
MAX_INTEGER = 2**53 - 1

# Outside strings, brackets give the depth. Strings are taken out first; a backslash escapes whatever follows it.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_ESCAPED_NUL = re.compile(rb"\\u0000")


def load(raw: bytes) -> Any:
    """The value written in `raw` (UTF-8 JSON).

    Raises `request.too_large` above 1 MiB, and `request.malformed` for what is not JSON, is nested deeper than 32,
    has more than 5,000 fields, holds an integer beyond 2**53 - 1, a NUL or a lone surrogate, or says NaN.
    """
    if len(raw) > MAX_BYTES:
        raise too_large(limit="1 MiB")
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(raw) > MAX_DEPTH:
        raise malformed(reason=f"The JSON is nested deeper than {MAX_DEPTH} levels.")
    if raw.count(b'":') > MAX_FIELDS or raw.count(b",") > MAX_PARTS:
        raise malformed(reason="The JSON has more parts than anything we take.")
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise malformed(reason="The body is not JSON that we can read. Send UTF-8 JSON.") from None
    if _ESCAPED_NUL.search(raw) and _holds_nul(value):
        raise malformed(reason="A text holds a NUL character. Leave it out and send again.")
    _ensure_small_numbers(value)
    return value


def _depth(raw: bytes) -> int:
    deepest = level = 0
    for byte in _STRING.sub(b"", raw):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}":
            level -= 1
    return deepest


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(part) for key, part in value.items())
    return isinstance(value, list) and any(_holds_nul(part) for part in value)


def _ensure_small_numbers(value: Any) -> None:
    if isinstance(value, dict):
        for part in value.values():
            _ensure_small_numbers(part)
    elif isinstance(value, list):
        for part in value:
            _ensure_small_numbers(part)
    elif isinstance(value, int | float) and abs(value) > MAX_INTEGER:
        raise malformed(reason="A number is larger than we can keep exactly.")

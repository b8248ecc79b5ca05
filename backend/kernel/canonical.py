"""The canonical record: how an act is written so that anybody can recompute its hashes.

Frozen with the first sign-off; `docs/record-format.md` says the same in prose, with test vectors.
Source: decisions, The canonical record; RFC 8785.
"""

import unicodedata
from hashlib import sha256
from secrets import token_hex
from typing import Any

import orjson

GENESIS = bytes(32)


def canonical(value: Any) -> bytes:
    """`value` as RFC 8785 JSON.

    Only objects with ASCII keys, arrays, strings, whole numbers, booleans and null: within these, orjson with sorted
    keys writes RFC 8785 byte for byte (a test holds it against the reference implementation).
    """
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def nfc(text: str) -> str:
    """`text` in Unicode normal form C, as every string of a record is."""
    return unicodedata.normalize("NFC", text)


def new_nonce() -> str:
    """Thirty-two hexadecimal digits that keep a hash of short words from being guessed."""
    return token_hex(16)


def seal(nonce: str, words: dict[str, Any]) -> str:
    """What stands in a record in place of `words`: hexadecimal sha256 of nonce bytes and canonical words."""
    return sha256(bytes.fromhex(nonce) + canonical(words)).hexdigest()


def commit(content: dict[str, Any], attestation: dict[str, Any]) -> bytes:
    """The leaf that an entry commits to: 32 bytes over both parts. The leading zero is RFC 6962's leaf prefix."""
    return sha256(b"\0" + sha256(canonical(content)).digest() + sha256(canonical(attestation)).digest()).digest()


def link(previous: bytes, commitment: bytes) -> bytes:
    """The chain's next hash: 32 bytes over the one before and the new leaf."""
    return sha256(previous + commitment).digest()

"""Whether words were used before: folded, so that case, spaces and punctuation make no difference. Pure.

Source: trust, S45 (the same words again: shown to both, and no bar).
"""

import unicodedata
from hashlib import blake2b

from backend.kernel.ids import Id


def fold(text: str) -> str:
    """`text` as it is compared with others: letters and digits alone, lower case, single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain).split())


def words_key(org: Id, text: str | None) -> str | None:
    """What equal words have in common: a digest of the folded text, another in each organisation.

    It is derived from words and goes with them when they are erased. None when there is nothing to compare.
    """
    folded = fold(text or "")
    return blake2b(folded.encode(), key=org.encode(), digest_size=16).hexdigest() if folded else None

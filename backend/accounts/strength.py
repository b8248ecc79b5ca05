"""Which passwords and PINs are taken. Pure. Source: NIST SP 800-63B-4, passwords.

Length is what counts. There are no rules about kinds of characters, and nothing runs out with time.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from backend.kernel.errors import Fault, Kind, Refusal, Refused, refusal

LEAST = 15
"""Characters, since a password is the only factor of signing in. Up to 1,000 are taken."""

PIN = re.compile(r"[0-9]{6}")
PRODUCT = ("countersign", "password", "passphrase", "welcome", "letmein", "signin", "login", "admin", "secret")
"""What everybody tries first, the product's name before all."""

ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
DIGITS = "0123456789012345"
RUN = 4
"""Shorter runs are part of every language."""

OF_ITS_OWN = 6
"""So many characters must be left of a password once names and runs are taken out."""

too_short = refusal(
    "password.too_short",
    Kind.INVALID,
    "Please use at least {least} characters. Four or five words in a row are easy to remember; spaces are fine.",
)
easy_password = refusal(
    "password.easy_to_guess",
    Kind.INVALID,
    "That is easy to guess: it repeats, runs on, or is made of names that go with you or us. Four or five words that"
    " have nothing to do with each other are much better.",
)
easy_pin = refusal(
    "pin.easy_to_guess",
    Kind.INVALID,
    "Please choose six digits that are not all the same and do not run up or down, as 123456 does.",
)


def ensure_password(password: str, names: Iterable[str] = (), field: str = "password") -> None:
    """Raises `password.too_short` or `password.easy_to_guess`, at `field`. `names` are those of the organisation and
    the person, and their logins.
    """
    if len(normalize("NFC", password)) < LEAST:
        raise _at(field, too_short, least=LEAST)
    if _own(password, names) < OF_ITS_OWN:
        raise _at(field, easy_password)


def ensure_pin(pin: str, field: str = "pin") -> None:
    """Raises `pin.easy_to_guess`, at `field`, for anything but six digits that neither repeat one nor run."""
    if PIN.fullmatch(pin) is None or len(set(pin)) == 1 or pin in DIGITS or pin[::-1] in DIGITS:
        raise _at(field, easy_pin)


def _at(field: str, what: Refusal, **params: int) -> Refused:
    return what(faults=[Fault(f"/{field}", what.text.format(**params), what.code)], **params)


def _own(password: str, names: Iterable[str]) -> int:
    """How many characters of a password are its own: not a name, a run, or the same over again."""
    text = "".join(character for character in normalize("NFKC", password).casefold() if character.isalnum())
    for word in sorted({*PRODUCT, *_words(names)}, key=lambda word: (-len(word), word)):
        text = text.replace(word, " ")
    once = [re.sub(r"(.)\1+", r"\1", part) for part in text.split()]  # 11112222 as 12
    parts = [_without_repeats("".join(_without_runs(part))) for part in once]
    return len(_without_repeats("".join(parts)))


def _words(names: Iterable[str]) -> Iterator[str]:
    """Names in parts of at least three characters: of `jo.rowan@hazelwood.org` jo.rowan, rowan, hazelwood and org."""
    for name in names:
        for word in re.findall(r"[^\W_]+", normalize("NFKC", name).casefold()):
            if len(word) >= 3:
                yield word


def _without_runs(text: str) -> Iterator[str]:
    """`text` with the first character alone of each run, as 1234 and qwertz are."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _follows(text[at - 1], text[at]):
            run = text[start:at]
            yield run if len(run) < RUN else run[0]
            start = at


def _follows(one: str, other: str) -> bool:
    return any(one + other in row or other + one in row for row in ROWS)


def _without_repeats(text: str) -> str:
    """`abcabcab` as `abc`, `aaaa` as `a`: the shortest start that repeated gives the whole."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text

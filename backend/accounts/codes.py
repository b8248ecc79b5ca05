"""Joining codes as people copy and type them: twelve letters and digits that are not mistaken for one another."""

from secrets import choice

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. Twelve of them are sixty bits."""

LENGTH, GROUP = 12, 4
_HEARD_AS = str.maketrans("OIL", "011")
_BETWEEN = str.maketrans("", "", "-‐‑‒–— \t\n\u00a0")  # noqa: RUF001 - the hyphens that keyboards and prints make of a hyphen


def new_code() -> str:
    """A code that nobody can guess, in groups: `K7QM-2X9D-4TRW`."""
    code = "".join(choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """The letters and digits of a code, whatever its case, gaps and hyphens; O is read as 0, I and L as 1.

    None for what can be no code.
    """
    code = typed.translate(_BETWEEN).upper().translate(_HEARD_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None

"""How people are named to others."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.kernel.ids import Id


@dataclass
class Named:
    """Somebody by id and name."""

    id: Id
    name: str


def given_name(name: str) -> str:
    """The name somebody is called by in a sentence: the first word of their name."""
    return name.split(" ", 1)[0]


def either(names: Sequence[str]) -> str:
    """`Jo`, `Jo or Sam`, `Jo, Sam or Kit`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def initials(name: str) -> str:
    """Whose signature it is, in two letters: of the first name and of the last."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()

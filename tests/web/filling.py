"""What people type into the forms."""

from datetime import date
from typing import Any

from seeds.making import PIN


def competent(today: date, **other: Any) -> dict[str, Any]:
    """A whole sign-off with the word 'competent'."""
    return {
        "seen_on": today.isoformat(),
        "method": "observed",
        "outcome": "competent",
        "help": "alone",
        "statement": "Found cover for the late shift before noon.",
        "pin": PIN,
        **other,
    }


def not_yet(today: date, **other: Any) -> dict[str, Any]:
    """A whole sign-off with the word 'not yet'."""
    return {
        **competent(today),
        "outcome": "not_yet",
        "help": None,
        "next_step": "Ask the sister team first.",
        **other,
    }

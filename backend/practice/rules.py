"""What is refused about notes. Pure."""

from datetime import datetime, timedelta

from backend.kernel.errors import Kind, refusal

CLOCKS_DIFFER = timedelta(minutes=5)

in_future = refusal("note.in_future", Kind.INVALID, "That moment has not come yet. Say when it happened.")
gone = refusal("note.gone", Kind.INVALID, "That note is no longer there: signed already, or dropped. Sign without it.")
of_another = refusal("note.of_another_person", Kind.INVALID, "That note is about somebody else. Sign without it.")


def ensure_happened(happened_at: datetime, now: datetime) -> None:
    """Raises `note.in_future`; a phone's clock may be five minutes fast."""
    if happened_at > now + CLOCKS_DIFFER:
        raise in_future()

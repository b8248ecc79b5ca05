"""Examples of notes."""

from typing import Any

from mobile_api.cast import AT, MENTEE

MAKE_NOTE: dict[str, Any] = {
    "person_id": MENTEE["id"],
    "criterion": "monthly-finances",
    "text": "Explained the overspend on agency hours without being asked.",
    "happened_at": "2026-10-02T11:40:00Z",
}
NOTE: dict[str, Any] = {
    "id": "0192f0d1-33aa-7c41-8d20-9e8f7a6b5c4d",
    "person": MENTEE,
    "criterion": "monthly-finances",
    "text": MAKE_NOTE["text"],
    "happened_at": "2026-10-02T11:40:00Z",
    "made_at": AT,
    "may": {"sign_off": True},
}

"""Examples of notes, reflections and evidence."""

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
    "kept_because": None,
    "happened_at": "2026-10-02T11:40:00Z",
    "made_at": AT,
    "may": {"sign_off": True},
}
MAKE_REFLECTION: dict[str, Any] = {
    "id": "0192f0d1-4bc2-7d52-8e31-0f9a8b7c6d5e",
    "text": "I waited before I answered, and she found the words herself. Next time I say beforehand that I will wait.",
    "criteria": ["reflect"],
    "happened_on": "2026-10-02",
}
CHANGED_REFLECTION: dict[str, Any] = {name: said for name, said in MAKE_REFLECTION.items() if name != "id"}
REFLECTION: dict[str, Any] = {**MAKE_REFLECTION, "kept_because": None, "made_at": AT, "revision": 1}
ADD_EVIDENCE: dict[str, Any] = {
    "id": "0192f0d1-5cd3-7e63-9f42-1a0b9c8d7e6f",
    "person_id": MENTEE["id"],
    "title": "The rota for November, with the gaps covered",
    "criteria": ["cover-shifts"],
    "happened_on": "2026-10-02",
}
EVIDENCE: dict[str, Any] = {
    "id": ADD_EVIDENCE["id"],
    "kind": "photo",
    "person": MENTEE,
    "added_by": MENTEE,
    "title": ADD_EVIDENCE["title"],
    "text": None,
    "criteria": ["cover-shifts"],
    "happened_on": "2026-10-02",
    "added_at": AT,
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "media_type": "image/jpeg",
    "size": 412_305,
    "pinned": False,
    "taken_back_at": None,
    "may": {"take_back": True},
}

"""Examples of people, places, absences and settings."""

from typing import Any

_SITE = {"id": "0192f0bb-2d10-7c44-8b21-6e5d4c3b2a19", "name": "Maple Court"}
_AREA = {"id": "0192f0bb-11f0-7a3b-9c52-1f2e3d4c5b6a", "name": "North"}
_MANAGER = {"id": "0192f0ba-33e1-7f20-8a47-9b8c7d6e5f40", "name": "Robin Elder"}

ADD_PERSON: dict[str, Any] = {
    "name": "Maya Alder",
    "post": "senior",
    "starts_on": "2026-09-01",
    "site_id": _SITE["id"],
    "staff_number": "0417",
}
APPOINT: dict[str, Any] = {"post": "deputy", "starts_on": "2026-12-01", "site_id": _SITE["id"]}
LINE_MANAGER: dict[str, Any] = {"manager_id": _MANAGER["id"]}
IDENTITY_CHECK: dict[str, Any] = {"method": "document", "checked_on": "2026-09-01"}
STAFF_NUMBER: dict[str, Any] = {"staff_number": "0418"}
NAME: dict[str, Any] = {"name": "Maya Alder-Beech"}
LEAVING: dict[str, Any] = {"id": "0192f0d4-0c1e-7b55-9d20-3a4b5c6d7e8f"}
CARRIED: dict[str, Any] = {
    "person": _MANAGER,
    "mentored": [
        {
            "agreement_id": "0192f0c0-7c13-7e42-8f0d-2b5a9d1e4c77",
            "mentee": {"id": "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581", "name": "Maya Alder"},
            "others": [],
        }
    ],
    "mentoring": 1,
    "alone": 1,
    "agreements": 0,
    "requests": 2,
    "others_waiting": 1,
    "led": 3,
    "deputy": None,
}
AREA: dict[str, Any] = {"name": "North"}
SITE: dict[str, Any] = {"name": "Maple Court", "area_id": _AREA["id"]}
SITE_NAME: dict[str, Any] = {"name": "Maple House"}
PERSON: dict[str, Any] = {
    "id": "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581",
    "name": "Maya Alder",
    "post": "senior",
    "site": _SITE,
    "area": _AREA,
    "line_manager": _MANAGER,
    "identity_check": {"checked_on": "2026-09-01", "method": "document", "checked_by": {**_MANAGER}},
    "staff_number": "0417",
    "since": "2026-09-01",
    "left_at": None,
    "unmanaged_since": None,
    "may": {"appoint": True, "record_leaving": True, "record_return": False},
}
ABSENCE: dict[str, Any] = {"from_on": "2026-11-23", "until_on": "2026-12-03"}
BACK: dict[str, Any] = {"until_on": "2026-11-30"}
NAME_DEPUTY: dict[str, Any] = {"deputy_id": "0192f0c1-8c2f-7d66-9b4b-1b5c7d2e3f40"}
CHANGE_SETTINGS: dict[str, Any] = {
    "name": "Rookery Nursery",
    "site_word": "setting",
    "client_word": "child",
    "approvers": ["site_manager"],
    "small_setting": True,
    "observation_days": 31,
    "consultee_name": "Wren Aspen",
    "consultee_role": "chair of trustees",
    "safeguarding_name": "Linden Sallow",
    "safeguarding_phone": "020 7946 0018",
    "safeguarding_hours": "day and night",
    "reviewers": ["site_manager"],
    "reminder_days": [3, 7],
    "ending_days": [3, 14],
}
SETTINGS: dict[str, Any] = {
    "key": "rookery",
    "name": "Rookery Nursery",
    "zone": "Europe/London",
    "site_word": "setting",
    "client_word": "child",
    "approvers": ["site_manager"],
    "small_setting": True,
    "observation_days": 31,
    "consultee": {"name": "Wren Aspen", "role": "chair of trustees"},
    "safeguarding": {"name": "Linden Sallow", "phone": "020 7946 0018", "hours": "day and night"},
    "reviewers": ["site_manager"],
    "reminder_days": [3, 7],
    "ending_days": [3, 14],
}
TEXT_CHECK: dict[str, Any] = {"text": "Mrs Hill in room 12 chose the blue cup herself."}
TEXT_CHECKED: dict[str, Any] = {
    **TEXT_CHECK,
    "finds": [
        {"start": 0, "end": 8, "kind": "name", "said": "Mrs Hill"},
        {"start": 12, "end": 19, "kind": "room", "said": "room 12"},
    ],
}
PEOPLE_IMPORT: dict[str, Any] = {
    "id": None,
    "dry_run": True,
    "counts": {
        "new": 1,
        "returned": 0,
        "moved": 0,
        "renamed": 0,
        "line_manager": 1,
        "email": 0,
        "unchanged": 0,
        "wrong": 1,
    },
    "rows": [
        {
            "row": 2,
            "staff_number": "0418",
            "name": "Ari Hazel",
            "person_id": None,
            "happens": ["new", "line_manager"],
            "faults": [],
        },
        {
            "row": 3,
            "staff_number": "0417",
            "name": "Maya Alder",
            "person_id": "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581",
            "happens": ["moved"],
            "faults": [
                {
                    "column": "site",
                    "detail": "We have no such site. Check how it is written.",
                    "code": "people.unknown_site",
                }
            ],
        },
    ],
    "overlooked": ["Payroll band"],
    "absent": [{**_MANAGER, "staff_number": "0399"}],
    "absent_count": 1,
}

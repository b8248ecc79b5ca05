"""Examples of what is seen of plans together."""

from typing import Any

from mobile_api.cast import FRAMEWORK_ID, MENTEE, MENTOR, PLAN_ID

STANDING_THEN: dict[str, Any] = {
    "person": MENTEE,
    "framework": {
        "id": FRAMEWORK_ID,
        "key": "senior-manager-mentoring-plan",
        "version": 1,
        "title": "Mentoring plan for seniors and managers",
    },
    "role": "manager",
    "progress": {
        "criteria_total": 1,
        "criteria_complete": 0,
        "signatures_required": 2,
        "signatures_counted": 1,
        "percent": 50,
    },
    "criteria": [
        {
            "key": "monthly-finances",
            "title": "Calculate and sign off monthly finances",
            "status": "part_signed",
            "signatures_required": 2,
            "signatures_counted": 1,
            "missing": "another_day",
            "sign_offs": [
                {
                    "id": "0192f0d3-60b5-7e9c-a2f1-7b6c5d4e3f21",
                    "plan_id": PLAN_ID,
                    "item_id": "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f",
                    "framework": "Mentoring plan for seniors and managers",
                    "outcome": "competent",
                    "seen_on": "2026-10-02",
                    "signer": MENTOR,
                    "counts": True,
                }
            ],
        }
    ],
}
BOARD: dict[str, Any] = {
    "scope": {"kind": "area", "id": "0192f0bb-2c11-7d44-9e02-1f2e3d4c5b6a", "name": "North"},
    "roles": ["manager", "senior"],
    "summary": {"plans": 48, "ready": 6, "nearly": 17, "owed": 11, "paused": 2},
    "items": [
        {
            "person": MENTEE,
            "plan_id": PLAN_ID,
            "role": "manager",
            "framework": {
                "id": FRAMEWORK_ID,
                "key": "senior-manager-mentoring-plan",
                "version": 1,
                "title": "Senior and manager mentoring plan",
            },
            "site": {"id": "0192f0bb-5d02-7a31-8c43-6b7a89c0d1e2", "name": "Maple Court"},
            "percent": 57,
            "criteria_complete": 13,
            "criteria_total": 22,
            "signatures_outstanding": 11,
            "waiting": {"count": 1, "oldest_days": 16, "on": [MENTOR]},
            "last_signed_on": "2026-10-30",
            "ends_on": "2026-11-30",
            "pace": "on",
            "review": None,
            "flags": ["owed", "waiting"],
            "ready": False,
            "why_not": [
                {
                    "code": "another_day",
                    "text": "‘Develop/change a rolling rota’ needs one more, from another day. Jo or Sam can sign.",
                }
            ],
            "owed": [
                {
                    "code": "request_unanswered",
                    "text": "An answer: one request with Jo for 16 days.",
                    "since": "2026-11-10",
                }
            ],
        }
    ],
    "next_cursor": None,
}

DRAW_SAMPLE: dict[str, Any] = {
    "scope": "organisation",
    "from_on": "2026-10-01",
    "until_on": "2026-10-31",
    "size": 10,
}

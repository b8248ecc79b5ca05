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

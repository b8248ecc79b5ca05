"""Examples of reviews and views."""

from typing import Any

from mobile_api.cast import AT, FRAMEWORK_ID, MENTEE, MENTOR, PLAN_ID, TOKEN
from mobile_api.practice.examples import EVIDENCE
from mobile_api.records.examples import RECORD
from mobile_api.signoff.examples import PLAN

_REVIEW_ID = "0192f0e1-2c3d-7f40-9a5b-6c7d8e9f0a1b"
_CONSULTEE = {"id": "0192f0ba-77d0-7b1c-8e2f-1a2b3c4d5e6f", "name": "Ivy Cedar"}
_REVIEWER = {"id": "0192f0ba-6612-7d3e-9f40-2b3c4d5e6f70", "name": "Ash Linden", "role": "area_manager", "at": AT}
_HASH = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
REVIEW_PLAN: dict[str, Any] = {
    "id": _REVIEW_ID,
    "decision": "extend",
    "discussed_on": "2026-10-02",
    "reasons": "Runs the rota well; the month-end finances have been seen once, and with help.",
    "extend_to": "2027-02-26",
    "must_be_seen": ["A month's finances, alone."],
    "support": "An hour with Jo at each month end.",
    "consulted": [_CONSULTEE["id"]],
    "presence": TOKEN,
}
CONFIRM_REVIEW: dict[str, Any] = {"presence": TOKEN}
DECLINE_REVIEW: dict[str, Any] = {"reason": "Let us look at the finances together first."}
VIEW: dict[str, Any] = {"text": "I feel ready for the rota, and want one more month end with Jo."}
COMMENT: dict[str, Any] = {"text": "Agreed. Thank you for the time."}
VIEW_SHOWN: dict[str, Any] = {
    "id": "0192f0e2-3d4e-7a51-8b6c-7d8e9f0a1b2c",
    "by": MENTEE,
    "side": "mentee",
    "text": VIEW["text"],
    "at": AT,
    "amended": False,
}
REVIEW: dict[str, Any] = {
    "id": _REVIEW_ID,
    "plan_id": PLAN_ID,
    "mentee": MENTEE,
    "role": "manager",
    "framework": {
        "id": FRAMEWORK_ID,
        "key": "senior-manager-mentoring-plan",
        "version": 1,
        "title": "Senior and manager mentoring plan",
    },
    "status": "proposed",
    "decision": "extend",
    "upholds": False,
    "discussed_on": "2026-10-02",
    "reasons": REVIEW_PLAN["reasons"],
    "extend_to": "2027-02-26",
    "must_be_seen": REVIEW_PLAN["must_be_seen"],
    "support": REVIEW_PLAN["support"],
    "carry_over": [],
    "proposed": _REVIEWER,
    "reviewer_mentored": False,
    "consultees": [_CONSULTEE],
    "outside_consultee": None,
    "outside": None,
    "ended": None,
    "declined_reason": None,
    "needs_review_since": None,
    "answers": None,
    "answered_by": None,
    "comment": None,
    "views": [],
    "rests_on": [
        {
            "sign_off_id": "0192f0d3-60b5-7e9c-a2f1-7b6c5d4e3f21",
            "item_id": "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f",
            "title": "Monthly finances",
            "signer": MENTOR["name"],
            "seen_on": "2026-10-02",
            "assurance": "online",
            "withdrawn_at": None,
            "frozen_at": None,
        }
    ],
    "criteria_total": 22,
    "assurance": "online",
    "basis": _HASH,
    "commitment": _HASH,
    "may": {"confirm": False, "decline": False, "take_back": True, "answer": False, "comment": False},
}
_READ = ("id", "kind", "writer", "happened_on", "discussed_on", "versions")
PACK: dict[str, Any] = {
    "plan": PLAN,
    "stands": {"is_complete": False, "is_online": True, "missing": ["Monthly finances"], "due_on": "2026-11-30"},
    "views": [VIEW_SHOWN],
    "records": [{name: RECORD[name] for name in _READ}],
    "evidence": [EVIDENCE],
    "reviews": [],
    "decisions": [
        {
            "decision": "promote",
            "is_open": False,
            "if_upheld": False,
            "bar": None,
            "lacking": [
                {
                    "item_id": "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f",
                    "title": "Monthly finances",
                    "text": "One more, from another day. Jo can sign.",
                }
            ],
        },
        {"decision": "extend", "is_open": True, "if_upheld": False, "bar": None, "lacking": []},
    ],
    "consultees": [_CONSULTEE],
    "outside_consultee": None,
    "reviewer_mentored": False,
    "may": {"review": True, "give_view": False},
}

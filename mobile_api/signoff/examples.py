"""Examples of plans, requests, sign-offs and what stands beside them."""

from typing import Any

from mobile_api.cast import AGREEMENT_ID, AT, FRAMEWORK_ID, MENTEE, MENTOR, PLAN_ID, TOKEN

_ITEM_ID = "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"
_SIGN_OFF_ID = "0192f0d3-60b5-7e9c-a2f1-7b6c5d4e3f21"
_HASH = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
CREATE_PLAN: dict[str, Any] = {
    "id": PLAN_ID,
    "agreement_id": AGREEMENT_ID,
    "framework_id": FRAMEWORK_ID,
    "role": "manager",
    "starts_on": "2026-09-01",
    "ends_on": "2026-11-30",
}
TAKING_UP: dict[str, Any] = {"agreement_id": AGREEMENT_ID}
REQUEST: dict[str, Any] = {"mentor_id": MENTOR["id"], "note": "Could you watch the budget meeting on Thursday?"}
SIGN_OFF: dict[str, Any] = {
    "id": _SIGN_OFF_ID,
    "outcome": "competent",
    "seen_on": "2026-10-02",
    "method": "observed",
    "help": "alone",
    "statement": "Explained the overspend on agency hours and agreed a rota that brings it back.",
    "item_rev": 1,
    "intent": 1,
    "presence": TOKEN,
}
WITHDRAWAL: dict[str, Any] = {"reason": "Signed on the wrong criterion.", "presence": TOKEN}
CONFIRMATION: dict[str, Any] = {"presence": TOKEN}
NOT_ME: dict[str, Any] = {"id": "0192f0e1-3c44-7d01-9b12-5e6f7a8b9c0d"}
LIFTING: dict[str, Any] = {"reason": "Jo signed on the shared phone, and remembers it now.", "presence": TOKEN}
DECLINE: dict[str, Any] = {"reason": "I am on nights until the tenth. Ask Sam, or me again after that."}
PASSING_ON: dict[str, Any] = {"reason": "Sam runs that meeting."}
REQUIREMENT: dict[str, Any] = {"signatures": 2, "reason": "We would both like to see it in a second month."}
REQUIREMENT_ANSWER: dict[str, Any] = {"answer": "agree"}
DISPUTE: dict[str, Any] = {"text": "I did this alone: the prompt was for my colleague."}
_PROGRESS = {
    "criteria_total": 22,
    "criteria_complete": 9,
    "signatures_required": 26,
    "signatures_counted": 12,
    "percent": 46,
    "pace": "on",
}
_SHOWN = {
    "id": _SIGN_OFF_ID,
    "outcome": "competent",
    "seen_on": "2026-10-02",
    "method": "observed",
    "help": "alone",
    "statement": SIGN_OFF["statement"],
    "next_step": None,
    "gap_days": None,
    "gap_reason": None,
    "signer": {**MENTOR, "role": "manager"},
    "signed_at": AT,
    "assurance": "online",
    "flags": [],
    "note": None,
    "evidence": [],
    "withdrawal": None,
    "withdrawal_open": None,
    "freeze": None,
    "dispute": None,
    "signed_under": None,
    "counts": True,
    "may": {"withdraw": True, "report_not_me": True, "open_withdrawal": False, "dispute": False},
}
_ITEM = {
    "id": _ITEM_ID,
    "key": "monthly-finances",
    "title": "Monthly finances",
    "question": "Can they explain this month's figures and what they will do about them?",
    "guidance": "Look for the reasons behind the figures, and one clear next step.",
    "nudges": ["Go through next month's figures together."],
    "signatures_required": 2,
    "policy": {"other_day": True, "other_mentor": False, "methods": ["observed", "discussed"]},
    "status": "part_signed",
    "latest": "competent",
    "waiting": None,
    "rev": 1,
    "intent": 1,
    "sign_offs": [_SHOWN],
    "missing": [{"code": "another_day", "text": "One more, from another day. Jo or Sam can sign."}],
    "requirements": [
        {
            "id": "0192f0c4-5f10-7a3b-9c2d-1e0f2a3b4c5d",
            "by": MENTOR,
            "side": "mentor",
            "before": 1,
            "after": 2,
            "reason": "We would both like to see it in a second month.",
            "status": "made",
            "asked_at": AT,
            "answered_by": None,
            "ended_at": None,
            "may": {"answer": False, "withdraw": False},
        }
    ],
    "dispute": None,
    "declined": None,
    "prior": [],
    "may": {"sign_off": True, "request": False, "change_requirement": True, "dispute": False},
}
PLAN: dict[str, Any] = {
    "id": PLAN_ID,
    "mentee": MENTEE,
    "role": "manager",
    "status": "active",
    "framework": {
        "id": FRAMEWORK_ID,
        "key": "senior-manager-mentoring-plan",
        "version": 1,
        "title": "Senior and manager mentoring plan",
    },
    "mentors": [{**MENTOR, "is_away": False, "away_until": None, "deputy": None}],
    "starts_on": "2026-09-01",
    "ends_on": "2026-11-30",
    "agreed_ends_on": "2026-11-30",
    "paused_since": None,
    "progress": _PROGRESS,
    "items": [_ITEM],
    "left_items": [],
    "review": None,
    "may": {"review": False, "move": False, "see_evidence": True, "add_evidence": True},
}
RECEIPT: dict[str, Any] = {
    "v": 1,
    "id": _SIGN_OFF_ID,
    "kind": "sign_off",
    "at": AT,
    "seq": 412,
    "content": {"v": 1, "kind": "sign_off", "item_id": _ITEM_ID, "outcome": "competent", "words": _HASH},
    "attestation": {"v": 1, "at": AT, "assurance": "online", "signer": _HASH},
    "said": {"nonce": "9f86d081884c7d659a2feaa0c55ad015", "words": {"statement": SIGN_OFF["statement"]}},
    "signer": {
        "nonce": "60303ae22b998861bce3b28f33eec1be",
        "words": {"name": MENTOR["name"], "post": "manager", "site": "Larch House"},
    },
    "commitment": _HASH,
    "hash": _HASH,
}
SIGNED_OFF: dict[str, Any] = {"sign_off": _SHOWN, "item": _ITEM, "progress": _PROGRESS, "receipt": RECEIPT}
MOVE_PLAN: dict[str, Any] = {"framework_id": FRAMEWORK_ID}

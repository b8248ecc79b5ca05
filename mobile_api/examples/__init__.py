"""Examples for the description, of invented people. A test holds each against its schema."""

from typing import Any

_ITEM_ID = "0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f"
_PLAN_ID = "0192f0c0-12aa-7d10-9a51-5c1a0e7f6b20"
_AGREEMENT_ID = "0192f0bf-90d4-7a02-b1c2-3d4e5f607182"
_FRAMEWORK_ID = "0192f0be-44c8-7f33-8d0e-9a8b7c6d5e4f"
_MENTEE = {"id": "0192f0ba-11c0-7a6e-9b3f-64d0f2a7c581", "name": "Maya Alder"}
_MENTOR = {"id": "0192f0ba-5e21-7c0d-8f42-0b9d1c3e5f70", "name": "Jo Rowan"}
_SIGN_OFF_ID = "0192f0d3-60b5-7e9c-a2f1-7b6c5d4e3f21"
_TOKEN = "0192f0b9-0000-7000-8000-000000000001.cV3k..."
_HASH = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
_AT = "2026-10-02T15:04:05.123Z"

SIGN_IN: dict[str, Any] = {
    "login": "mentor@demo.test",
    "password": "countersign-demo",
    "device": {"name": "Jo's phone", "platform": "android", "app_version": "1.0.0"},
}
REFRESH: dict[str, Any] = {"refresh_token": _TOKEN}
PRESENCE: dict[str, Any] = {"method": "pin", "pin": "135790"}
SIGNED_IN: dict[str, Any] = {
    "access_token": _TOKEN,
    "expires_in": 3600,
    "refresh_token": _TOKEN,
    "device": {"id": "0192f0b8-7d3c-7b1a-9e5f-2a4c6e8f0b1d"},
    "person": _MENTOR,
    "memberships": [{"organisation": "demo", "name": "Hazelwood Care", "person_id": _MENTOR["id"]}],
}
JOIN: dict[str, Any] = {
    "code": "K7QM-2X9D-4TRW",
    "password": "three plain words",
    "pin": "135790",
    "device": {"name": "Maya's phone", "platform": "android", "app_version": "1.0.0"},
}
JOINING_CODE: dict[str, Any] = {"identity_method": "document", "checked_on": "2026-10-02"}
MADE_CODE: dict[str, Any] = {"code": "K7QM-2X9D-4TRW", "expires_on": "2026-10-16"}
OPENED: dict[str, Any] = {"presence": _TOKEN, "expires_in": 600, "uses_left": 20}
SWITCH: dict[str, Any] = {"organisation": "rookery"}
CHANGE_PASSWORD: dict[str, Any] = {"current": "countersign-demo", "password": "kettle orbit maple thursday"}
CHANGE_PIN: dict[str, Any] = {"password": "countersign-demo", "pin": "280461"}
SESSIONS: dict[str, Any] = {
    "items": [
        {
            "id": "0192f0b9-3a6d-7f10-8c2b-5d7e9f1a3b4c",
            "device": {"name": "Jo's phone", "platform": "android"},
            "started_at": _AT,
            "used_at": _AT,
            "current": True,
        }
    ],
    "next_cursor": None,
}
CREATE_PLAN: dict[str, Any] = {
    "id": _PLAN_ID,
    "agreement_id": _AGREEMENT_ID,
    "framework_id": _FRAMEWORK_ID,
    "role": "manager",
    "starts_on": "2026-09-01",
    "ends_on": "2026-11-30",
}
REQUEST: dict[str, Any] = {"mentor_id": _MENTOR["id"], "note": "Could you watch the budget meeting on Thursday?"}
SIGN_OFF: dict[str, Any] = {
    "id": _SIGN_OFF_ID,
    "outcome": "competent",
    "seen_on": "2026-10-02",
    "method": "observed",
    "help": "alone",
    "statement": "Explained the overspend on agency hours and agreed a rota that brings it back.",
    "item_rev": 1,
    "intent": 1,
    "presence": _TOKEN,
}
MAKE_NOTE: dict[str, Any] = {
    "person_id": _MENTEE["id"],
    "criterion": "monthly-finances",
    "text": "Explained the overspend on agency hours without being asked.",
    "happened_at": "2026-10-02T11:40:00Z",
}
NOTE: dict[str, Any] = {
    "id": "0192f0d1-33aa-7c41-8d20-9e8f7a6b5c4d",
    "person": _MENTEE,
    "criterion": "monthly-finances",
    "text": MAKE_NOTE["text"],
    "happened_at": "2026-10-02T11:40:00Z",
    "made_at": _AT,
    "may": {"sign_off": True},
}
ABSENCE: dict[str, Any] = {"from_on": "2026-11-23", "until_on": "2026-12-03"}
BACK: dict[str, Any] = {"until_on": "2026-11-30"}
PAUSE: dict[str, Any] = {"reason": "The service moves house; we go on in the new year."}
ENDING: dict[str, Any] = {"reason": "Jo moves to another area. Sam will take over.", "plans": "pause"}
TAKING_UP: dict[str, Any] = {"agreement_id": _AGREEMENT_ID}
WITHDRAWAL: dict[str, Any] = {"reason": "Signed on the wrong criterion.", "presence": _TOKEN}
CONFIRMATION: dict[str, Any] = {"presence": _TOKEN}
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
    "signer": {**_MENTOR, "role": "manager"},
    "signed_at": _AT,
    "assurance": "online",
    "flags": [],
    "note": None,
    "withdrawal": None,
    "withdrawal_open": None,
    "dispute": None,
    "counts": True,
    "may": {"withdraw": True, "open_withdrawal": False, "dispute": False},
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
            "by": _MENTOR,
            "side": "mentor",
            "before": 1,
            "after": 2,
            "reason": "We would both like to see it in a second month.",
            "status": "made",
            "asked_at": _AT,
            "answered_by": None,
            "ended_at": None,
            "may": {"answer": False, "withdraw": False},
        }
    ],
    "dispute": None,
    "declined": None,
    "may": {"sign_off": True, "request": False, "change_requirement": True, "dispute": False},
}
PLAN: dict[str, Any] = {
    "id": _PLAN_ID,
    "mentee": _MENTEE,
    "role": "manager",
    "status": "active",
    "framework": {
        "id": _FRAMEWORK_ID,
        "key": "senior-manager-mentoring-plan",
        "version": 1,
        "title": "Senior and manager mentoring plan",
    },
    "mentors": [{**_MENTOR, "is_away": False, "away_until": None}],
    "starts_on": "2026-09-01",
    "ends_on": "2026-11-30",
    "agreed_ends_on": "2026-11-30",
    "paused_since": None,
    "progress": _PROGRESS,
    "items": [_ITEM],
    "left_items": [],
    "may": {"review": False, "move": False},
}
RECEIPT: dict[str, Any] = {
    "v": 1,
    "id": _SIGN_OFF_ID,
    "kind": "sign_off",
    "at": _AT,
    "seq": 412,
    "content": {"v": 1, "kind": "sign_off", "item_id": _ITEM_ID, "outcome": "competent", "words": _HASH},
    "attestation": {"v": 1, "at": _AT, "assurance": "online", "signer": _HASH},
    "said": {"nonce": "9f86d081884c7d659a2feaa0c55ad015", "words": {"statement": SIGN_OFF["statement"]}},
    "signer": {
        "nonce": "60303ae22b998861bce3b28f33eec1be",
        "words": {"name": _MENTOR["name"], "post": "manager", "site": "Larch House"},
    },
    "commitment": _HASH,
    "hash": _HASH,
}
SIGNED_OFF: dict[str, Any] = {"sign_off": _SHOWN, "item": _ITEM, "progress": _PROGRESS, "receipt": RECEIPT}
CHANGE_SETTINGS: dict[str, Any] = {
    "name": "Rookery Nursery",
    "site_word": "setting",
    "client_word": "child",
    "approvers": ["site_manager"],
    "small_setting": True,
    "consultee_name": "Wren Aspen",
    "consultee_role": "chair of trustees",
}
SETTINGS: dict[str, Any] = {
    "key": "rookery",
    "name": "Rookery Nursery",
    "zone": "Europe/London",
    "site_word": "setting",
    "client_word": "child",
    "approvers": ["site_manager"],
    "small_setting": True,
    "consultee": {"name": "Wren Aspen", "role": "chair of trustees"},
}
RETIRE_FRAMEWORK: dict[str, Any] = {"on": "2027-01-01"}
_FRAMEWORK_TEXT = """key = "induction"
version = 1
title = "Induction"
summary = "The first weeks."
roles = ["new_starter"]
intent = 1

[[criterion]]
key = "show-round"
title = "Shown round the building"
roles = ["new_starter"]
signatures = 1
question = "Who showed them round?"
methods = ["observed"]
signer_posts = []
nudges = []
tags = []
guidance = "Fire exits, first aid, where to put a coat."
"""
NEW_DRAFT: dict[str, Any] = {"id": "0192f0d9-2a6b-7c11-8e3f-5d7a9b1c3e5f", "text": _FRAMEWORK_TEXT}
CHANGED_DRAFT: dict[str, Any] = {"text": _FRAMEWORK_TEXT}
MOVE_PLAN: dict[str, Any] = {"framework_id": _FRAMEWORK_ID}

"""Examples of agreements, mentors and conversations."""

from typing import Any

from mobile_api.cast import AGREEMENT_ID, MENTEE, MENTOR

COMENTOR = {"id": "0192f0ba-6a02-7d11-9c53-1d0e2f4a6b80", "name": "Sam Beech"}
APPROVER = {"id": "0192f0ba-7b13-7e22-8d64-2e1f3a5b7c91", "name": "Ash Linden"}
_AT = "2026-09-28T09:12:31.402Z"

PROPOSE: dict[str, Any] = {
    "id": AGREEMENT_ID,
    "programme": "new_managers",
    "mentee_id": MENTEE["id"],
    "mentor_ids": [MENTOR["id"]],
    "what_matters": "Time to think aloud before the first team meeting.",
    "goals": [{"text": "Chair a team meeting by myself.", "horizon": "short"}],
    "support_arrangement": "both",
    "starts_on": "2026-10-01",
    "ends_on": "2026-12-31",
}
PROPOSE_GROUP: dict[str, Any] = {
    **{name: value for name, value in PROPOSE.items() if name not in ("id", "mentee_id")},
    "id": "0192f0bf-a1e5-7b13-82d3-4e5f60718293",
    "name": "Autumn starters",
    "programme": "new_starters",
    "mentee_ids": [MENTEE["id"], COMENTOR["id"]],
}
APPROVE: dict[str, Any] = {"consulted": "Bay Juniper, learning lead"}
ANSWER: dict[str, Any] = {"answer": "agree"}
AMEND: dict[str, Any] = {
    "rev": 1,
    "what_matters": "Time to think aloud, now also about rotas.",
    "goals": [{"text": "Write a rolling rota.", "horizon": "short"}],
    "support_arrangement": "scheduled",
}
ADD_MENTOR: dict[str, Any] = {"person_id": COMENTOR["id"], "reason": "So that one of two is always there."}
REMOVE_MENTOR: dict[str, Any] = {"reason": "I have taken on another service."}
ASK_FOR_CHANGE: dict[str, Any] = {"text": "I would like to work with somebody from another site."}
ANSWER_CHANGE: dict[str, Any] = {"text": "Thank you for saying so. Let us talk on Tuesday."}
CONVERSATION: dict[str, Any] = {
    "held_on": "2026-10-02",
    "minutes": 45,
    "mode": "both",
    "note": "Looked at the figures together, then thought about who to ask.",
}
STRIKE: dict[str, Any] = {"reason": "Noted under the wrong agreement."}
AGREEMENT: dict[str, Any] = {
    "id": AGREEMENT_ID,
    "programme": "new_managers",
    "mentee": MENTEE,
    "mentors": [
        {
            **MENTOR,
            "is_peer": False,
            "agreed": True,
            "invited_at": _AT,
            "lapses_on": None,
            "replaces_id": None,
            "active_since": "2026-10-01T08:00:00.000Z",
            "left_at": None,
        }
    ],
    "proposer": MENTOR,
    "status": "active",
    "mentee_agreed": True,
    "approved": True,
    "approved_at": "2026-09-30T16:20:00.000Z",
    "approver": APPROVER,
    "approvers": [],
    "double_roles": [],
    "consulted": None,
    "outside_consultee": None,
    "your_roles": ["mentor"],
    "group": None,
    "rev": 1,
    "what_matters": PROPOSE["what_matters"],
    "goals": PROPOSE["goals"],
    "support_arrangement": "both",
    "starts_on": "2026-10-01",
    "ends_on": "2026-12-31",
    "lapses_on": "2026-10-28",
    "may": {
        "answer": False,
        "approve": False,
        "manage": False,
        "leave": True,
        "amend": True,
        "note_conversation": True,
        "see_conversations": True,
        "ask_for_change": False,
        "see_change_requests": False,
    },
}
PARTING: dict[str, Any] = {
    "mentor": MENTOR,
    "has_begun": True,
    "mentee": MENTEE,
    "others": [],
    "open_plans": 1,
    "requests": 2,
    "own": {"drafts": 1, "notes": 0},
}
PAUSE: dict[str, Any] = {"reason": "The service moves house; we go on in the new year."}
ENDING: dict[str, Any] = {"reason": "Jo moves to another area. Sam will take over.", "plans": "pause"}

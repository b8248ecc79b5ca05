"""Examples of records, answers and next steps."""

from typing import Any

from mobile_api.cast import AT, MENTEE, MENTOR, TOKEN

_RECORD_ID = "0192f0d8-21c4-7b90-8e3a-5d4c3b2a1908"
_STEP_ID = "0192f0d8-7a11-7c02-9b1d-6e5f4a3b2c1d"
_WRITER = {**MENTOR, "role": "manager"}
_SAID: dict[str, Any] = {
    "happened_on": "2026-10-01",
    "shows": "both",
    "account": "Took the late handover. Everybody had their say; two actions were left without a name.",
    "criteria": ["team-meeting"],
}
WRITE: dict[str, Any] = {
    "id": _RECORD_ID,
    "subject_id": MENTEE["id"],
    "kind": "observation",
    **_SAID,
    "next_steps": [{"text": "End the next handover by reading the actions out.", "due_on": "2026-10-16"}],
}
REWRITE: dict[str, Any] = {name: WRITE[name] for name in (*_SAID, "next_steps")}
SHARE: dict[str, Any] = {"discussed_on": "2026-10-02"}
DISCUSS: dict[str, Any] = {"discussed_on": "2026-10-02"}
ANSWER: dict[str, Any] = {
    "version": 1,
    "answer": "partly",
    "comment": "One of the two actions had a name, I only did not say it.",
    "presence": TOKEN,
}
AMEND: dict[str, Any] = {
    **_SAID,
    "account": "Took the late handover. Everybody had their say; one action was left without a name.",
    "follows": 1,
    "reason": "Maya named one of the two: I had missed it.",
}
INCLUDE: dict[str, Any] = {"include": True}
SETTLE: dict[str, Any] = {"outcome": "done", "why": "Read out on the tenth."}
_CRITERIA = [{"key": "team-meeting", "title": "Chair a team meeting"}]
_TEXTS = {
    "account": _SAID["account"],
    "concern": None,
    "good_would_look_like": None,
    "support_offered": None,
    "kept_because": None,
}
_ANSWERED = {"answer": "partly", "comment": ANSWER["comment"], "at": AT}
STEP: dict[str, Any] = {
    "id": _STEP_ID,
    "record_id": _RECORD_ID,
    "subject": MENTEE,
    "text": "End the next handover by reading the actions out.",
    "owner": MENTEE,
    "due_on": "2026-10-16",
    "status": "open",
    "why": None,
    "settled_by": None,
    "settled_at": None,
    "may": {"settle": True},
}
RECORD: dict[str, Any] = {
    "id": _RECORD_ID,
    "kind": "observation",
    "state": "answered",
    "subject": MENTEE,
    "writer": _WRITER,
    "happened_on": "2026-10-01",
    "written_on": "2026-10-02",
    "shared_at": AT,
    "discussed_on": "2026-10-02",
    "answer_due_on": "2026-10-09",
    "shows": "both",
    **_TEXTS,
    "criteria": _CRITERIA,
    "next_steps": [STEP],
    "draft_steps": [],
    "open_steps": [],
    "version": 1,
    "versions": [
        {
            "version": 1,
            "written_at": AT,
            "reason": None,
            "happened_on": "2026-10-01",
            "shows": "both",
            **_TEXTS,
            "criteria": _CRITERIA,
            "digest": "3f0a377ba0a4a460ecb616f6507ce0d8cfa3e704025d4fda3ed0c5ca05468728",
            "answer": _ANSWERED,
        }
    ],
    "answer": _ANSWERED,
    "included": False,
    "note_id": None,
    "lapses_on": None,
    "rev": 1,
    "may": {"edit": False, "share": False, "discuss": False, "answer": False, "amend": True, "include": False},
}

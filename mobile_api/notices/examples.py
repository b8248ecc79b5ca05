"""Examples of notices, push targets and preferences."""

from typing import Any

from mobile_api.cast import AT, PLAN_ID

PUT_TARGET: dict[str, Any] = {"kind": "fid", "value": "cX9kQ2vTRmm7Zt1bYdWqLp"}
TARGET: dict[str, Any] = {"device_id": "0192f0b8-7d3c-7b1a-9e5f-2a4c6e8f0b1d", "kind": "fid", "seen_at": AT}

NOTICE: dict[str, Any] = {
    "id": "0192f0c4-5b1e-7c22-8a3d-1f0e9d8c7b6a",
    "kind": "signed",
    "topic": "sign_offs",
    "line": "Jo Rowan signed: Monthly finances.",
    "at": AT,
    "read_at": None,
    "leads_to": "item",
    "about_id": "0192f0c1-77d0-7e15-a2b3-c4d5e6f70819",
    "plan_id": PLAN_ID,
    "item_id": "0192f0c1-77d0-7e15-a2b3-c4d5e6f70819",
}
INBOX: dict[str, Any] = {"items": [NOTICE], "next_cursor": None, "unread": 1}
READING: dict[str, Any] = {"id": NOTICE["id"], "read_at": AT, "unread": 0}
_WAYS: dict[str, Any] = {"topic": "requests", "push": True, "web_push": False, "mail": True}
_NIGHTS: dict[str, Any] = {"weekdays": ["monday", "tuesday", "friday"], "starts": "20:00", "ends": "08:00"}
PUT_PREFERENCES: dict[str, Any] = {"topics": [_WAYS], "rhythm": "daily", "working": _NIGHTS}
PREFERENCES: dict[str, Any] = {
    "topics": [{**_WAYS, "kinds": ["request", "request_overdue"], "always": []}],
    "rhythm": "daily",
    "working": _NIGHTS,
    "zone": "Europe/London",
    "mail_to": "jo.rowan@hazelwood.test",
    "mail_stopped_at": None,
}

BROWSER_KEY: dict[str, Any] = {
    "public_key": "BEl62iUYgUivxIkv69yViEuiBIa-Ib9-SkvMeAtA3LFgDzkrxZJjSgSnfckjBJuBkr3qBUYIHBQFLXYp5Nksh8U"
}
DELIVERIES: dict[str, Any] = {
    "waiting": 2,
    "oldest_at": AT,
    "given_up": [{"channel": "fcm", "code": "expired", "count": 3}],
    "disabled_targets": 1,
}
NEW_FEED: dict[str, Any] = {
    "secret": "0192f0b8-7d3c-7b1a-9e5f-2a4c6e8f0b1d.pVb3n7cQyZ0sYq1mJt8wKxR4uE6oH2aL5dG9fS7iTjM",
    "made_at": AT,
}
CHANGE_MEETING: dict[str, Any] = {"week": "second", "weekday": 1, "hour": 10, "minute": 0, "minutes": 120}
MEETING: dict[str, Any] = {**CHANGE_MEETING, "next_at": AT}

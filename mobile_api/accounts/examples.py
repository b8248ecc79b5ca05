"""Examples of signing in, sessions, codes and secrets."""

from typing import Any

from mobile_api.cast import AT, MENTOR, TOKEN

SIGN_IN: dict[str, Any] = {
    "login": "mentor@demo.test",
    "password": "countersign-demo",
    "device": {"name": "Jo's phone", "platform": "android", "app_version": "1.0.0"},
}
REFRESH: dict[str, Any] = {"refresh_token": TOKEN}
PRESENCE: dict[str, Any] = {"method": "pin", "pin": "135790"}
SIGNED_IN: dict[str, Any] = {
    "access_token": TOKEN,
    "expires_in": 3600,
    "refresh_token": TOKEN,
    "device": {"id": "0192f0b8-7d3c-7b1a-9e5f-2a4c6e8f0b1d"},
    "person": MENTOR,
    "memberships": [{"organisation": "demo", "name": "Hazelwood Care", "person_id": MENTOR["id"]}],
}
JOIN: dict[str, Any] = {
    "code": "K7QM-2X9D-4TRW",
    "password": "three plain words",
    "pin": "135790",
    "device": {"name": "Maya's phone", "platform": "android", "app_version": "1.0.0"},
}
JOINING_CODE: dict[str, Any] = {"identity_method": "document", "checked_on": "2026-10-02"}
MADE_CODE: dict[str, Any] = {"code": "K7QM-2X9D-4TRW", "expires_on": "2026-10-16"}
OPENED: dict[str, Any] = {"presence": TOKEN, "expires_in": 600, "uses_left": 20}
SWITCH: dict[str, Any] = {"organisation": "rookery"}
CHANGE_PASSWORD: dict[str, Any] = {"current": "countersign-demo", "password": "kettle orbit maple thursday"}
CHANGE_PIN: dict[str, Any] = {"password": "countersign-demo", "pin": "280461"}
SESSIONS: dict[str, Any] = {
    "items": [
        {
            "id": "0192f0b9-3a6d-7f10-8c2b-5d7e9f1a3b4c",
            "device": {"name": "Jo's phone", "platform": "android"},
            "started_at": AT,
            "used_at": AT,
            "current": True,
        }
    ],
    "next_cursor": None,
}

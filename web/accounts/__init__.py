"""Signing in and out, who one is here, and one's own password, PIN and sessions, as pages."""

from web.accounts import door, joining, me, organisations, own, phones, sessions
from web.accounts.proof import confirm, missing_proof, presence

ROOMS = (
    door.door, me.me, own.own, sessions.sessions, organisations.organisations, joining.joining, phones.phones,
)  # fmt: skip

__all__ = ["ROOMS", "confirm", "missing_proof", "presence"]

"""Signing in and out, who one is here, and one's own password, PIN and sessions, as pages."""

from web.accounts import door, me, organisations, own, sessions
from web.accounts.door import device, known, let_in
from web.accounts.proof import confirm, presence

ROOMS = (door.door, me.me, own.own, sessions.sessions, organisations.organisations)

__all__ = ["ROOMS", "confirm", "device", "known", "let_in", "presence"]

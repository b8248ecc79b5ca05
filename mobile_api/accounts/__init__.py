"""Signing in and out, one's sessions, and the secrets that prove who one is."""

from mobile_api.accounts import entering, own, sessions

ROOMS = (entering.room, sessions.room, own.room)

__all__ = ["ROOMS", "entering", "own", "sessions"]

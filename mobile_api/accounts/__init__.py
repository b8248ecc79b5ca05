"""Signing in and out, one's sessions, and the secrets that prove who one is."""

from mobile_api.accounts import entering, joining, own, sessions

ROOMS = (entering.room, joining.room, sessions.room, own.room)

"""Frameworks: their versions, and drafts of what is to come."""

from mobile_api.frameworks import drafts, versions

ROOMS = (versions.room, drafts.room)

"""Being told: what is new, how one wants to know, and where a phone can be reached."""

from mobile_api.notices import inbox, preferences, targets

ROOMS = (inbox.room, targets.room, preferences.room)

"""Being told: what is new, and where a phone can be reached."""

from mobile_api.notices import inbox, targets

ROOMS = (inbox.room, targets.room)

"""Being told: where a phone can be reached."""

from mobile_api.notices import targets

ROOMS = (targets.room,)

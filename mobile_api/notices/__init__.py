"""Being told: what is new, how one wants to know, and where a phone can be reached."""

from mobile_api.notices import calendar, deliveries, inbox, preferences, targets

ROOMS = (inbox.room, targets.room, preferences.room, deliveries.room, calendar.room)

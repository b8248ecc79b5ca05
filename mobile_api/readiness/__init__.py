"""Plans seen together, for phones."""

from mobile_api.readiness import what_if

ROOMS = (what_if.room,)

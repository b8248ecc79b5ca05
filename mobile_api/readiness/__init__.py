"""Plans seen together, for phones."""

from mobile_api.readiness import board, insight, what_if

ROOMS = (board.room, insight.room, what_if.room)

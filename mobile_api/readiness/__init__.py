"""Plans seen together, for phones."""

from mobile_api.readiness import board, what_if

ROOMS = (board.room, what_if.room)

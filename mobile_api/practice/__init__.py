"""What somebody keeps for themselves."""

from mobile_api.practice import notes

ROOMS = (notes.room,)

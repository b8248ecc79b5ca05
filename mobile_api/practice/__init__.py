"""What somebody keeps for themselves."""

from mobile_api.practice import evidence, notes, reflections

ROOMS = (notes.room, reflections.room, evidence.room)

"""What is written down about people, and agreed on."""

from mobile_api.records import agreeing, drafts, reading, steps

ROOMS = (drafts.room, reading.room, agreeing.room, steps.room)

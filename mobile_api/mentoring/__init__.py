"""Mentoring agreements, their mentors, the conversations under them, and how they stand still or end."""

from mobile_api.mentoring import agreements, conversations, mentors, pauses

ROOMS = (
    agreements.room,
    mentors.room,
    conversations.room,
    pauses.room,
)

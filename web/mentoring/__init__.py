"""Mentoring agreements as pages."""

from web.mentoring import agreements, amending, changes, conversations, faces, mentors, pausing, proposing

ROOMS = (
    agreements.agreements,
    proposing.proposing,
    mentors.mentors,
    amending.amending,
    changes.changes,
    conversations.conversations,
    pausing.pausing,
)

__all__ = ["ROOMS", "faces"]

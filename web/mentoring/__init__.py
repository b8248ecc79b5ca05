"""Mentoring agreements as pages."""

from web.mentoring import agreements, amending, changes, conversations, faces, mentors, proposing, standing

ROOMS = (
    agreements.agreements,
    proposing.proposing,
    mentors.mentors,
    amending.amending,
    changes.changes,
    conversations.conversations,
    standing.standing,
)

__all__ = ["ROOMS", "faces"]

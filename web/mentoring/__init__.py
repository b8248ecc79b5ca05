"""Mentoring agreements as pages."""

from web.mentoring import agreements, amending, changes, conversations, faces, mentors, pausing, plans, proposing

ROOMS = (
    agreements.agreements,
    proposing.proposing,
    mentors.mentors,
    amending.amending,
    changes.changes,
    conversations.conversations,
    pausing.pausing,
    plans.plans,
)

__all__ = ["ROOMS", "faces"]

"""Mentoring agreements as pages."""

from web.mentoring import agreements, amending, conversations, faces, mentors, pausing, plans, proposing, quiet_requests

ROOMS = (
    agreements.agreements,
    proposing.proposing,
    mentors.mentors,
    amending.amending,
    quiet_requests.quiet_requests,
    conversations.conversations,
    pausing.pausing,
    plans.plans,
)

__all__ = ["ROOMS", "faces"]

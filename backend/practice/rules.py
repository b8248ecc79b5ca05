"""What is refused about notes, and whom the organisation owes a rhythm. Pure."""

from datetime import datetime, timedelta

from backend.kernel.errors import Kind, refusal
from backend.kernel.ids import Id
from backend.people.rules import AREA_POSTS, ORGANISATION_POSTS, SITE_POSTS, Post

CLOCKS_DIFFER = timedelta(minutes=5)

in_future = refusal("note.in_future", Kind.INVALID, "That moment has not come yet. Say when it happened.")
gone = refusal("note.gone", Kind.INVALID, "That note is no longer there: signed already, or dropped. Sign without it.")
of_another = refusal("note.of_another_person", Kind.INVALID, "That note is about somebody else. Go on without it.")


def ensure_happened(happened_at: datetime, now: datetime) -> None:
    """Raises `note.in_future`; a phone's clock may be five minutes fast."""
    if happened_at > now + CLOCKS_DIFFER:
        raise in_future()


def is_owed_rhythm(post: Post, site_id: Id | None) -> bool:
    """Whether somebody is owed an observation or a discussion now and then: all of a site's team but who runs it.

    Source: domain 3 (made by a manager, senior or mentor about a team member).
    """
    return site_id is not None and post not in {*SITE_POSTS, *AREA_POSTS, *ORGANISATION_POSTS}

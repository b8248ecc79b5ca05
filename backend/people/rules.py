"""Posts and what they carry; what is refused about people. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from backend.kernel.errors import Kind, refusal
from backend.kernel.ties import Tie


class Post(StrEnum):
    """The posts people hold. Source: domain, Who uses it."""

    SUPPORT_WORKER = "support_worker"
    VOLUNTEER = "volunteer"
    RELIEF = "relief"
    SENIOR = "senior"
    ROOM_LEADER = "room_leader"
    SUPERVISOR = "supervisor"
    DEPUTY = "deputy"
    MANAGER = "manager"
    REGISTERED_MANAGER = "registered_manager"
    CLINICIAN = "clinician"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    AREA_MANAGER = "area_manager"
    LEARNING_LEAD = "learning_lead"
    PEOPLE_TEAM = "people_team"
    ADMINISTRATOR = "administrator"


class IdentityMethod(StrEnum):
    """How somebody made sure that a person is who they say. Source: trust, S16."""

    IN_PERSON = "in_person"
    DOCUMENT = "document"
    VIDEO = "video"
    EMPLOYMENT_RECORD = "employment_record"


SITE_POSTS: Mapping[Post, Tie] = {Post.MANAGER: Tie.SITE, Post.REGISTERED_MANAGER: Tie.SITE}
AREA_POSTS: Mapping[Post, Tie] = {Post.AREA_MANAGER: Tie.AREA}
ORGANISATION_POSTS: Mapping[Post, Tie] = {
    Post.LEARNING_LEAD: Tie.LEARNING,
    Post.PEOPLE_TEAM: Tie.PEOPLE,
    Post.ADMINISTRATOR: Tie.ADMIN,
}

own_appointment = refusal(
    "people.own_appointment", Kind.FORBIDDEN, "Nobody appoints themselves. Ask a colleague who manages people."
)
unknown_site = refusal(
    "people.unknown_site", Kind.INVALID, "That site is not one of ours. Choose a site from the list."
)
unknown_area = refusal(
    "people.unknown_area", Kind.INVALID, "That area is not one of ours. Choose an area from the list."
)
staff_number_taken = refusal(
    "people.staff_number_taken", Kind.CONFLICT, "Somebody here has that staff number. Check it, or leave it out."
)
has_left = refusal("people.has_left", Kind.CONFLICT, "They have left. Choose somebody who works here now.")
site_needed = refusal("people.site_needed", Kind.INVALID, "This post is held at a site. Say which one.")
area_needed = refusal("people.area_needed", Kind.INVALID, "This post is held for an area. Say which one.")
own_identity = refusal(
    "people.own_identity", Kind.FORBIDDEN, "Somebody else checks your identity. Ask your manager or the people team."
)


def place_of(post: Post, site: bool, area: bool) -> None:
    """Raises `people.site_needed` or `people.area_needed` when a post is without its place."""
    if post in SITE_POSTS and not site:
        raise site_needed()
    if post in AREA_POSTS and not area:
        raise area_needed()

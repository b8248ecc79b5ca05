"""Posts and what they carry; what is refused about people. Pure."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from backend.kernel.errors import Fault, Kind, clash_of, refusal
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


class SiteWord(StrEnum):
    """What an organisation calls the places it works in. Source: decisions, Words."""

    SITE = "site"
    SERVICE = "service"
    SETTING = "setting"
    SCHOOL = "school"
    HOME = "home"


class ClientWord(StrEnum):
    """What an organisation calls those it is there for. Source: decisions, Words."""

    PERSON_WE_SUPPORT = "person_we_support"
    CHILD = "child"
    PUPIL = "pupil"


class Approver(StrEnum):
    """Who may approve agreements beside area managers, where the organisation says so. Source: decisions, Rights."""

    SITE_MANAGER = Tie.SITE.value
    LEARNING_LEAD = Tie.LEARNING.value


APPROVING = (Tie.AREA, *(Tie(one) for one in Approver))
"""Everybody who may, wherever organisations say so."""

OBSERVATION_DAYS = 31
"""How often everyone is owed an observation or a discussion, unless the organisation says otherwise: about monthly.

Source: domain 3."""

REMINDER_DAYS = (5, 10)
"""After how many days of waiting people are reminded, unless the organisation says otherwise. Source: domain 8."""

ENDING_DAYS = (14, 3)
"""How many days before the end of a plan people are told of it, unless the organisation says otherwise."""

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
for _column in ("staff_number", "staff_key"):
    clash_of(f"uq_people_org_{_column}", staff_number_taken)
    clash_of(f"people.org, people.{_column}", staff_number_taken)
has_not_left = refusal("people.has_not_left", Kind.CONFLICT, "They work here. Move them instead of bringing them back.")
own_line_manager = refusal(
    "people.own_line_manager", Kind.INVALID, "Nobody is their own line manager. Choose somebody else."
)
no_line_manager = refusal("people.no_line_manager", Kind.CONFLICT, "They have no line manager just now.")
has_left = refusal("people.has_left", Kind.CONFLICT, "They have left. Choose somebody who works here now.")
site_needed = refusal("people.site_needed", Kind.INVALID, "This post is held at a site. Say which one.")
area_needed = refusal("people.area_needed", Kind.INVALID, "This post is held for an area. Say which one.")
consultee_needed = refusal(
    "organisation.consultee_needed",
    Kind.INVALID,
    "In a small setting somebody from outside is consulted. Say who they are, and in which role.",
)
own_identity = refusal(
    "people.own_identity", Kind.FORBIDDEN, "Somebody else checks your identity. Ask your manager or the people team."
)

own_absence = refusal(
    "absence.own", Kind.FORBIDDEN, "Somebody else notes when you are away. Tell your manager or the people team."
)
absence_wrong_dates = refusal(
    "absence.wrong_dates", Kind.INVALID, "The day they are back comes after the first day away. Look at the days again."
)

own_deputy = refusal("deputy.own", Kind.INVALID, "Nobody is their own deputy. Choose somebody else.")
no_deputy = refusal("deputy.none", Kind.CONFLICT, "No deputy is named just now.")

details_found = refusal(
    "words.details_found",
    Kind.INVALID,
    "Something here could tell who somebody is. Change the words, or say why they must stay.",
)


def staff_key(number: str | None) -> str | None:
    """A staff number as it is compared: whoever types it to sign in need not mind capitals."""
    return None if number is None else number.strip().casefold()


def days_written(days: Iterable[int]) -> str:
    """Numbers of days as one line of text, each once, the smallest first: `5,10`."""
    return ",".join(str(day) for day in sorted(set(days)))


def days_read(text: str) -> list[int]:
    """The numbers that `days_written` wrote."""
    return [int(day) for day in text.split(",") if day]


def ensure_consulted(small_setting: bool, name: str | None, role: str | None) -> None:
    """Raises `organisation.consultee_needed` for a small setting without somebody outside to ask.

    Source: domain, Who uses it (in a nursery of twelve one person is approver, mentor and manager at once).
    """
    missing = [field for field, said in (("consultee_name", name), ("consultee_role", role)) if said is None]
    if small_setting and missing:
        faults = [Fault(f"/{field}", consultee_needed.text, "required") for field in missing]
        raise consultee_needed(faults=faults)


def sees_appointment(ties: Collection[Tie]) -> bool:
    """Whether one of these ties to a person tells more than name, post and site: all but a colleague's and a mentor's.

    Source: decisions, Rights (see a person).
    """
    return not frozenset(ties) <= {Tie.COLLEAGUE, Tie.MENTOR}


def may_do(manages: bool, is_oneself: bool, has_left: bool, has_line_manager: bool) -> dict[str, bool]:
    """What somebody may do about a person now, by the names that answers give it."""
    is_here = manages and not has_left
    of_others = is_here and not is_oneself
    return {
        "appoint": of_others,
        "name_line_manager": is_here,
        "end_line_management": is_here and has_line_manager,
        "check_identity": of_others,
        "change_staff_number": is_here,
        "change_name": is_here,
        "record_leaving": of_others,
        "record_return": manages and has_left,
    }


def place_of(post: Post, site: bool, area: bool) -> None:
    """Raises `people.site_needed` or `people.area_needed` when a post is without its place."""
    if post in SITE_POSTS and not site:
        raise site_needed()
    if post in AREA_POSTS and not area:
        raise area_needed()

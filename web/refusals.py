"""What a refusal says on a page: which field it is about, in which words, and what to do next."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from backend.accounts import rules as accounts
from backend.frameworks import rules as frameworks
from backend.kernel.errors import CATALOGUE, Refused, busy, forbidden, id_reused, signed_out
from backend.mentoring import rules as mentoring
from backend.people import rules as people
from backend.practice import rules as notes
from backend.records import rules as records
from backend.reviews import rules as reviews
from backend.signoff import rules
from web.dates import dated
from web.words import many

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

FIELD_OF: Mapping[str, str] = {
    **dict.fromkeys(("evidence.unknown_type", "evidence.damaged", "evidence.too_many_pixels"), "file"),
    **dict.fromkeys(("evidence.not_theirs", "evidence.taken_back"), "evidence"),
    "evidence.in_future": "happened_on",
    people.absence_wrong_dates.code: "until_on",
    people.own_deputy.code: "deputy_id",
    people.staff_number_taken.code: "staff_number",
    people.own_line_manager.code: "manager_id",
    people.site_needed.code: "place",
    people.area_needed.code: "place",
    people.unknown_site.code: "place",
    people.unknown_area.code: "place",
    rules.in_future.code: "seen_on",
    rules.before_plan.code: "seen_on",
    rules.wrong_dates.code: "ends_on",
    rules.before_agreement.code: "starts_on",
    rules.gap_needs_reason.code: "gap_reason",
    rules.method_not_allowed.code: "method",
    rules.not_a_mentor.code: "mentor_id",
    mentoring.own_mentor.code: "mentor_1",
    mentoring.mentor_twice.code: "mentor_1",
    mentoring.wrong_dates.code: "ends_on",
    mentoring.already_mentor.code: "person_id",
    mentoring.in_future.code: "held_on",
    mentoring.before_agreement.code: "held_on",
    notes.in_future.code: "jotting",
    records.in_future.code: "happened_on",
    records.wrong_day.code: "discussed_on",
    records.talk_first.code: "discussed_on",
    records.unknown_criterion.code: "criteria",
    reviews.in_future.code: "discussed_on",
    reviews.too_early.code: "discussed_on",
    reviews.extend_to_later.code: "extend_to",
    reviews.own_consultee.code: "consulted",
    reviews.unknown_consultee.code: "consulted",
    reviews.consultee_mentors.code: "consulted",
    reviews.unknown_criterion.code: "carry_over",
    reviews.nothing_to_uphold.code: "upholds",
    accounts.presence_needed.code: "pin",
    accounts.wrong_presence.code: "pin",
    accounts.wrong_login.code: "password",
    accounts.code_wrong.code: "code",
    accounts.login_taken.code: "login",
    frameworks.retires_in_past.code: "on",
    frameworks.broken_file.code: "text",
    frameworks.no_such_standard.code: "outcomes",
}
"""The field of a form that a refusal is about."""

OUTSIDE = "outside_agreed_on"
"""On a form that asks for it, what is said of the day of a talk is said of this one."""

DETAILS: Mapping[str, str] = {
    id_reused.code: "You have sent this form before, with other words. If this is another one, send it again now.",
    rules.before_plan.code: "The plan had not begun then. Choose a day from its beginning on.",
    rules.method_not_allowed.code: "Choose one of the ways that count here.",
    reviews.in_future.code: "That day has not come yet. Choose one that has.",
    reviews.too_early.code: "That was too early. Choose {from_on} or a later day.",
    forbidden.code: "Nothing was changed. You may still look at what you could see before.",
    accounts.wrong_presence.code: "That PIN was not right. Tries left before signing pauses for a while: {left}.",
    accounts.too_many_tries.code: "There were many wrong tries just now, so please wait: {wait}."
    " On a device that you have signed in on before, nobody else’s tries hold you up.",
    accounts.presence_locked.code: "Signing is paused for 15 minutes after several wrong tries."
    " Signing out and in again with your password ends that.",
}
"""What a refusal says to somebody at a page, where the general words speak to a program as well."""

LOCKED_ELSEWHERE = (
    "Signing is paused for 15 minutes after several wrong tries. Give the phone back, and sign later or on your own."
)
"""The same on somebody else's phone, where nobody signs out."""

WRONG_PASSWORD = "That password was not right. Tries left before signing pauses for a while: {left}."

FAULTS: Mapping[str, str] = {
    "decision": "Choose what it decides.",
    "discussed_on": "Choose the day you talked it through.",
    "reasons": "Say why.",
    "consulted": "Choose who is to confirm it.",
    "extend_to": "Say until when.",
    "must_be_seen": "Say what must be seen by then.",
    "support": "Say what support there will be.",
    "outside_agreed_on": "Say on which day they agreed.",
    "file": "Choose a photo or a document.",
    "title": "Say in a few words what it shows.",
    "reflection": "Write a few words first.",
    "from_on": "Choose the first day away.",
    "deputy_id": "Choose who it is.",
    "until_on": "Choose the day they are back.",
    "of": "Choose what the plan is for.",
    "plans": "Say what becomes of the plans.",
    "post": "Choose as what.",
    "place": "Choose where.",
    "manager_id": "Choose who it is; search for them first.",
    "staff_number": "Look at the staff number again.",
    "area_id": "Choose the area.",
    "seen_on": "Choose the day you saw it.",
    "method": "Say how you saw it.",
    "outcome": "Choose your word: competent or not yet.",
    "help": "Say how much help there was.",
    "statement": "Write a sentence about what was done.",
    "jotting": "Write a few words about what you saw.",
    "signer_id": "Choose your name.",
    "next_step": "Name a good next step.",
    "gap_reason": "Say in a few words why it is signed now.",
    "pin": "Type the six digits of your PIN.",
    "reason": "Say in a few words why.",
    "mentor_id": "Choose whom you would like to ask.",
    "mentee_id": "Choose who would be mentored.",
    "mentee_ids": "Choose those who would be mentored, twelve at most.",
    "mentor_1": "Choose who would be the mentor.",
    "person_id": "Choose somebody.",
    "what_matters": "Write a sentence about what matters.",
    "starts_on": "Choose the first day.",
    "ends_on": "Choose the last day.",
    "held_on": "Choose the day you talked.",
    "minutes": "Say for how many minutes: between 5 and 480.",
    "mode": "Say which of them it was.",
    "answer": "Choose yes or no; either is fine.",
    "note": "Please look at this again.",
    "text": "Write how you see it.",
    "login": "Type your e-mail address or staff number.",
    "organisation": "Look at the organisation's short name again.",
    "password": "Type your password.",
    "code": "Type the code you were handed.",
    "identity_method": "Say how, or that you have not now.",
    "checked_on": "Choose the day you checked.",
    "current": "Type the password you have now.",
    "again": "Type the new one again, the same way.",
    "name": "Write a name.",
    "list": "Choose a file, CSV or XLSX, with the list in it.",
    "site_word": "Choose one of these words.",
    "client_word": "Choose one of these words.",
    "small_setting": "Say whether this is a small setting.",
    "consultee_name": "Name somebody from outside to ask.",
    "consultee_role": "Say in which role: chair, owner, cluster head.",
    "on": "Choose the day.",
    "kind": "Say what it is.",
    "happened_on": "Choose the day it happened.",
    "shows": "Say what it shows.",
    "account": "Write a sentence or two about what happened.",
    "concern": "Say what the concern is.",
    "good_would_look_like": "Say what good would look like.",
    "support_offered": "Say what support there is.",
    "how": "Choose one of the four; each is fine.",
    "observation_days": "A whole number of days, from 0 to 366.",
    "reminder_days": "Up to five numbers of days, from 1 to 90, such as 5, 10.",
    "ending_days": "Up to five numbers of days, from 1 to 90, such as 14, 3.",
    "working/weekdays": "Choose at least one day.",
    "working/starts": "Give a time of day, such as 08:00.",
    "working/ends": "Give a time of day, such as 20:00.",
    "rhythm": "Choose one of the two.",
    "outcomes": "Paste the outcomes first.",
}
"""What is missing or odd about a field of a form."""

TOO_LONG = "This is longer than we can keep. Please make it shorter."

KEPT: Mapping[str, str] = {
    "reflection": "Reflection",
    "statement": "What was done",
    "account": "What happened",
    "concern": "The concern",
    "good_would_look_like": "What good would look like",
    "support_offered": "Support",
    "comment": "Your own words",
    "jotting": "Note",
    "next_step": "Next step",
    "gap_reason": "Why it is signed now",
    "reason": "Reason",
    "text": "Text",
    "note": "Note",
    "outcomes": "Outcomes",
    "what_matters": "What matters",
    "short": "Goals for the next weeks",
    "long": "Goals for later",
    "short_1": "Goal for the next weeks",
    "short_2": "Another goal for the next weeks",
    "long_1": "Goal for later",
    "long_2": "Another goal for later",
    "kept_because": "Why it must stay",
}
"""Fields whose words are given back when a page cannot be shown again."""

ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("That did not quite work", "Go back, open the page afresh and try again."),
    401: ("Please sign in again", signed_out.text),
    403: ("This is for someone else to do", "Nothing was changed. You may still look at what you could see before."),
    404: ("There is nothing here", "Nothing that you can see, at least. Check the address, or start again."),
    405: ("Nothing was done", "This address only takes a form. Go back to the page with the form on it."),
    409: ("Something has changed", "Go back, open the page afresh and look at it again."),
    412: ("Something has changed", "Somebody was faster. Open the page afresh and look at it again."),
    413: (
        "That is more than we can take",
        "Send less at once: a few sentences, a list up to 5 MB, a file up to 10 MB.",
    ),
    422: ("Please look at this again", "Some of what was sent needs another look. Go back and try again."),
    428: ("Something has changed", "Open the page afresh and send it again from there."),
    429: ("A little patience", "There were many tries just now. Wait a few minutes, then try again."),
    500: ("That was our fault", "Something broke on our side, and we have written it down. Please try again."),
    503: ("We are busy for a moment", busy.text),
    507: ("There is no room just now", "Nothing was lost. Keep what you wrote and try again shortly."),
}
"""The heading and the next step of each page that says something went wrong."""


def detail(refused: Refused) -> str:
    """What a refusal says to somebody at a page."""
    text = DETAILS.get(refused.code) or CATALOGUE[refused.code].text
    params = {name: _in_words(value) for name, value in refused.params.items()}
    return text.format(**params, wait=_waiting(refused.params.get("seconds", 0)))


def field_of(code: str, values: Mapping[str, str]) -> str | None:
    """The field that a refusal is about, on the form with these fields."""
    at = FIELD_OF.get(code)
    return OUTSIDE if at == "discussed_on" and OUTSIDE in values else at


def _in_words(value: Any) -> Any:
    """`2 October 2026` for a day as programs are told it; everything else as it is."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return value
    return dated(date.fromisoformat(value))


def _waiting(seconds: int) -> str:
    """`one minute`, `ten minutes`: how long to wait, rounded up."""
    return many(-(-seconds // 60), "minute")

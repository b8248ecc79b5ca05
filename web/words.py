"""What codes are called on a page: plain British English, one word for a thing, the same everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.accounts import rules as accounts
from backend.frameworks import rules as frameworks
from backend.kernel.errors import Refused, busy, forbidden, id_reused, signed_out
from backend.mentoring import rules as mentoring
from backend.people import rules as people
from backend.practice import rules as notes
from backend.records import rules as records
from backend.signoff import rules

POSTS: Mapping[str, str] = {
    "support_worker": "Support worker",
    "volunteer": "Volunteer",
    "relief": "Relief",
    "senior": "Senior",
    "room_leader": "Room leader",
    "supervisor": "Supervisor",
    "deputy": "Deputy",
    "manager": "Manager",
    "registered_manager": "Registered manager",
    "clinician": "Clinician",
    "safeguarding_lead": "Safeguarding lead",
    "area_manager": "Area manager",
    "learning_lead": "Learning lead",
    "people_team": "People team",
    "administrator": "Administrator",
}
METHODS: Mapping[str, tuple[str, str, str]] = {
    "observed": ("I watched", "watched", "Watched"),
    "discussed": ("We talked it through", "talked through", "Talked through"),
    "work_product": ("I checked the finished work", "checked the work", "Finished work checked"),
    "practice_run": ("Practice run", "practice run", "Practice run"),
}
"""Each way of seeing it: as the mentor chooses it, as it is said back, and as it stands on the record."""

OUTCOMES: Mapping[str, str] = {"competent": "Competent", "not_yet": "Not yet"}
HAPPENS: Mapping[str, tuple[str, str]] = {
    "new": ("joins", "join"),
    "returned": ("comes back", "come back"),
    "moved": ("moves", "move"),
    "renamed": ("gets another name", "get another name"),
    "line_manager": ("gets a line manager", "get a line manager"),
    "email": ("gets an e-mail address", "get an e-mail address"),
    "unchanged": ("stays as it is", "stay as they are"),
}
"""What an import brings about, for one person and for several."""

HELPS: Mapping[str, tuple[str, str]] = {
    "alone": ("Alone", "alone"),
    "prompted": ("Prompted", "with a prompt"),
    "alongside": ("Alongside", "alongside someone"),
}
ASSURANCES: Mapping[str, str] = {
    "online": "online",
    "device": "on their own phone",
    "guest": "as a guest",
}
PRESENCES: Mapping[str, str] = {"pin": "PIN", "password": "password", "passkey": "passkey", "device_key": "device key"}
IDENTITY: Mapping[str, str] = {
    "in_person": "known in person",
    "document": "by document",
    "video": "by video",
    "employment_record": "by employment record",
}
WITHDRAWALS: Mapping[str, str] = {
    "withdraw_sign_off": "The signer withdrew their own word.",
    "open_withdrawal": "Somebody of governance opened the withdrawal.",
    "confirm_withdrawal": "A second person confirmed the withdrawal.",
}
"""What each kind of entry about a withdrawal did."""

STATUSES: Mapping[str, tuple[str, str]] = {"paused": ("standing still", "quiet"), "closed": ("closed", "quiet")}
"""A plan that is not simply under way: the word and its tone."""

DONE: Mapping[str, str] = {
    "viewed": "Said. You can put it in other words until it is decided.",
    "review_proposed": "Proposed. It counts once somebody you named confirms it.",
    "review_confirmed": "Confirmed. It counts from now on.",
    "review_declined": "Said. It goes back to whoever proposed it.",
    "review_taken_back": "Taken back.",
    "commented": "Said. It stands beside the decision.",
    "all-read": "All of it is read.",
    "away": "Noted. Nobody is asked why.",
    "back": "Noted.",
    "paused": "It stands still from today. The days of its plans do not run.",
    "drawn": "Drawn. It stays to be seen, with the seed it was drawn by.",
    "planned": "The plan has started. Everyone named on the agreement sees it.",
    "taken_up": "It goes on under the new agreement, with everything that is signed.",
    "resumed": "It goes on from today.",
    "added": "Added. Next: make sure who they are, and hand them a code to join with.",
    "appointments": "Moved. What goes with the new post is theirs from now on.",
    "line-manager": "The line manager is named.",
    "line-ended": "Nobody manages them just now.",
    "identity-checks": "Noted, with your name beside it.",
    "staff-number": "Saved. They sign in by it from now on.",
    "names": "They are called so from now on.",
    "leaving": "They have left, and are signed out everywhere.",
    "returning": "They are back.",
    "place-opened": "Opened.",
    "place-named": "It is called so from now on.",
    "signed": "Signed.",
    "asked": "Asked. Next shift is soon enough; you need do nothing more.",
    "unasked": "The question is taken back.",
    "imported": "Done. All of it is in the log, in your name.",
    "settings": "Saved. From now on it reads so for everyone.",
    "joined": "Welcome. From now on you sign in with the password you chose.",
    "shared": "This phone is shared now. Hand it over when you are done: the button stands on every page.",
    "passed_on": "Passed on. It no longer waits for you.",
    "declined": "Declined. Your reason stands with the question.",
    "raised": "Two signatures are asked for now. The change stands below.",
    "proposed": "Proposed. It stays as it is until the other side has answered.",
    "answered": "Answered. It stands below.",
    "unproposed": "The proposal is taken back.",
    "disputed": "It is on the record, in your words. What is signed stays as it was.",
    "opened": "The withdrawal is open. The sign-off counts until a second person confirms.",
    "confirmed": "Confirmed. The sign-off is withdrawn, in both names.",
    "unopened": "The withdrawal is taken back. The sign-off counts as before.",
    "password": "Your password is changed, and everywhere else you are signed out.",
    "pin": "Your PIN is changed. It is the one to sign with from now on.",
    "ended": "That is over. Whoever has that device is asked for the password.",
    "jotted": "Kept. It waits under your notes until you sign or drop it.",
    "dropped": "Dropped. Nothing is left of it.",
    "handed": "Signed, and the mentor’s session is over. The phone is yours again.",
    "signed_several": "All of them are signed.",
    "withdrawn": "Withdrawn. Both your word and this stay on the record.",
    "suggested": "Suggested. Everyone named finds it among what waits for them, and answers for themselves.",
    "agreed": "You have agreed to take part.",
    "not_taking_part": "That is fine. Only whoever asked you learns of it, and nothing more is asked of you.",
    "approved": "Approved.",
    "mentor_asked": "Asked. They answer for themselves, and are a mentor from their yes on.",
    "mentor_left": "Done. When they were a mentor here stays to be read.",
    "left": "You have left. What you signed stays, and so does the time you gave.",
    "amended": "Written down. The earlier words stay to be read below.",
    "change_asked": "Sent to those who can change it. No mentor of yours reads it.",
    "change_answered": "Answered. Your word stands below, for the mentee to read.",
    "noted": "Noted.",
    "kept": "Kept as a draft. Only you can see it.",
    "record_shared": "Shared. They can read it now.",
    "record_talked": "Shared. It waits for their answer, in their own words.",
    "discussed": "Noted. It waits for their answer now.",
    "record_answered": "Answered. Your words stand beside it.",
    "record_amended": "Amended. Both versions stand below, and the new one is answered anew.",
    "discarded": "Thrown away. Nothing is left of it.",
    "included": "It is read in your review.",
    "left_out": "It is left out of your review.",
    "settled": "Noted. It no longer comes back.",
    "struck": "Struck through. It stays to be read, and counts no more.",
}
"""What a page says after something was done, by the word in its address."""

FIELD_OF: Mapping[str, str] = {
    **dict.fromkeys(("evidence.unknown_type", "evidence.damaged", "evidence.too_many_pixels"), "file"),
    **dict.fromkeys(("evidence.not_theirs", "evidence.taken_back"), "evidence"),
    "evidence.in_future": "happened_on",
    people.absence_wrong_dates.code: "until_on",
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

DETAILS: Mapping[str, str] = {
    id_reused.code: "You have sent this form before, with other words. If this is another one, send it again now.",
    rules.before_plan.code: "The plan had not begun then. Choose a day from its beginning on.",
    rules.method_not_allowed.code: "Choose one of the ways that count here.",
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

DETAIL_KINDS: Mapping[str, tuple[str, str]] = {
    "name": ("a name", "names"),
    "nhs_number": ("an NHS number", "NHS numbers"),
    "date_of_birth": ("a date of birth", "dates of birth"),
    "postcode": ("a postcode", "postcodes"),
    "address": ("an address", "addresses"),
    "room": ("a room or a bed", "rooms or beds"),
}
"""What each kind of detail that could tell who somebody is is called, one and several."""

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
        "Send less at once: a few sentences, a list up to 5 MiB, a file up to 10.",
    ),
    422: ("Please look at this again", "Some of what was sent needs another look. Go back and try again."),
    428: ("Something has changed", "Open the page afresh and send it again from there."),
    429: ("A little patience", "There were many tries just now. Wait a few minutes, then try again."),
    500: ("That was our fault", "Something broke on our side, and we have written it down. Please try again."),
    503: ("We are busy for a moment", busy.text),
    507: ("There is no room just now", "Nothing was lost. Keep what you wrote and try again shortly."),
}
"""The heading and the next step of each page that says something went wrong."""

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True)
class Sector:
    """An organisation's words: for one of its sites and for several, for somebody it is there for and for several."""

    site: str
    sites: str
    client: str
    clients: str

    @property
    def a_client(self) -> str:
        """`a child`, `a person you support`."""
        return f"a {self.client}"


SITE_WORDS: Mapping[str, tuple[str, str]] = {
    "site": ("site", "sites"),
    "service": ("service", "services"),
    "setting": ("setting", "settings"),
    "school": ("school", "schools"),
    "home": ("home", "homes"),
}
CLIENT_WORDS: Mapping[str, tuple[str, str]] = {
    "person_we_support": ("person you support", "people you support"),
    "child": ("child", "children"),
    "pupil": ("pupil", "pupils"),
}


def sector(site_word: str = "site", client_word: str = "person_we_support") -> Sector:
    """The words of an organisation's sector, as its settings say."""
    return Sector(*SITE_WORDS[site_word], *CLIENT_WORDS[client_word])


def happens(codes: Sequence[str]) -> list[str]:
    """What a row brings about for the person it is of."""
    return [HAPPENS[code][0] for code in codes]


def detail(refused: Refused) -> str:
    """What a refusal says to somebody at a page."""
    if refused.code not in DETAILS:
        return refused.detail
    return DETAILS[refused.code].format(**refused.params, wait=waiting(refused.params.get("seconds", 0)))


def waiting(seconds: int) -> str:
    """`one minute`, `ten minutes`: how long to wait, rounded up."""
    return many(-(-seconds // 60), "minute")


def number(count: int) -> str:
    """A small number in letters."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def many(count: int, one: str, more: str | None = None) -> str:
    """`one day`, `three days`: a count with its noun."""
    return f"{number(count)} {one if count == 1 else more or one + 's'}"


def sentence(text: str) -> str:
    """`text` with a capital letter."""
    return text[:1].upper() + text[1:]


def together(names: Sequence[str]) -> str:
    """`Jo`, `Jo and Sam`, `Jo, Sam and Kit`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def place(post_code: str, site: str | None) -> str:
    """`Senior, Maple Court`: what somebody is appointed as, and where."""
    return f"{post(post_code)}, {site}" if site else post(post_code)


def to_dial(phone: str) -> str | None:
    """A telephone number as a link takes it; None for what is more than a number."""
    digits = phone.replace(" ", "")
    return digits if digits.removeprefix("+").isdigit() and digits.isascii() else None


def whose(name: str) -> str:
    """`Maya's`, `Chris'`: the possessive of a name."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def post(code: str) -> str:
    """What a post is called; one that is not in the list by its own code."""
    return POSTS.get(code) or sentence(code.replace("_", " "))


HAPPENED: Mapping[str, str] = {
    "asked": "asked for a sign-off",
    "unasked": "took the question back",
    "declined": "declined the question",
    "passed_on": "passed the question on",
    "requirement_raised": "raised the signatures asked for from {old} to {new}",
    "requirement_proposed": "proposed to lower the signatures asked for from {old} to {new}",
    "requirement_agreed": "agreed to lower the signatures asked for from {old} to {new}",
    "requirement_declined": "kept the signatures asked for as they are",
    "requirement_withdrawn": "took the proposal back",
    "signed": "signed: {new}",
    "withdrawn": "withdrew a sign-off",
    "withdrawal_opened": "asked for a sign-off to be withdrawn",
    "withdrawal_confirmed": "confirmed; the sign-off is withdrawn",
    "withdrawal_taken_back": "took that back; the sign-off counts as before",
    "disputed": "said how they see it",
}
"""What somebody did about a criterion, to follow their name."""


def happened(what: str, old: str | None, new: str | None) -> str:
    """What somebody did about a criterion, to follow their name: `signed: not yet`."""
    said = HAPPENED.get(what, what.replace("_", " "))
    return said.format(old=OUTCOMES.get(old or "", old or "").lower(), new=OUTCOMES.get(new or "", new or "").lower())

"""What codes are called on a page: plain British English, one word for a thing, the same everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    "open_withdrawal": "A manager or the people team opened the withdrawal.",
    "confirm_withdrawal": "A second person confirmed the withdrawal.",
}
"""What each kind of entry about a withdrawal did."""

STATUSES: Mapping[str, tuple[str, str]] = {"paused": ("standing still", "quiet"), "closed": ("closed", "quiet")}
"""A plan that is not simply under way: the word and its tone."""

WEEKS: Sequence[Mapping[str, str]] = [
    {"value": code, "label": label}
    for code, label in {
        "none": "They do not meet by a rule", "first": "The first", "second": "The second", "third": "The third",
        "fourth": "The fourth", "last": "The last",
    }.items()
]  # fmt: skip
WEEKDAYS: Sequence[Mapping[str, str]] = [
    {"value": str(number), "label": label}
    for number, label in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
]

CHANNELS: Mapping[str, str] = {"fcm": "to a phone", "webpush": "to a browser", "mail": "by mail"}
"""How a message leaves the house."""

DONE: Mapping[str, str] = {
    "lifting-opened": "Asked. It stays frozen until a second person confirms.",
    "lifted": "Confirmed. The sign-off counts again.",
    "lifting-dropped": "Taken back. It is still being looked into.",
    "viewed": "Said. You can put it in other words until it is decided.",
    "review_proposed": "Proposed. It counts once somebody you named confirms it.",
    "review_confirmed": "Confirmed.",
    "review_declined": "Said. It goes back to whoever proposed it.",
    "review_taken_back": "Taken back.",
    "commented": "Said. It stands beside the decision.",
    "calendar-off": "Off. The address leads nowhere now.",
    "meeting": "Saved. Calendars show it within half a day.",
    "browser-on": "On. This browser tells you, in working time and without names.",
    "browser-off": "Off. What is new is in the inbox, as always.",
    "resent": "It will be tried again, as far as it still concerns anybody.",
    "all-read": "All of it is read.",
    "preferences": "Saved. What waits to be sent follows it.",
    "away": "Noted. Nobody is asked why.",
    "back": "Noted.",
    "deputised": "Named. They are told, and may say no.",
    "undeputised": "Nobody looks after it while they are away.",
    "paused": "It stands still from today. The days of its plans do not run.",
    "drawn": "Drawn. It stays to be seen, just as it was drawn.",
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
    "imported": "Done. All of it is on record, in your name.",
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
    "frozen": "said that a sign-off in their name was not theirs; it is being looked into",
    "lifting_opened": "asked that it count again",
    "lifted": "confirmed; the sign-off counts again",
    "lifting_taken_back": "took that back; it is still being looked into",
    "disputed": "said how they see it",
    "moved": "moved the plan to version {new}",
}
"""What somebody did about a criterion, to follow their name."""


def happened(what: str, old: str | None, new: str | None) -> str:
    """What somebody did about a criterion, to follow their name: `signed: not yet`."""
    if what == "moved" and old:
        return f"moved the plan to version {new}; until then this criterion was called “{old}”"
    said = HAPPENED.get(what, what.replace("_", " "))
    return said.format(old=OUTCOMES.get(old or "", old or "").lower(), new=OUTCOMES.get(new or "", new or "").lower())


PARTS: Mapping[str, str] = {
    "title": "Called",
    "question": "The question",
    "guidance": "What good looks like",
    "nudges": "Next steps to choose from",
    "section": "Stands under",
    "roles": "For",
    "signatures": "Signatures",
    "methods": "Ways of seeing it",
    "other_day": "The second from another day",
    "other_mentor": "The second by another mentor",
    "critical": "Critical",
    "signer_posts": "Who may sign",
    "tags": "A regulator’s names",
}
"""The parts of a criterion, as two versions of it are compared."""


def part(name: str) -> str:
    """What a part of a criterion is called."""
    return PARTS.get(name, sentence(name.replace("_", " ")))


def part_said(name: str, text: str) -> str:
    """What stands in a part of a criterion, its codes in words."""
    if not text:
        return "Any mentor" if name == "signer_posts" else "Nothing"
    if name == "methods":
        return "\n".join(METHODS[code][2] for code in text.splitlines())
    return "\n".join(map(post, text.splitlines())) if name in ("roles", "signer_posts") else text

"""What stands on a lock screen: fixed texts, without names, criteria or clients; the app fetches the rest.

Anybody may look at a lock screen, and a push provider reads along. Source: trust, P13; ecosystem, Push content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Text:
    """A title and a line below it, word for word: nothing is ever put in."""

    title: str
    body: str


@dataclass(frozen=True)
class Manner:
    """How a kind is told: for how long it is worth being pushed, and in which words, by language."""

    lasts: timedelta
    texts: Mapping[str, Text]


LANGUAGE = "en"
WEEK = timedelta(days=7)


def _said(title: str, body: str, lasts: timedelta = WEEK) -> Manner:
    return Manner(lasts, {LANGUAGE: Text(title, body)})


CHOOSE = "What comes by mail is yours to choose: under Me, How you are told."
"""Stands below every mail."""

GENERIC = "generic"
_SEVERAL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "many")
TOGETHER = tuple(f"together_{at}" for at in range(2, len(_SEVERAL) + 2))
"""What stands in the place of several notices that go out as one, by how many they are; the last is for more."""

TEXTS: Mapping[str, Manner] = {
    GENERIC: _said("Countersign", "There is something new for you. Open the app to read it.", timedelta(days=3)),
    "agreement_answer": _said("Would you like to?", "You are asked to take part in mentoring. There is time to think."),
    "agreement_approval": _said("An agreement to approve", "A mentoring agreement waits for you. Next shift is fine."),
    "change_request": _said("Something to look at", "Somebody asks you for something. Next shift is fine."),
    "request": _said("Somebody asked you to see something", "A sign-off is asked for. Next shift is fine."),
    "request_overdue": _said("A request has waited", "Nobody has answered a request for a while. Please have a look."),
    "requirement": _said("A question about signatures", "You are asked to agree or to say no. Both are fine."),
    "withdrawal_confirmation": _said("A second person is needed", "Something waits for you to look at."),
    "record_to_discuss": _said("Something to talk about", "A record waits to be talked about, when you next meet."),
    "record_to_answer": _said("Something to read", "A record waits for your answer, in your own words and time."),
    "review_confirmation": _said("A second person is asked", "You are asked about a review. Next shift is fine."),
    "review_told": _said("A review to look at again", "Something that it rests on has changed."),
    "new_post": _said("A post to enter", "Somebody is promoted. Next shift is fine."),
    "review_proposed": _said("A review", "A decision is proposed. It waits for a second person."),
    "review_decided": _said("A review is decided", "Open the app to read it."),
    "review_declined": _said("An answer came", "There is an answer to what you proposed."),
    "review_taken_back": _said("A review", "What was proposed was taken back."),
    "review_commented": _said("A comment", "Somebody commented on a review."),
    "agreement_approved": _said("Mentoring approved", "A mentoring agreement was approved."),
    "agreement_active": _said("Mentoring has begun", "Everybody has agreed. Open the app to see what comes next."),
    "agreement_declined": _said("An answer came", "There is an answer to what you proposed."),
    "agreement_amended": _said("Mentoring agreement", "What was agreed on was put in other words."),
    "agreement_paused": _said("Mentoring pauses", "Nothing is due while it does."),
    "agreement_resumed": _said("Mentoring goes on", "It has begun again."),
    "agreement_ended": _said("Mentoring has ended", "Everything that was signed stays."),
    "mentoring_over": _said("Mentoring has ended", "Thank you for your part in it."),
    "mentor_joined": _said("Another mentor", "Somebody has joined as a mentor."),
    "mentor_left": _said("A change of mentors", "Open the app to see who mentors now."),
    "mentor_stepped_back": _said("A change of mentors", "Open the app to see who mentors now."),
    "mentor_missing": _said("A mentor is needed", "A mentoring agreement has no mentor now. Next shift is fine."),
    "plans_closed": _said("Mentoring agreement", "Its plans are closed. Open the app to see what can come next."),
    "change_answered": _said("An answer for you", "There is an answer to what you asked."),
    "request_declined": _said("Your request", "It could not be taken just now. You can ask again."),
    "request_passed_on": _said("Your request", "It was passed on. You need not do anything."),
    "requirement_raised": _said("Signatures", "What is asked for has changed."),
    "requirement_answered": _said("An answer came", "There is an answer to what you proposed."),
    "signed": _said("Signed", "Something of yours was signed. Well done."),
    "not_yet": _said("Somebody saw your work", "Open the app to read what comes next."),
    "sign_off_withdrawn": _said("A sign-off was withdrawn", "Open the app to read why."),
    "withdrawal_opened": _said("A sign-off is looked at again", "It counts until a second person has looked."),
    "withdrawal_dropped": _said("A sign-off stays", "It counts as before."),
    "disputed": _said("A different view", "Somebody sees a sign-off differently. It alters nothing."),
    "item_disputed": _said("A different view", "Somebody sees something differently. It alters nothing."),
    "signed_in_your_name": _said("Signed in your name", "If that was not you, open the app and say so."),
    "reported_in_your_name": _said("You said that was not you", "It is being looked into. Open the app to read more."),
    "sign_off_frozen": _said("Something to look into", "A sign-off does not count until you have looked at it."),
    "lifting_confirmation": _said("A second person is needed", "Something waits for you to look at."),
    "looked_into": _said("Being looked into", "A sign-off does not count for now. Open the app to read more."),
    "lifting_opened": _said("About your name", "Somebody asks that a sign-off count again. Open the app to read why."),
    "counts_again": _said("A sign-off counts again", "It was looked into. Open the app to read more."),
    "record_shared": _said("Something to read", "A record about your work was shared with you."),
    "record_amended": _said("Something to read", "A record about your work was changed."),
    "record_answered": _said("An answer came", "A record of yours was answered."),
    "practice_shared": _said("Something to know", "A record was shared. Open the inbox to read it."),
    "item_with_you": _said("With you for now", "Something waits with you while a colleague is away."),
    "agreement_with_you": _said("With you for now", "Something waits with you while a colleague is away."),
    "record_with_you": _said("With you for now", "Something waits with you while a colleague is away."),
    "deputy_named": _said("You are a deputy", "You look after what waits for a colleague while they are away."),
    "deputy_ended": _said("A deputy no longer", "What waits for a colleague is not with you any more."),
    "plan_created": _said("A new plan", "Open the app to see what is on it."),
    "plan_moved": _said("A plan has changed", "It follows a newer version. What was signed stays."),
    "plan_ending": _said("A plan ends soon", "There is time to look at what is still missing."),
    "review_due": _said("A review is due", "Whenever you next meet is fine."),
    "plan_taken_up": _said("A plan goes on", "Everything that was signed stays."),
    **{f"together_{at}": _said("For you", f"There are {said} things for you.") for at, said in enumerate(_SEVERAL, 2)},
}
"""By kind of notice. A kind that has no words of its own yet is told in the generic ones."""


def manner_of(kind: str) -> Manner:
    """How notices of that kind are told."""
    return TEXTS.get(kind, TEXTS[GENERIC])


def together_of(many: int) -> str:
    """What stands in the place of so many notices, at least two."""
    return TOGETHER[min(many, len(TOGETHER) + 1) - 2]


def text_of(kind: str, language: str = LANGUAGE) -> Text:
    """The words for that kind, in a language that we have, else in English."""
    texts = manner_of(kind).texts
    return texts.get(language, texts[LANGUAGE])

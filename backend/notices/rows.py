"""Which entry is told to whom, in one table. What begins to wait for somebody is told by itself, from the waits.

Whoever did it is never told, but of a signature in their name. Source: domain 8; decisions, Rights; trust, S20.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.mentoring.rules import STARTED, Answer, Status
from backend.notices import leavers, whom
from backend.notices.whom import Whom
from backend.records.rules import Circle
from backend.signoff.rules import Outcome


def _always(entry: Entry) -> bool:
    return True


def _about(entry: Entry) -> Id:
    return entry.about


@dataclass(frozen=True)
class Row:
    """`kind` of notice for `to`, when `when` holds. It leads to `about`. `to_self`: also to whoever did it. `each` says
    what the entry is told of, once for each, where that is not what it names.
    """

    kind: str
    to: Whom
    when: Callable[[Entry], bool] = _always
    about: Callable[[Entry], Id] = _about
    to_self: bool = False
    each: Callable[[Tx, Entry], Sequence[Entry]] = leavers.itself


def _starts(entry: Entry) -> bool:
    return bool(entry.attestation.get("status") == Status.ACTIVE)


def _starts_by_answer(entry: Entry) -> bool:
    return _starts(entry) and "joins" not in entry.attestation


def _is_declined(entry: Entry) -> bool:
    return bool(entry.content["answer"] == Answer.DECLINE)


def _joins(entry: Entry) -> bool:
    return bool(entry.attestation.get("joins"))


def _is_own_leaving(entry: Entry) -> bool:
    return bool(entry.content["mentor_id"] == entry.actor)


def _is_under_way(entry: Entry) -> bool:
    return entry.attestation["status"] in STARTED


def _is_narrow(entry: Entry) -> bool:
    return bool(entry.attestation["circle"] == Circle.NARROW)


def _id(entry: Entry) -> Id:
    return entry.id


def _fact(name: str) -> Callable[[Entry], Id]:
    return lambda entry: Id(entry.content[name])


ROWS: Mapping[str, Sequence[Row]] = {
    "approve_agreement": (
        Row("agreement_active", whom.everyone, _starts),
        Row("agreement_approved", whom.everyone, lambda entry: not _starts(entry)),
    ),
    "answer_agreement": (
        Row("agreement_active", whom.everyone, _starts_by_answer),
        Row("mentor_joined", whom.both_sides, _joins),
        Row("mentoring_over", whom.replaced, _joins),
        Row("agreement_declined", whom.proposer, lambda e: _is_declined(e) and "joins" not in e.attestation),
        Row("agreement_declined", whom.inviter, lambda e: _is_declined(e) and "joins" in e.attestation),
    ),
    "add_mentor": (Row("mentor_joined", whom.both_sides, _joins), Row("mentoring_over", whom.replaced, _joins)),
    "remove_mentor": (
        Row("agreement_active", whom.everyone, lambda entry: bool(entry.attestation["starts"])),
        Row("mentor_stepped_back", whom.both_sides, _is_own_leaving, each=leavers.by_mentor),
        Row("mentor_left", whom.both_sides, lambda entry: not _is_own_leaving(entry), each=leavers.by_mentor),
        Row("mentor_missing", whom.approvers_without_mentor, _is_under_way, each=leavers.by_mentor),
        Row("agreement_declined", whom.inviter, _is_own_leaving, each=leavers.by_asked),
        Row("mentoring_over", whom.removed),
    ),
    "record_leaving": (
        Row("agreement_active", whom.everyone, each=leavers.began),
        Row("mentor_left", whom.both_sides, each=leavers.left),
        Row("mentor_missing", whom.approvers_without_mentor, each=leavers.left),
        Row("mentoring_over", whom.named_mentors, each=leavers.ended),
    ),
    "pause_agreement": (Row("agreement_paused", whom.both_sides),),
    "resume_agreement": (Row("agreement_resumed", whom.both_sides),),
    "end_agreement": (Row("agreement_ended", whom.subject), Row("mentoring_over", whom.named_mentors)),
    "amend_agreement": (Row("agreement_amended", whom.both_sides),),
    "answer_change": (Row("change_answered", whom.subject),),
    "name_deputy": (Row("deputy_named", whom.deputy), Row("deputy_ended", whom.deputy_before)),
    "end_deputy": (Row("deputy_ended", whom.deputy),),
    "create_plan": (Row("plan_created", whom.of_plan),),
    "take_up_plan": (Row("plan_taken_up", whom.of_plan),),
    "move_plan": (Row("plan_moved", whom.of_plan),),
    "decline_request": (
        Row("request_declined", whom.subject, lambda entry: bool(entry.attestation["ends"])),
        Row("request_passed_on", whom.subject, lambda entry: not entry.attestation["ends"]),
    ),
    "pass_request_on": (Row("request_passed_on", whom.subject),),
    "change_requirement": (Row("requirement_raised", whom.others, lambda entry: bool(entry.attestation["at_once"])),),
    "answer_requirement": (Row("requirement_answered", whom.asked_by),),
    "sign_off": (
        Row("signed", whom.subject, lambda entry: bool(entry.content["outcome"] == Outcome.COMPETENT)),
        Row("not_yet", whom.subject, lambda entry: bool(entry.content["outcome"] == Outcome.NOT_YET)),
        Row("signed_in_your_name", whom.author, about=_id, to_self=True),
    ),
    "withdraw_sign_off": (Row("sign_off_withdrawn", whom.subject, about=_fact("sign_off_id")),),
    "open_withdrawal": (Row("withdrawal_opened", whom.signed_and_signer, about=_fact("sign_off_id")),),
    "confirm_withdrawal": (Row("sign_off_withdrawn", whom.signed_and_signer, about=_fact("sign_off_id")),),
    "take_withdrawal_back": (Row("withdrawal_dropped", whom.signed_and_signer, about=whom.sign_off_of),),
    "report_not_me": (
        Row("looked_into", whom.subject, about=_fact("sign_off_id")),
        Row("reported_in_your_name", whom.author, about=_fact("sign_off_id"), to_self=True),
    ),
    "open_lifting": (Row("lifting_opened", whom.signer, about=_fact("sign_off_id")),),
    "confirm_lifting": (Row("counts_again", whom.signed_and_signer, about=_fact("sign_off_id")),),
    "dispute_sign_off": (Row("disputed", whom.signer, about=_fact("sign_off_id")),),
    "dispute_item": (Row("item_disputed", whom.of_item),),
    "share_record": (
        Row("record_shared", whom.subject, lambda entry: entry.content["discussed_on"] is None),
        Row("practice_shared", whom.people_team, _is_narrow),
    ),
    "amend_record": (Row("record_amended", whom.subject, lambda entry: not entry.attestation["is_discussed"]),),
    "answer_record": (Row("record_answered", whom.writer),),
    "review_plan": (Row("review_proposed", whom.of_plan, about=_id),),
    "confirm_review": (
        Row("review_decided", whom.plan_and_reviewer, about=_fact("review_id")),
        Row("plans_closed", whom.agreement_approvers, each=leavers.closed),
    ),
    "decline_review": (Row("review_declined", whom.reviewer, about=_fact("review_id")),),
    "take_review_back": (Row("review_taken_back", whom.of_plan, about=_fact("review_id")),),
    "comment_on_review": (Row("review_commented", whom.reviewer, about=_fact("review_id")),),
}  # fmt: skip
"""By kind of entry."""

BY_WAITS = frozenset({
    "propose_agreement", "ask_for_change", "request_sign_off", "discuss_record", "appoint",
})  # fmt: skip
"""Entries that are told to those for whom something waits then, and to nobody else."""

_SETUP = "people and places are set up by those who look after them; nobody has anything to do then"
_OWN = "only whoever did it has to do with it"

SILENT: Mapping[str, str] = {
    **dict.fromkeys(
        ("found_organisation", "change_settings", "import_people", "open_area", "open_site", "rename_area"), _SETUP
    ),
    **dict.fromkeys(("rename_site", "add_person", "name_line_manager", "end_line_management", "record_return"), _SETUP),
    **dict.fromkeys(("record_identity_check", "change_name", "change_staff_number", "change_email"), _SETUP),
    **dict.fromkeys(("make_joining_code", "use_joining_code"), "the code itself is what the person is given"),
    **dict.fromkeys(("record_absence", "end_absence"), "that somebody is away is nobody's news (domain 8)"),
    **dict.fromkeys(("publish_framework", "retire_framework"), "plans stay with their version until they are moved"),
    **dict.fromkeys(("note_conversation", "strike_conversation"), "both were there; it stands on their page"),
    **dict.fromkeys(("include_record", "withdraw_request", "withdraw_requirement"), _OWN),
    "change_meeting": "it stands in the calendars of those who meet",
    "open_group": "each agreement in it is proposed by an entry of its own",
    **dict.fromkeys(
        ("add_evidence", "take_evidence_back", "share_reflection"), "it stands on the criterion for whoever signs"
    ),
    "draw_sample": "whoever drew it reads it; nobody is judged by it",
    "give_view": "it is read with the review, which is told",
    "take_lifting_back": "it stays frozen, and waits for governance as it did before",
    "settle_next_step": "it stands on the record; a push for each small step would press people",
}
"""Entries that nobody is told of, and why."""

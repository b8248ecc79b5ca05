"""Mentoring agreements: suggested, approved, answered, amended; and what became of them."""

from dataclasses import dataclass

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.kernel.shapes import Words
from backend.mentoring.amending import AmendAgreement, amend_agreement
from backend.mentoring.grouping import ProposeGroup, propose_group
from backend.mentoring.history import AgreementHappened, list_history
from backend.mentoring.programmes import PROMPTS, ProgrammeShown, PromptsShown, list_programmes
from backend.mentoring.proposing import (
    AnswerAgreement,
    ApproveAgreement,
    ProposeAgreement,
    answer_agreement,
    approve_agreement,
    propose_agreement,
)
from backend.mentoring.reading import AgreementFilter, list_agreements, show_agreement, show_if_seen
from backend.mentoring.rules import Answer
from backend.mentoring.shown import AgreementListed, AgreementShown
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, dump, made, query, read, writing
from mobile_api.mentoring import examples

room = Room("mentoring", __name__, description="Who agreed to work together.")


@dataclass(frozen=True, kw_only=True)
class Answering:
    """One's own answer: nobody gives it for anybody else, and a no is as good as a yes."""

    answer: Answer
    note: Words | None = None


@dataclass
class GroupProposed:
    """The agreements proposed under one name, in the order the mentees were named."""

    id: Id
    name: str
    agreements: list[AgreementShown]


@dataclass
class ProgrammesShown:
    """The programmes that come with the house."""

    items: list[ProgrammeShown]


PROPOSE = Body(ProposeAgreement, examples.PROPOSE, without=("group_id",))
PROPOSE_GROUP = Body(ProposeGroup, examples.PROPOSE_GROUP)
APPROVE = Body(ApproveAgreement, examples.APPROVE, without=("agreement_id",))
ANSWER = Body(Answering, examples.ANSWER)
AMEND = Body(AmendAgreement, examples.AMEND, without=("agreement_id",))
_OF = "/v1/agreements/<id:agreement_id>"
_PROPOSED = [
    "not_found", "not_allowed", "id.reused", "agreement.own_mentor", "agreement.mentor_twice", "agreement.wrong_dates",
    "agreement.unknown_person", "agreement.unknown_peer",
]  # fmt: skip
_ANSWERED = ["not_found", "not_allowed", "id.reused", "agreement.not_proposed", "agreement.run_out"]


@room.operation("GET", "/v1/agreements", query=AgreementFilter, gives={200: page_schema(AgreementListed)})
def agreements() -> Response:
    """List the agreements within reach, in the order they were proposed; or those of one group."""
    return answer(read(list_agreements, query(AgreementFilter)))


@room.operation(
    "POST", "/v1/agreements", takes=PROPOSE, gives={201: AgreementShown, 200: AgreementShown},
    example=examples.AGREEMENT, refuses=_PROPOSED,
)  # fmt: skip
def make_agreement() -> Response:
    """Suggest that these people work together. Whoever suggests it has agreed for themselves."""
    act = PROPOSE.load()
    with writing() as (tx, actor):
        entry = propose_agreement(tx, actor, act)
        shown = show_agreement(tx, actor, entry.id)
    return made(shown, entry.is_new)


@room.operation(
    "POST", "/v1/agreement-groups", takes=PROPOSE_GROUP, gives={201: GroupProposed, 200: GroupProposed},
    refuses=[*_PROPOSED, "agreement.mentee_twice"],
)  # fmt: skip
def make_agreement_group() -> Response:
    """Suggest the same to up to twelve mentees: an agreement each, and each decides alone."""
    act = PROPOSE_GROUP.load()
    with writing() as (tx, actor):
        group, entries = propose_group(tx, actor, act)
        shown = GroupProposed(act.id, act.name, [show_agreement(tx, actor, entry.id) for entry in entries])
    return made(shown, group.is_new)


@room.operation(
    "GET", _OF, gives={200: AgreementShown, 304: None}, example=examples.AGREEMENT, refuses=["not_found"], has_tag=True
)
def agreement(agreement_id: Id) -> Response:
    """Read an agreement: who, what for, how, where it stands, and what the caller may do."""
    return tagged(dump(read(show_agreement, agreement_id)))


@room.operation(
    "GET", f"{_OF}/history", query=Paging, gives={200: page_schema(AgreementHappened)}, refuses=["not_found"]
)  # fmt: skip
def agreement_history(agreement_id: Id) -> Response:
    """List what became of an agreement, oldest first: who joined and left when, and earlier words."""
    return answer(read(list_history, agreement_id, query(Paging)))


@room.operation(
    "POST", f"{_OF}/approval", takes=APPROVE, gives={201: AgreementShown, 200: AgreementShown},
    refuses=[*_ANSWERED, "agreement.own_approval"],
)  # fmt: skip
def approve(agreement_id: Id) -> Response:
    """Let an agreement start, once everyone has agreed for themselves."""
    act = APPROVE.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = approve_agreement(tx, actor, act)
        shown = show_agreement(tx, actor, agreement_id)
    return made(shown, entry.is_new)


@dataclass
class Answered:
    """The caller's answer as it was taken, and the agreement, for whoever still sees it."""

    answer: Answer
    agreement: AgreementShown | None


@room.operation(
    "POST", f"{_OF}/answers", takes=ANSWER, gives={201: Answered, 200: Answered},
    refuses=[*_ANSWERED, "agreement.invitation_run_out"],
)  # fmt: skip
def answer_for_oneself(agreement_id: Id) -> Response:
    """Agree or decline, each for themselves. A no is known to whoever asked, and to nobody else."""
    said: Answering = ANSWER.load()
    with writing() as (tx, actor):
        act = AnswerAgreement(agreement_id=agreement_id, person_id=actor.person, answer=said.answer, note=said.note)
        entry = answer_agreement(tx, actor, act)
        shown = show_if_seen(tx, actor, agreement_id)
    return made(Answered(said.answer, shown), entry.is_new)


@room.operation(
    "POST", f"{_OF}/amendments", takes=AMEND, gives={201: AgreementShown, 200: AgreementShown},
    refuses=[
        "not_found", "not_allowed", "id.reused", "agreement.over", "agreement.not_started",
        "agreement.amended_meanwhile",
    ],
)  # fmt: skip
def amend(agreement_id: Id) -> Response:
    """Put what was agreed in other words. The earlier ones stay to be read in the history."""
    act = AMEND.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = amend_agreement(tx, actor, act)
        shown = show_agreement(tx, actor, agreement_id)
    return made(shown, entry.is_new)


@room.operation("GET", "/v1/programmes", gives={200: ProgrammesShown, 304: None}, has_tag=True)
def programmes() -> Response:
    """List the programmes, with what each suggests for a proposal."""
    return tagged(dump(read(lambda _tx, _actor: ProgrammesShown(list_programmes()))))


@room.operation("GET", "/v1/conversation-prompts", gives={200: PromptsShown, 304: None}, has_tag=True)
def conversation_prompts() -> Response:
    """Read what helps in a conversation: when to ask, when to tell, and how."""
    return tagged(dump(read(lambda _tx, _actor: PROMPTS)))

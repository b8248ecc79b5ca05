"""Mentors joining an agreement later and leaving it; and what a mentee asks quietly."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.mentoring.quiet_requests import (
    AnswerChange,
    AskForChange,
    ChangeRequest,
    answer_change,
    ask_for_change,
    list_change_requests,
    show_change_request,
)
from backend.mentoring.reading import show_agreement
from backend.mentoring.shown import AgreementShown
from backend.signoff.parting import Parting, show_parting
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, query, read, writing
from mobile_api.mentoring import examples

room = Room("mentors", __name__, description="Mentors joining and leaving, and quiet requests for a change.")

ADD = Body(AddMentor, examples.ADD_MENTOR, without=("agreement_id",))
REMOVE = Body(RemoveMentor, examples.REMOVE_MENTOR, without=("agreement_id", "mentor_id"))
ASK = Body(AskForChange, examples.ASK_FOR_CHANGE, without=("agreement_id",))
ANSWER = Body(AnswerChange, examples.ANSWER_CHANGE, without=("agreement_id", "request_id"))
_MENTORS = "/v1/agreements/<id:agreement_id>/mentors"
_CHANGES = "/v1/agreements/<id:agreement_id>/change-requests"
_LEAVING = ["not_found", "not_allowed", "id.reused", "agreement.over", "agreement.no_such_mentor"]


@room.operation(
    "POST", _MENTORS, takes=ADD, gives={201: AgreementShown, 200: AgreementShown},
    refuses=[
        "not_found", "not_allowed", "id.reused", "agreement.over", "agreement.not_started", "agreement.own_mentor",
        "agreement.already_mentor", "agreement.no_such_mentor", "agreement.unknown_person",
    ],
)  # fmt: skip
def make_mentor(agreement_id: Id) -> Response:
    """Ask somebody to be a mentor here too: they are one from their own yes on.

    With `replaces_id` that mentor leaves with the same yes, so that there is no gap.
    """
    act = ADD.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = add_mentor(tx, actor, act)
        shown = show_agreement(tx, actor, agreement_id)
    return made(shown, entry.is_new)


@room.operation("DELETE", f"{_MENTORS}/<id:mentor_id>", takes=REMOVE, gives={204: None}, refuses=_LEAVING)
def remove_mentor_from(agreement_id: Id, mentor_id: Id) -> Response:
    """Take a mentor out, or leave. The reason stands in the body, never in an address, where logs would keep it."""
    _remove(agreement_id, mentor_id)
    return done()


@room.operation(
    "GET", f"{_MENTORS}/<id:mentor_id>/leaving", gives={200: Parting}, example=examples.PARTING,
    refuses=["not_found", "not_allowed", "agreement.over", "agreement.no_such_mentor"],
)  # fmt: skip
def parting(agreement_id: Id, mentor_id: Id) -> Response:
    """What hangs on a mentor here: whom their leaving concerns, and what becomes of it. Nothing happens yet."""
    return answer(read(show_parting, agreement_id, mentor_id))


@room.operation("POST", f"{_MENTORS}/<id:mentor_id>/leaving", takes=REMOVE, gives={204: None}, refuses=_LEAVING)
def make_leaving(agreement_id: Id, mentor_id: Id) -> Response:
    """The same as DELETE of the mentor, for clients that cannot send a body with one."""
    _remove(agreement_id, mentor_id)
    return done()


def _remove(agreement_id: Id, mentor_id: Id) -> None:
    act = REMOVE.load(agreement_id=agreement_id, mentor_id=mentor_id)
    with writing() as (tx, actor):
        remove_mentor(tx, actor, act)


@room.operation(
    "GET", _CHANGES, query=Paging, gives={200: page_schema(ChangeRequest)}, refuses=["not_found", "not_allowed"]
)
def change_requests(agreement_id: Id) -> Response:
    """List what the mentee has asked quietly: for the mentee and the approvers, never for a mentor."""
    return answer(read(list_change_requests, agreement_id, query(Paging)))


@room.operation(
    "POST", _CHANGES, takes=ASK, gives={201: ChangeRequest, 200: ChangeRequest},
    refuses=["not_found", "not_allowed", "id.reused", "agreement.over", "agreement.nobody_to_ask"],
)  # fmt: skip
def make_change_request(agreement_id: Id) -> Response:
    """Ask the approvers for something to be different. No mentor of yours reads it."""
    act = ASK.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = ask_for_change(tx, actor, act)
        shown = show_change_request(tx, actor, agreement_id, entry.id)
    return made(shown, entry.is_new)


@room.operation(
    "POST", f"{_CHANGES}/<id:request_id>/answer", takes=ANSWER, gives={201: ChangeRequest, 200: ChangeRequest},
    refuses=["not_found", "not_allowed", "id.reused", "change_request.answered"],
)  # fmt: skip
def answer_change_request(agreement_id: Id, request_id: Id) -> Response:
    """Close a quiet request with a word, which the mentee reads."""
    act = ANSWER.load(agreement_id=agreement_id, request_id=request_id)
    with writing() as (tx, actor):
        entry = answer_change(tx, actor, act)
        shown = show_change_request(tx, actor, agreement_id, request_id)
    return made(shown, entry.is_new)

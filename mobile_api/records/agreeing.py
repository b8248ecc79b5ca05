"""Agreeing on a record: talked about, answered, amended, and taken into a review or left out."""

from collections.abc import Callable
from typing import Any

from flask import Response

from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.shapes import Secret
from backend.records.amending import AmendRecord, amend_record
from backend.records.answering import AnswerRecord, IncludeRecord, answer_record, include_record
from backend.records.discussing import DiscussRecord, discuss_record
from backend.records.reading import show_record
from backend.records.shown import Record
from mobile_api.describing import Room
from mobile_api.doors import Body, made, writing
from mobile_api.records import examples

room = Room("agreeing", __name__, description="Agreeing on what was written down.")

ONE = "/v1/records/<id:record_id>"
DISCUSS = Body(DiscussRecord, examples.DISCUSS, without=("record_id",))
ANSWER = Body(AnswerRecord, examples.ANSWER, without=("record_id",), extra=(("presence", Secret | None),))
AMEND = Body(AmendRecord, examples.AMEND, without=("record_id",))
INCLUDE = Body(IncludeRecord, examples.INCLUDE, without=("record_id",))


def _done(record_id: Id, story: Callable[..., Entry | None], *given: Any) -> Response:
    """The record as the story leaves it, which answers None where it had nothing to do."""
    with writing() as (tx, actor):
        entry = story(tx, actor, *given)
        tx.flush()
        shown = show_record(tx, actor, record_id)
    return made(shown, entry is not None and entry.is_new)


@room.operation(
    "POST",
    f"{ONE}/discussion",
    takes=DISCUSS,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=["not_found", "not_allowed", "id.reused", "record.already_discussed", "record.wrong_day"],
)
def discuss_a_record(record_id: Id) -> Response:
    """Note the day on which it was talked about. From then on it waits for the person's answer, for seven days."""
    return _done(record_id, discuss_record, DISCUSS.load(record_id=record_id))


@room.operation(
    "POST",
    f"{ONE}/answer",
    takes=ANSWER,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=[
        "not_found", "not_allowed", "presence.required", "id.reused", "record.amended", "record.not_discussed",
        "record.already_answered",
    ],
)  # fmt: skip
def answer_a_record(record_id: Id) -> Response:
    """Answer a record about oneself, with presence: agree, partly, disagree, or prefer not to sign; `comment` is one's
    own account. `version` is the one that was read: 409 `record.amended` when there is a newer one.
    """
    act, beside = ANSWER.load_both(record_id=record_id)
    return _done(record_id, answer_record, act, beside["presence"])


@room.operation(
    "POST",
    f"{ONE}/amendments",
    takes=AMEND,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=[
        "not_found", "not_allowed", "id.reused", "record.amended", "record.in_future", "record.text_needed",
        "record.text_of_another_kind", "record.unknown_criterion", "record.wrong_day",
    ],
)  # fmt: skip
def amend_a_record(record_id: Id) -> Response:
    """Put one's record in other words, whole, and say why. Both versions are shown, and the new one is answered anew.

    `follows` is the version that was read: 409 `record.amended` when there is a newer one.
    """
    return _done(record_id, amend_record, AMEND.load(record_id=record_id))


@room.operation(
    "POST",
    f"{ONE}/inclusion",
    takes=INCLUDE,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=["not_found", "not_allowed", "id.reused"],
)
def include_a_record(record_id: Id) -> Response:
    """Say whether a record about oneself is read in one's review. Nothing is, until one says so."""
    return _done(record_id, include_record, INCLUDE.load(record_id=record_id))

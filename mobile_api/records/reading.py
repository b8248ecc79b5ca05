"""Reading records: within reach, and one's own drafts."""

from flask import Response

from backend.kernel.ids import Id
from backend.practice.owed import Rhythm, RhythmFilter, list_rhythm
from backend.records.listing import RecordFilter, list_records
from backend.records.reading import show_record
from backend.records.rules import RecordState
from backend.records.shown import Record, RecordListed
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import answer, dump, query, read
from mobile_api.records import examples

room = Room("records", __name__, description="What is written down about people.")


@room.operation("GET", "/v1/records", query=RecordFilter, gives={200: page_schema(RecordListed)})
def records() -> Response:
    """List the records within reach, those made last on top: about one person, by one writer (`me` for oneself), of
    one kind, in one state, or naming one criterion as what they are evidence for.

    `state=draft` lists the caller's own drafts. Practice to improve is within the reach of the person, whoever wrote
    it, the line manager and the people team alone.
    """
    return answer(read(list_records, query(RecordFilter)))


@room.operation(
    "GET",
    "/v1/records/<id:record_id>",
    gives={200: Record, 304: None},
    example=examples.RECORD,
    refuses=["not_found"],
    has_tag=True,
)
def record(record_id: Id) -> Response:
    """Read a record with all its versions, side by side, and the answer to each; or one's own draft."""
    shown = read(show_record, record_id)
    return tagged(dump(shown), tag_of(shown))


@room.operation("GET", "/v1/rhythm", query=RhythmFilter, gives={200: page_schema(Rhythm)})
def rhythm() -> Response:
    """List whom the caller leads by how long they have had neither an observation nor a professional discussion,
    longest first: what the organisation owes them. `owed=true` leaves out whose next one is not due, or who is away.
    """
    return answer(read(list_rhythm, query(RhythmFilter)))


def tag_of(shown: Record) -> str | None:
    """What stands for a draft's state; a shared record's tag is a hash of its body."""
    return f"{shown.id}-{shown.rev}" if shown.state is RecordState.DRAFT else None

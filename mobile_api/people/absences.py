"""When people are away: only the days, never why."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.people.absences import (
    Absence,
    EndAbsence,
    RecordAbsence,
    end_absence,
    list_absences,
    record_absence,
    show_absence,
)
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, query, read, writing
from mobile_api.people import examples

room = Room("absences", __name__, description="When people are away. Why is neither asked nor kept.")

RECORD = Body(RecordAbsence, examples.ABSENCE, without=("person_id",))
END = Body(EndAbsence, examples.BACK, without=("absence_id",))


@room.operation(
    "POST",
    "/v1/people/<id:person_id>/absences",
    takes=RECORD,
    gives={201: Absence, 200: Absence},
    refuses=["not_found", "not_allowed", "id.reused", "absence.own", "people.has_left", "absence.wrong_dates"],
)
def make_absence(person_id: Id) -> Response:
    """Note that somebody is away from `from_on`, and back on `until_on` where that is known.

    Their own plans stand still on those days; where they mentor, it is shown that they are away.
    """
    act = RECORD.load(person_id=person_id)
    with writing() as (tx, actor):
        entry = record_absence(tx, actor, act)
        shown = show_absence(tx, actor, entry.id)
    return made(shown, entry.is_new)


@room.operation(
    "GET",
    "/v1/people/<id:person_id>/absences",
    query=Paging,
    gives={200: page_schema(Absence)},
    refuses=["not_found", "not_allowed"],
)
def absences(person_id: Id) -> Response:
    """List somebody's absences, the latest first: one's own, or those of people one may note them for."""
    return answer(read(list_absences, person_id, query(Paging)))


@room.operation(
    "POST",
    "/v1/absences/<id:absence_id>/ending",
    takes=END,
    gives={201: Absence, 200: Absence},
    refuses=["not_found", "not_allowed", "id.reused", "absence.own", "absence.wrong_dates"],
)
def make_absence_ending(absence_id: Id) -> Response:
    """Note the day somebody is back: at last, earlier or later than was said. The first day means they never were."""
    act = END.load(absence_id=absence_id)
    with writing() as (tx, actor):
        entry = end_absence(tx, actor, act)
        shown = show_absence(tx, actor, absence_id)
    return made(shown, entry.is_new)

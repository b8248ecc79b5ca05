"""What those who manage people do: adding somebody, moving them, naming a line manager, leaving and coming back."""

from collections.abc import Callable
from typing import Any

from flask import Response

from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.ties import Actor
from backend.people.appointments import (
    AddPerson,
    Appoint,
    RecordLeaving,
    RecordReturn,
    add_person,
    appoint,
    record_leaving,
    record_return,
)
from backend.people.details import (
    ChangeName,
    ChangeStaffNumber,
    RecordIdentityCheck,
    change_name,
    change_staff_number,
    record_identity_check,
)
from backend.people.line_managers import NameLineManager, end_line_management, name_line_manager
from backend.people.reading import Person, show_person
from backend.signoff.leaving import Leaving, show_leaving
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, read, writing
from mobile_api.people import examples

room = Room("managing-people", __name__, description="Who works here, where and as what: for those who manage people.")

ADD = Body(AddPerson, examples.ADD_PERSON)
APPOINT = Body(Appoint, examples.APPOINT, without=("person_id",))
LINE_MANAGER = Body(NameLineManager, examples.LINE_MANAGER, without=("person_id",))
IDENTITY_CHECK = Body(RecordIdentityCheck, examples.IDENTITY_CHECK, without=("person_id",))
STAFF_NUMBER = Body(ChangeStaffNumber, examples.STAFF_NUMBER, without=("person_id",))
NAME = Body(ChangeName, examples.NAME, without=("person_id",))
LEAVING = Body(RecordLeaving, examples.LEAVING, without=("person_id",))
RETURN = Body(RecordReturn, examples.APPOINT, without=("person_id",))

_PERSON = {201: Person, 200: Person}
_ANY = ["not_found", "not_allowed", "id.reused", "people.has_left"]
_PLACES = ["people.site_needed", "people.area_needed", "people.unknown_site", "people.unknown_area"]


def _done(story: Callable[[Tx, Actor, Any], Entry], act: Any) -> Response:
    with writing() as (tx, actor):
        entry = story(tx, actor, act)
        shown = show_person(tx, actor, entry.about)
    return made(shown, entry.is_new)


@room.operation(
    "POST", "/v1/people", takes=ADD, gives=_PERSON, example=examples.PERSON,
    refuses=["not_allowed", "id.reused", "people.staff_number_taken", *_PLACES],
)  # fmt: skip
def make_person() -> Response:
    """Add somebody, with their first appointment. A site says its area by itself."""
    return _done(add_person, ADD.load())


@room.operation(
    "POST", "/v1/people/<id:person_id>/appointments", takes=APPOINT, gives=_PERSON, example=examples.PERSON,
    refuses=[*_ANY, "people.own_appointment", *_PLACES],
)  # fmt: skip
def make_appointment(person_id: Id) -> Response:
    """Move somebody to another post or site, now. Nobody appoints themselves."""
    return _done(appoint, APPOINT.load(person_id=person_id))


@room.operation(
    "POST", "/v1/people/<id:person_id>/line-manager", takes=LINE_MANAGER, gives=_PERSON, example=examples.PERSON,
    refuses=[*_ANY, "people.own_line_manager"],
)  # fmt: skip
def make_line_manager(person_id: Id) -> Response:
    """Name a line manager; the one before is it no longer."""
    return _done(name_line_manager, LINE_MANAGER.load(person_id=person_id))


@room.operation(
    "DELETE", "/v1/people/<id:person_id>/line-manager", gives={204: None},
    refuses=["not_found", "not_allowed", "people.no_line_manager"],
)  # fmt: skip
def remove_line_manager(person_id: Id) -> Response:
    """End line management, until somebody else is named."""
    with writing() as (tx, actor):
        end_line_management(tx, actor, person_id)
    return done()


@room.operation(
    "POST", "/v1/people/<id:person_id>/identity-checks", takes=IDENTITY_CHECK, gives=_PERSON,
    example=examples.PERSON, refuses=[*_ANY, "people.own_identity"],
)  # fmt: skip
def make_identity_check(person_id: Id) -> Response:
    """Say how you made sure who somebody is. Mentors need it before their first signature."""
    return _done(record_identity_check, IDENTITY_CHECK.load(person_id=person_id))


@room.operation(
    "POST", "/v1/people/<id:person_id>/staff-number", takes=STAFF_NUMBER, gives=_PERSON, example=examples.PERSON,
    refuses=[*_ANY, "people.staff_number_taken"],
)  # fmt: skip
def make_staff_number(person_id: Id) -> Response:
    """Give somebody a staff number, another one, or (null) none. They sign in by it at once."""
    return _done(change_staff_number, STAFF_NUMBER.load(person_id=person_id))


@room.operation(
    "POST", "/v1/people/<id:person_id>/names", takes=NAME, gives=_PERSON, example=examples.PERSON, refuses=_ANY
)  # fmt: skip
def make_name(person_id: Id) -> Response:
    """Say what somebody is called from now on. What they signed keeps the name it was signed with."""
    return _done(change_name, NAME.load(person_id=person_id))


@room.operation(
    "GET", "/v1/people/<id:person_id>/leaving", gives={200: Leaving}, example=examples.CARRIED,
    refuses=["not_found", "not_allowed", "people.own_appointment", "people.has_left"],
)  # fmt: skip
def departure(person_id: Id) -> Response:
    """What hangs on somebody: whom they mentor and lead, and what waits for them. Nothing happens yet."""
    return answer(read(show_leaving, person_id))


@room.operation(
    "POST", "/v1/people/<id:person_id>/leaving", takes=LEAVING, gives=_PERSON, example=examples.PERSON,
    refuses=[*_ANY, "people.own_appointment"],
)  # fmt: skip
def make_departure(person_id: Id) -> Response:
    """Let somebody leave, now: from this minute nothing is open to them. What they signed stays."""
    return _done(record_leaving, LEAVING.load(person_id=person_id))


@room.operation(
    "POST", "/v1/people/<id:person_id>/returning", takes=RETURN, gives=_PERSON, example=examples.PERSON,
    refuses=["not_found", "not_allowed", "id.reused", "people.own_appointment", "people.has_not_left", *_PLACES],
)  # fmt: skip
def make_return(person_id: Id) -> Response:
    """Bring back somebody who left: the same person, with a new appointment and none of the old ties."""
    return _done(record_return, RETURN.load(person_id=person_id))

"""Deputies: who looks after what waits for somebody while they are away."""

from flask import Response

from backend.kernel.ids import Id
from backend.people.deputies import Deputised, NameDeputy, end_deputy, name_deputy, show_deputy
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, read, writing
from mobile_api.people import examples

room = Room("deputies", __name__, description="Who looks after what waits for somebody while they are away.")

NAME = Body(NameDeputy, examples.NAME_DEPUTY, without=("person_id",))


@room.operation(
    "POST",
    "/v1/people/<id:person_id>/deputies",
    takes=NAME,
    gives={201: Deputised, 200: Deputised},
    refuses=["not_found", "not_allowed", "id.reused", "people.has_left", "deputy.own"],
)
def make_deputy(person_id: Id) -> Response:
    """Name who looks after what waits for somebody while they are away, and once they have left: oneself, or whoever
    may note their absences.

    A deputy may do nothing that they may not do anyway: what they may see passes to them, oldest first, and back when
    the person is. Who was named before no longer stands in.
    """
    act = NAME.load(person_id=person_id)
    with writing() as (tx, actor):
        entry = name_deputy(tx, actor, act)
        shown = show_deputy(tx, actor, person_id)
    return made(shown, entry.is_new)


@room.operation(
    "GET",
    "/v1/people/<id:person_id>/deputies/current",
    gives={200: Deputised},
    refuses=["not_found", "not_allowed"],
)
def deputy(person_id: Id) -> Response:
    """Read who stands in for somebody, since when, and for whom they stand in themselves today."""
    return answer(read(show_deputy, person_id))


@room.operation(
    "DELETE",
    "/v1/people/<id:person_id>/deputies/current",
    gives={204: None},
    refuses=["not_found", "not_allowed", "deputy.none"],
)
def remove_deputy(person_id: Id) -> Response:
    """Have nobody look after it any more. The deputy may say so too."""
    with writing() as (tx, actor):
        end_deputy(tx, actor, person_id)
    return done()

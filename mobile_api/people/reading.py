"""Finding people, and reading one of them."""

from flask import Response

from backend.kernel.ids import Id
from backend.people.listing import PeopleFilter, PersonListed, list_people
from backend.people.reading import Person, show_person
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import answer, dump, query, read
from mobile_api.people import examples

room = Room("people", __name__, description="Who works here, where and as what.")


@room.operation(
    "GET", "/v1/people", query=PeopleFilter, gives={200: page_schema(PersonListed)}, refuses=["not_allowed"]
)
def people() -> Response:
    """List the people within reach, by name.

    `search` finds every beginning of every word of a name, without regard to capitals and accents: `jo` finds Maya
    Jones, `zoe` finds Zoë. Several words are all to be found. For those who manage people, `left` lists those who left
    instead, and `without_line_manager` all whose line manager is one no longer, whoever waits longest first.
    """
    return answer(read(list_people, query(PeopleFilter)))


@room.operation(
    "GET",
    "/v1/people/<id:person_id>",
    gives={200: Person, 304: None},
    example=examples.PERSON,
    refuses=["not_found"],
    has_tag=True,
)
def person(person_id: Id) -> Response:
    """Read a person: name, post and site; more to those who lead them or manage people."""
    return tagged(dump(read(show_person, person_id)))

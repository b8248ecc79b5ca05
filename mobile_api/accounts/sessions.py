"""One's own sessions: where one is signed in, and ending that."""

from flask import Response

from backend.accounts.elsewhere import SessionShown, end_everywhere, end_one, list_sessions
from backend.accounts.sessions import sign_out
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.notices.targets import release
from mobile_api.accounts import examples
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import answer, done, house, query, read, token, writing

room = Room("sessions", __name__, description="Where you are signed in, and signing out.")


@room.operation(
    "GET", "/v1/auth/sessions", query=Paging, gives={200: page_schema(SessionShown)}, example=examples.SESSIONS
)
def sessions() -> Response:
    """List your own sessions in this organisation, the newest first. `used_at` is right to a quarter of an hour."""
    return answer(read(list_sessions, query(Paging)))


@room.operation("DELETE", "/v1/auth/sessions/current", gives={204: None})
def end_session() -> Response:
    """Sign out. Every presence of this session ends with it."""
    with writing() as (tx, actor):
        release(tx, actor)
        sign_out(tx, actor)
    return done()


@room.operation("DELETE", "/v1/auth/sessions/<id:session_id>", gives={204: None}, refuses=["not_found"])
def end_one_session(session_id: Id) -> Response:
    """End one of your own sessions, as that of a phone that is lost."""
    with writing() as (tx, actor):
        end_one(tx, actor, session_id)
    return done()


@room.operation("DELETE", "/v1/auth/sessions", gives={204: None})
def end_every_session() -> Response:
    """Sign out everywhere, here included, and in every organisation of this login."""
    end_everywhere(house().database, token())
    return done()

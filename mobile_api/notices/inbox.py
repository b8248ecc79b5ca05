"""The inbox: what the caller was told, and what of it they have read."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.notices.inbox import Inbox, ReadAll, Reading, list_notices, read_all, read_notice
from mobile_api.describing import Room
from mobile_api.doors import answer, query, read, writing
from mobile_api.notices import examples

room = Room("inbox", __name__, description="What you were told, and what of it you have read.")


@room.operation("GET", "/v1/notices", query=Paging, gives={200: Inbox}, example=examples.INBOX)
def notices() -> Response:
    """List what the caller was told, newest first, as far as it still concerns them, and how much is unread.

    `kind` names what happened, `line` says it in a sentence. Lines have names in them: show them to whoever is signed
    in, never on a lock screen.
    """
    return answer(read(list_notices, query(Paging)))


@room.operation(
    "POST",
    "/v1/notices/<id:notice_id>/reading",
    gives={200: Reading},
    example=examples.READING,
    refuses=["not_found"],
)
def make_reading(notice_id: Id) -> Response:
    """Say that a notice has been read; again changes nothing. What waits is read by itself once it is done."""
    with writing() as (tx, actor):
        reading = read_notice(tx, actor, notice_id)
    return answer(reading)


@room.operation("POST", "/v1/notices/reading", gives={200: ReadAll}, example={"unread": 0})
def make_all_readings() -> Response:
    """Say that all notices have been read."""
    with writing() as (tx, actor):
        unread = read_all(tx, actor)
    return answer(unread)

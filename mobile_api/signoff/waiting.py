"""The page a person starts from, and what waits for them."""

from flask import Response

from backend.kernel.pages import Paging
from backend.notices.inbox import Home, show_home
from backend.signoff.waiting import Wait, list_waits
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import answer, dump, query, read

room = Room("waiting", __name__, description="Who is signed in, and what waits for them.")


@room.operation("GET", "/v1/me", gives={200: Home, 304: None}, has_tag=True)
def me() -> Response:
    """Read who is signed in, how they stand to others, what waits for them, and how much they have not read."""
    return tagged(dump(read(show_home)))


@room.operation("GET", "/v1/waits", query=Paging, gives={200: page_schema(Wait)})
def waits() -> Response:
    """List what waits for the caller, oldest first."""
    return answer(read(list_waits, query(Paging)))

"""The inbox: what one was told, newest first; opening a notice reads it."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.notices.inbox import page_of, read_all, read_notice
from web.forms import asked
from web.notices import faces
from web.pages import answered, led_to, render
from web.paths import local
from web.visits import acting, house, looking

inbox = Blueprint("inbox", __name__)


@inbox.get("/notices")
def mine() -> Response:
    """What I was told."""
    return inbox_page(request.args.get("done"))


def inbox_page(done: str | None = None) -> Response:
    """The list, and what was just done."""
    with looking() as visit:
        page = page_of(visit.tx, visit.actor, load(Paging, asked("cursor")))
    is_demo = house().settings.demo
    return render(
        "notices/inbox.html", visit.frame, tab="notices", page=page, notices=faces, done=done, is_demo=is_demo
    )


@inbox.post("/notices/<id:notice_id>/reading")
def read(notice_id: Id) -> AnyResponse:
    """Reads one, and leads to what it tells of."""
    with acting() as visit:
        read_notice(visit.tx, visit.actor, notice_id)
    to = local(request.form.get("to"))
    return led_to("/notices" if to == "/" else to)


@inbox.post("/notices/reading")
def read_every() -> AnyResponse:
    """Reads all of them."""
    with acting() as visit:
        read_all(visit.tx, visit.actor)
    return answered(inbox_page, "/notices", "all-read")

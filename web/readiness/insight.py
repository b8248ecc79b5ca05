"""What else a board tells: how long requests wait, what mentors carry, and a few statements to read."""

from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.readiness.answer_days import AnswerFilter, list_answers
from backend.readiness.load import list_load
from backend.readiness.samples import SampleFilter, list_samples, show_sample
from backend.readiness.sampling import DrawSample, draw_sample
from backend.readiness.scopes import Scope, scope_for
from web.forms import EMPTY, Typed, asked, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.visits import acting, looking

insight = Blueprint("insight", __name__)
SHOWN, DAYS = 100, 31


@insight.get("/board/mentors")
def mentors() -> Response:
    """What mentors carry, by name."""
    wanted = load(AnswerFilter, asked("scope", "cursor"))
    with looking() as visit:
        page = list_load(visit.tx, visit.actor, wanted)
    return render("readiness/mentors.html", visit.frame, tab="board", page=page, scope=wanted.scope)


@insight.get("/board/answers")
def answers() -> Response:
    """How long requests wait, by site."""
    wanted = load(AnswerFilter, asked("scope", "cursor"))
    with looking() as visit:
        page = list_answers(visit.tx, visit.actor, wanted)
    return render("readiness/answers.html", visit.frame, tab="board", page=page, scope=wanted.scope)


@insight.get("/board/samples")
def drawn() -> Response:
    """The samples drawn so far, and drawing another."""
    return samples_page()


def samples_page(typed: Typed = EMPTY) -> Response:
    """The samples of a board, with the form to draw one as typed."""
    scope = request.form.get("scope") or request.args.get("scope")
    with looking() as visit:
        board = scope_for(visit.actor, scope)
        page = list_samples(visit.tx, visit.actor, load(SampleFilter, asked("cursor") | {"scope": board.name}))
    return render(
        "readiness/samples.html",
        visit.frame,
        tab="board",
        page=page,
        scope=board.name,
        typed=typed,
        from_on=visit.when.today - timedelta(days=DAYS),
        form_id=typed.form_id() or new_id(),
    )


@insight.post("/board/samples")
@redrawn(samples_page)
def draw() -> AnyResponse:
    """Draws a sample."""
    ensure_filled("from_on", "until_on")
    act = load(DrawSample, posted("id", "scope", "from_on", "until_on"))
    with acting() as visit:
        draw_sample(visit.tx, visit.actor, act)
    return answered(sample_page, f"/board/samples/{act.id}", "drawn", sample_id=act.id)


@insight.get("/board/samples/<id:sample_id>")
def one(sample_id: Id) -> Response:
    """A sample."""
    return sample_page(sample_id, done=request.args.get("done"))


def sample_page(sample_id: Id, done: str | None = None) -> Response:
    """A sample with its statements, and what was just done."""
    with looking() as visit:
        shown = show_sample(visit.tx, visit.actor, sample_id)
    return render(
        "readiness/sample.html",
        visit.frame,
        tab="board",
        one=shown,
        scope=Scope(shown.scope.kind, shown.scope.id).name,
        done=done,
    )

"""Writing a framework: its text, what it would publish, and publishing it."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.frameworks.drafts import (
    ChangedDraft,
    NewDraft,
    add_outcomes,
    change_draft,
    discard_draft,
    publish_draft,
    show_draft,
    write_draft,
)
from backend.frameworks.reading import show_file
from backend.kernel.errors import Fault, forbidden, invalid, missing
from backend.kernel.ids import Id, is_id, new_id
from backend.kernel.shapes import load
from backend.kernel.ties import Do
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.frameworks.versions import sections
from web.pages import answered, led_to, redrawn, render
from web.visits import Visit, acting, looking

drafts = Blueprint("drafts", __name__)
ADDRESS = "/framework-drafts/<id:draft_id>"


@drafts.get("/framework-drafts/new")
def blank() -> Response:
    """An empty draft, or one that begins with a published version."""
    return new_page()


def new_page(typed: Typed = EMPTY) -> Response:
    """The page to begin a draft on. Raises `not_allowed`, `not_found`."""
    with looking() as visit:
        if not visit.actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
            raise forbidden()
        origin = request.args.get("from")
        text = _text_of(visit, origin) if origin else ""
    form_id = typed.form_id() or new_id()
    return render("frameworks/new_draft.html", visit.frame, tab="me", typed=typed, text=text, form_id=form_id)


def _text_of(visit: Visit, framework_id: str) -> str:
    if not is_id(framework_id):
        raise missing()
    return show_file(visit.tx, visit.actor, Id(framework_id)).text


@drafts.post("/framework-drafts")
@redrawn(new_page)
def begin() -> AnyResponse:
    """Keeps a new draft, typed in or sent as a file."""
    act = load(NewDraft, posted("id") | {"text": _text()})
    with acting() as visit:
        id_, _ = write_draft(visit.tx, visit.actor, act)
    return led_to(f"/framework-drafts/{id_}")


def _text() -> str:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return request.form.get("text", "")
    try:
        return sent.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        fault = Fault("/text", "The file is not plain text. Save it as UTF-8 text and send it again.", "invalid")
        raise invalid(faults=[fault], fields="text") from None


@drafts.get(ADDRESS)
def one(draft_id: Id) -> Response:
    """One draft."""
    return draft_page(draft_id, done=request.args.get("done"))


def draft_page(draft_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The page of a draft: its text as kept or as typed, and what it would publish."""
    with looking() as visit:
        shown = show_draft(visit.tx, visit.actor, draft_id)
    parts = sections(shown.preview.criteria) if shown.preview else []
    context = {"draft": shown, "sections": parts, "typed": typed, "done": done}
    return render("frameworks/draft.html", visit.frame, tab="me", **context)


@drafts.post(ADDRESS)
@redrawn(draft_page)
def change(draft_id: Id) -> AnyResponse:
    """Keeps the draft's new text."""
    ensure_filled("text")
    act = load(ChangedDraft, {"text": request.form["text"]})
    with acting() as visit:
        change_draft(visit.tx, visit.actor, draft_id, _revision(), act.text)
    return answered(draft_page, f"/framework-drafts/{draft_id}", "kept", draft_id=draft_id)


def _revision() -> int:
    return number(request.form.get("revision")) or 0


@drafts.post(f"{ADDRESS}/outcomes")
@redrawn(draft_page)
def outcomes(draft_id: Id) -> AnyResponse:
    """Loads a regulator's outcomes into the draft."""
    ensure_filled("outcomes")
    act = load(ChangedDraft, {"text": request.form["outcomes"]})
    with acting() as visit:
        add_outcomes(visit.tx, visit.actor, draft_id, _revision(), act.text)
    return answered(draft_page, f"/framework-drafts/{draft_id}", "kept", draft_id=draft_id)


@drafts.post(f"{ADDRESS}/publication")
@redrawn(draft_page)
def publication(draft_id: Id) -> AnyResponse:
    """Publishes the draft."""
    with acting() as visit:
        published = publish_draft(visit.tx, visit.actor, draft_id, _revision())
    return led_to(f"/frameworks/{published}?done=published")


@drafts.post(f"{ADDRESS}/discarding")
def discard(draft_id: Id) -> AnyResponse:
    """Throws the draft away."""
    with acting() as visit:
        discard_draft(visit.tx, visit.actor, draft_id)
    return led_to("/frameworks")

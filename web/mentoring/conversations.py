"""Conversations: noting one, reading them, striking a wrong one through; and a mentor's own hours."""

from datetime import date

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.kernel.shapes import load
from backend.mentoring.conversations import (
    NoteConversation,
    StrikeConversation,
    list_conversations,
    note_conversation,
    show_conversation,
    strike_conversation,
)
from backend.mentoring.hours import list_hours
from backend.mentoring.programmes import PROMPTS
from backend.mentoring.reading import show_agreement
from backend.mentoring.rules import already_struck
from web.forms import EMPTY, Typed, asked, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.paths import agreement_at
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

conversations = Blueprint("conversations", __name__)
OF = "/agreements/<id:agreement_id>/conversations"


@conversations.get(OF)
def listed(agreement_id: Id) -> Response:
    """What we talked."""
    return conversations_page(agreement_id, done=request.args.get("done"))


def conversations_page(agreement_id: Id, typed: Typed = EMPTY, done: str | None = None) -> Response:
    """What was talked, with the form to note one as typed. Raises `not_found`, `not_allowed`."""
    paging = load(Paging, asked("cursor"))
    with looking() as visit:
        one = show_agreement(visit.tx, visit.actor, agreement_id)
        page = list_conversations(visit.tx, visit.actor, agreement_id, paging)
    days = visit.when.choices(date.min)
    day = typed.get("held_on")
    return render(
        "mentoring/conversations.html",
        visit.frame,
        tab="me",
        one=one,
        page=page,
        typed=typed,
        done=done,
        days=days,
        held_on=(day, typed.get("held_on_other")),
        prompts=PROMPTS,
        form_id=typed.form_id() or new_id(),
    )


@conversations.post(OF)
@redrawn(conversations_page)
def note(agreement_id: Id) -> AnyResponse:
    """Notes one."""
    day = "held_on_other" if request.form.get("held_on") == "other" else "held_on"
    ensure_filled(day, "minutes", "mode")
    ensure_pointed_out("note")
    data = posted("id", "mode", "note", REASON) | {
        "held_on": request.form[day],
        "minutes": number(request.form["minutes"]),
    }
    act = load(NoteConversation, data, agreement_id=agreement_id)
    with acting() as visit:
        note_conversation(visit.tx, visit.actor, act)
    return answered(
        conversations_page, f"{agreement_at(agreement_id)}/conversations", "noted", agreement_id=agreement_id
    )


@conversations.get("/conversations/<id:conversation_id>/striking/new")
def blank(conversation_id: Id) -> Response:
    """The page to strike one through on."""
    return striking_page(conversation_id)


def striking_page(conversation_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to strike one through on. Raises `not_found`, `not_allowed`, `conversation.already_struck`."""
    with looking() as visit:
        one = show_conversation(visit.tx, visit.actor, conversation_id)
    if one.struck:
        raise already_struck()
    if not one.may["strike"]:
        raise forbidden()
    return render("mentoring/striking.html", visit.frame, tab="me", one=one, typed=typed)


@conversations.post("/conversations/<id:conversation_id>/striking")
@redrawn(striking_page)
def strike(conversation_id: Id) -> AnyResponse:
    """Strikes one's own through; it stays to be read."""
    ensure_filled("reason")
    ensure_pointed_out("reason")
    act = load(StrikeConversation, posted("reason", REASON), conversation_id=conversation_id)
    with acting() as visit:
        strike_conversation(visit.tx, visit.actor, act)
    return answered(hours_page, "/hours", "struck")


@conversations.get("/hours")
def hours() -> Response:
    """My own time as a mentor."""
    return hours_page(done=request.args.get("done"))


def hours_page(done: str | None = None) -> Response:
    """My own time as a mentor, and what was just done."""
    paging = load(Paging, asked("cursor") | {"limit": 100})
    with looking() as visit:
        page = list_hours(visit.tx, visit.actor, paging)
    return render("mentoring/hours.html", visit.frame, tab="me", page=page, prompts=PROMPTS, done=done)

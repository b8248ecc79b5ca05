"""Suggesting an agreement: who with whom, what for, and how."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.mentoring.choosing import Search, choices
from backend.mentoring.grouping import MOST, ProposeGroup, propose_group
from backend.mentoring.programmes import PROGRAMMES, ProgrammeShown
from backend.mentoring.proposing import ProposeAgreement, propose_agreement
from backend.mentoring.rules import Programme
from web import words
from web.dates import When
from web.forms import EMPTY, Typed, asked, ensure_filled, posted, typed_now
from web.mentoring.agreements import agreement_page, list_page
from web.pages import answered, redrawn, render
from web.paths import agreement_at
from web.pointing_out import REASON, ensure_pointed_out
from web.visits import acting, looking

proposing = Blueprint("proposing", __name__)
MENTORS = ("mentor_1", "mentor_2", "mentor_3")
GOALS = (("short_1", "short"), ("short_2", "short"), ("long_1", "long"), ("long_2", "long"))


@proposing.get("/agreements/new")
def blank() -> Response:
    """The page to suggest one on."""
    return propose_page()


def propose_page(typed: Typed = EMPTY) -> Response:
    """The page to suggest one on, as typed; a programme that is chosen brings its own defaults."""
    said = request.form if request.method == "POST" else request.args
    kept = [Id(said[name]) for name in ("mentee_id", *MENTORS) if said.get(name)]
    search = load(Search, posted("find") if request.method == "POST" else asked("find"))
    with looking() as visit:
        people = choices(visit.tx, visit.actor, search, kept)
    programme = _programme(said.get("programme"))
    return render(
        "mentoring/propose.html",
        visit.frame,
        tab="me",
        typed=typed,
        said={**_defaults(programme, visit.when, visit.actor.person), **typed.values},
        programme=programme,
        programmes=list(PROGRAMMES.values()),
        people=[{"value": one.id, "label": _named(one)} for one in people],
        chosen=request.form.getlist("mentee_ids"),
        is_group=bool(said.get("group")),
        is_full=len(people) >= 200,
        most=MOST,
        form_id=typed.form_id() or new_id(),
    )


def _programme(code: str | None) -> ProgrammeShown:
    known = [programme for programme in PROGRAMMES.values() if programme.key == code]
    return known[0] if known else PROGRAMMES[Programme.NEW_MANAGERS]


def _defaults(programme: ProgrammeShown, when: When, person: Id) -> dict[str, str]:
    given = {
        "programme": programme.key.value,
        "starts_on": when.today.isoformat(),
        "ends_on": (when.today + timedelta(days=programme.days)).isoformat(),
        "support_arrangement": programme.support_arrangement.value,
    }
    return given | {name: value for name, value in asked("mentee_id", "mentor_1").items() if person}


def _named(one: Any) -> str:
    return ", ".join(filter(None, [one.name, words.post(one.post).lower(), one.site]))


@proposing.post("/agreements")
@redrawn(propose_page)
def propose() -> AnyResponse:
    """Suggests one agreement, or one for each of a group."""
    if "look" in request.form:
        return propose_page(typed_now())
    is_group = bool(request.form.get("group"))
    who = ("name",) if is_group else ("mentee_id",)
    ensure_filled(*who, "mentor_1", "what_matters", "starts_on", "ends_on")
    ensure_pointed_out("what_matters", *(name for name, _ in GOALS))
    data = posted("id", "programme", "what_matters", "support_arrangement", "starts_on", "ends_on", REASON, *who)
    data["mentor_ids"] = [request.form[name] for name in MENTORS if request.form.get(name)]
    data["goals"] = [{"text": text, "horizon": kind} for name, kind in GOALS if (text := posted(name).get(name))]
    data["peer_ids"] = data["mentor_ids"] if request.form.get("peers") else None
    if is_group:
        act = load(ProposeGroup, data | {"mentee_ids": request.form.getlist("mentee_ids")})
        with acting() as visit:
            propose_group(visit.tx, visit.actor, act)
        return answered(list_page, "/agreements", "suggested")
    one = load(ProposeAgreement, data)
    with acting() as visit:
        propose_agreement(visit.tx, visit.actor, one)
    return answered(agreement_page, agreement_at(one.id), "suggested", agreement_id=one.id)

"""Joining with a code, and making one for somebody: on paper, for whoever has no e-mail."""

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, request
from markupsafe import Markup
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.joining import Join, join_with_code
from backend.accounts.making_codes import MakeJoiningCode, make_joining_code, show_joiner
from backend.accounts.rules import WEB_LASTS
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from web import words
from web.accounts.door import let_in
from web.accounts.phones import device_on, known, phone_here
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import led_to, redrawn, render
from web.security import OWN_HOSTS
from web.visits import acting, house, looking

joining = Blueprint("joining", __name__)
UNCHECKED = "no"


def join_page(typed: Typed = EMPTY) -> Response:
    """The page to join on."""
    return render("accounts/join.html", None, typed=typed, phone=phone_here())


@joining.get("/join")
def join_door() -> Response:
    """The page to join on."""
    return join_page()


@joining.post("/join")
@redrawn(join_page)
def join() -> AnyResponse:
    """Uses a code; nothing of an earlier session in this browser is left."""
    ensure_filled("code", "password")
    phone = phone_here()
    given: dict[str, Any] = posted("code", "login", "pin") | {"password": request.form["password"]}
    act = load(Join, given | {"device": device_on(phone)})
    signed_in = join_with_code(house().database, house().vault, act, WEB_LASTS, request.remote_addr)
    let_in(signed_in.access_token)
    return known(phone, led_to("/me?done=joined"), signed_in.device.id)


def code_page(person_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to make a code on. Raises `not_found`, `not_allowed`, `joining.own_code`."""
    with looking() as visit:
        joiner = show_joiner(visit.tx, visit.actor, person_id)
    return render(
        "accounts/joining_code.html",
        visit.frame,
        tab="people",
        joiner=joiner,
        typed=typed,
        ways=[{"value": code, "label": words.sentence(label)} for code, label in words.IDENTITY.items()]
        + [{"value": UNCHECKED, "label": "Not now"}],
        form_id=typed.form_id() or new_id(),
    )


@joining.get("/people/<id:person_id>/joining-code/new")
def new_code(person_id: Id) -> Response:
    """The page to make a code on."""
    return code_page(person_id)


@joining.post("/people/<id:person_id>/joining-code")
@redrawn(code_page)
def make_code(person_id: Id) -> AnyResponse:
    """Makes a code. The answer is the page with it, for everyone: it is shown this once, and has no address."""
    ensure_filled("identity_method")
    given = posted("id")
    if request.form["identity_method"] != UNCHECKED:
        ensure_filled("checked_on")
        given |= posted("identity_method") | {"checked_on": _checked_on()}
    act = load(MakeJoiningCode, given, person_id=person_id)
    with acting() as visit:
        made = make_joining_code(visit.tx, visit.actor, act)
    with looking() as visit:
        joiner = show_joiner(visit.tx, visit.actor, person_id)
    at = _join_address()
    return render(
        "accounts/joining_sheet.html", visit.frame, tab="people", joiner=joiner, made=made, address=at,
        picture=at and _picture(f"{at}#{made.code}"),
    )  # fmt: skip


def _checked_on() -> str:
    chosen = request.form["checked_on"]
    return request.form.get("checked_on_other", "") if chosen == "other" else chosen


def _join_address() -> str | None:
    """Where to join, as it goes onto paper: at the address we were told; else on this machine, or nowhere certain."""
    told = house().settings.address
    if not told and host_is_trusted(request.host, OWN_HOSTS):
        told = f"{request.scheme}://{request.host}"
    return f"{told}/join" if told else None


def _picture(address: str) -> Markup:
    """The address as a QR code. The code stands behind a `#`, which no browser sends: no log on the way keeps it."""
    drawn = BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, scale=1, border=4, omitsize=True, light="#fff", nl=False,
        title="The address to join at, with the code, for the camera of a phone",
    )  # fmt: skip
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn here, of our own address

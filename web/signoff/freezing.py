"""'That was not me', the page after it, and letting a frozen sign-off count again, by two of governance."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from backend.accounts.presence import is_live
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import load
from backend.signoff import rules
from backend.signoff.by_two import opening
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.lifting import (
    ConfirmLifting,
    OpenLifting,
    TakeLiftingBack,
    confirm_lifting,
    open_lifting,
    take_lifting_back,
)
from web.accounts import confirm, missing_proof, presence
from web.forms import EMPTY, Typed, ensure_filled, posted
from web.pages import answered, redrawn, render
from web.paths import sign_off_at
from web.pointing_out import REASON, ensure_pointed_out
from web.signoff import receipts
from web.signoff.items import to_item
from web.visits import acting, looking

freezing = Blueprint("freezing", __name__)
_ONE = "/sign-offs/<id:sign_off_id>"
_LIFTING = "/liftings/<id:lifting_id>"


@freezing.get(f"{_ONE}/not-me/new")
def not_me(sign_off_id: Id) -> Response:
    """The page to say it on. Raises `not_found`, `not_allowed`, and what bars it."""
    return not_me_page(sign_off_id)


def not_me_page(sign_off_id: Id, typed: Typed = EMPTY) -> Response:
    """The page to say it on, after a refusal too."""
    with looking() as visit:
        signed = receipts.read(visit, sign_off_id)
    if signed.sign_off.signer.id != visit.actor.person:
        raise forbidden()
    if not signed.sign_off.may["report_not_me"]:
        raise _bar(signed)
    return render("signoff/not_me.html", visit.frame, tab="notices", signed=signed, typed=typed, form_id=new_id())


def _bar(signed: receipts.Signed) -> Exception:
    if signed.sign_off.withdrawal:
        return rules.already_withdrawn()
    freeze = signed.sign_off.freeze
    return rules.frozen() if freeze and freeze.ended_at is None else rules.looked_into()


@freezing.post(f"{_ONE}/not-me")
@redrawn(not_me_page)
def report(sign_off_id: Id) -> AnyResponse:
    """Freezes it, and leads to what else one may want to do then."""
    act = load(ReportNotMe, posted("id"), sign_off_id=sign_off_id)
    with acting() as visit:
        report_not_me(visit.tx, visit.actor, act)
    return answered(reported_page, f"{sign_off_at(sign_off_id)}/not-me", "reported", sign_off_id=sign_off_id)


@freezing.get(f"{_ONE}/not-me")
def reported(sign_off_id: Id) -> Response:
    """What happens now, and what else to do, for whoever said it."""
    return reported_page(sign_off_id)


def reported_page(sign_off_id: Id, done: str | None = None) -> Response:
    """The page after it. Raises `not_found`, `not_allowed`."""
    with looking() as visit:
        signed = receipts.read(visit, sign_off_id)
    if signed.sign_off.signer.id != visit.actor.person:
        raise forbidden()
    return render("signoff/reported.html", visit.frame, tab="notices", signed=signed)


@freezing.get(f"{_ONE}/lifting/new")
def lifting(sign_off_id: Id) -> Response:
    """The page on which governance asks that it count again."""
    return lifting_page(sign_off_id)


def lifting_page(sign_off_id: Id, typed: Typed = EMPTY) -> Response:
    """The same, with the form as typed. Raises `not_found`, `not_allowed`, and what bars it."""
    with looking() as visit:
        signed = receipts.read(visit, sign_off_id)
        live = is_live(visit.tx, visit.actor, presence())
    freeze = signed.sign_off.freeze
    if not signed.governs:
        raise forbidden()
    if freeze is None or freeze.ended_at is not None:
        raise rules.not_frozen()
    if not freeze.may["lift"]:
        raise rules.lifting_already_open()
    return render(
        "signoff/lifting.html", visit.frame, tab="waiting", signed=signed, opened=None, typed=typed, live=live,
        form_id=typed.form_id() or new_id(),
    )  # fmt: skip


@freezing.post(f"{_ONE}/lifting")
@redrawn(lifting_page)
def open_it(sign_off_id: Id) -> AnyResponse:
    """Asks; it stays frozen until a second person confirms."""
    confirm()
    ensure_filled("reason", *missing_proof())
    ensure_pointed_out("reason")
    act = load(OpenLifting, posted("id", "reason", REASON), sign_off_id=sign_off_id)
    with acting() as visit:
        entry, _ = open_lifting(visit.tx, visit.actor, act, presence())
    return to_item(entry.attestation["plan_id"], entry.about, "lifting-opened")


@freezing.get(f"{_LIFTING}/confirmations/new")
def confirmation(lifting_id: Id) -> Response:
    """The page on which a second person confirms."""
    return confirmation_page(lifting_id)


def confirmation_page(lifting_id: Id, typed: Typed = EMPTY) -> Response:
    """The same, with the form as typed. Raises `not_found`, `not_allowed`, `lifting.over`."""
    with looking() as visit:
        signed = receipts.read(visit, opening(visit.tx, OpenLifting.kind, lifting_id).content["sign_off_id"])
        live = is_live(visit.tx, visit.actor, presence())
    freeze = signed.sign_off.freeze
    opened = freeze.lifting if freeze and freeze.ended_at is None else None
    if opened is None or opened.id != lifting_id:
        raise rules.lifting_over()
    if not opened.may["confirm"]:
        raise forbidden()
    return render(
        "signoff/lifting.html", visit.frame, tab="waiting", signed=signed, opened=opened, typed=typed, live=live,
        form_id=None,
    )  # fmt: skip


@freezing.post(f"{_LIFTING}/confirmations")
@redrawn(confirmation_page)
def confirm_it(lifting_id: Id) -> AnyResponse:
    """Confirms: from now on the sign-off counts again."""
    confirm()
    ensure_filled(*missing_proof())
    with acting() as visit:
        entry, _ = confirm_lifting(visit.tx, visit.actor, ConfirmLifting(lifting_id=lifting_id), presence())
    return to_item(entry.attestation["plan_id"], entry.about, "lifted")


@freezing.post(f"{_LIFTING}/taking-back")
def take_back(lifting_id: Id) -> AnyResponse:
    """Takes back what oneself has asked for."""
    with acting() as visit:
        entry = take_lifting_back(visit.tx, visit.actor, TakeLiftingBack(lifting_id=lifting_id))
    return to_item(entry.attestation["plan_id"], entry.about, "lifting-dropped")

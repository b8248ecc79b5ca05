"""Being told by this browser: switching that on and off, for the browser at hand."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id
from backend.kernel.shapes import load
from backend.notices.rules import TargetKind
from backend.notices.targets import PutTarget, own_target, put_target, release
from backend.notices.vapid import browser_key
from web.forms import EMPTY, Typed, posted
from web.pages import answered, redrawn, render
from web.visits import acting, house, looking

browser = Blueprint("browser", __name__)


@browser.get("/me/browser-notices")
def mine() -> Response:
    """Whether this browser tells me."""
    return browser_page(done=request.args.get("done"))


def browser_page(typed: Typed = EMPTY, done: str | None = None) -> Response:
    """Whether this browser tells me, and the button to change that."""
    key = browser_key(house().settings.transports.vapid_key).public_key
    with looking() as visit:
        target = own_target(visit.tx, visit.actor)
    return render(
        "notices/browser.html", visit.frame, tab="me", key=key, is_on=target is not None, typed=typed, done=done
    )


@browser.post("/me/browser-notices")
@redrawn(browser_page)
def switch_on() -> AnyResponse:
    """Registers the subscription that this browser has just made."""
    act = load(PutTarget, posted("value"), kind=TargetKind.WEBPUSH)
    loopback = bool(house().settings.transports.fcm_endpoint)
    with acting() as visit:
        put_target(visit.tx, visit.actor, visit.actor.device or Id(""), act, loopback)
    return answered(browser_page, "/me/browser-notices", "browser-on")


@browser.post("/me/browser-notices/removal")
def switch_off() -> AnyResponse:
    """This browser tells nothing any more."""
    with acting() as visit:
        release(visit.tx, visit.actor)
    return answered(browser_page, "/me/browser-notices", "browser-off")

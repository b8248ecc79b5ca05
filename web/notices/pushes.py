"""The demo's page of what would have been sent. No other house has it."""

from flask import Blueprint, Response

from backend.accounts.rules import Platform
from backend.notices.would_be import WouldBe, pushes
from web import words
from web.pages import render
from web.visits import looking

demo = Blueprint("demo", __name__)
_PHONES = {Platform.ANDROID: "to an Android phone", Platform.IOS: "to an iPhone"}


@demo.get("/demo/pushes")
def would_be() -> Response:
    """What phones, browsers and mailboxes would have shown."""
    with looking() as visit:
        found = pushes(visit.tx)
    return render("notices/pushes.html", visit.frame, tab="notices", pushes=found, way=way)


def way(one: WouldBe) -> str:
    """`to an Android phone`."""
    usual = words.CHANNELS[one.channel]
    return _PHONES.get(one.platform, usual) if one.channel == "fcm" and one.platform else usual

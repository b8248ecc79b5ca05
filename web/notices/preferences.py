"""How one wants to be told: by which ways of what, how often, and in which working time."""

from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.ids import Id, is_id
from backend.kernel.shapes import load
from backend.notices.kinds import Topic
from backend.notices.preferences import Preferences, PutPreferences, Weekday, put_preferences, show_preferences
from web.forms import EMPTY, Typed
from web.notices import choices
from web.pages import answered, redrawn, render
from web.visits import acting, looking

preferences = Blueprint("preferences", __name__)
AT = "/me/notices"
WAYS = ("push", "web_push", "mail")


def preferences_page(typed: Typed = EMPTY, done: str | None = None) -> Response:
    """What I have said, as typed or as it is."""
    with looking() as visit:
        shown, state = show_preferences(visit.tx, visit.actor)
    sends_mail = bool(current_app.extensions["house"].settings.transports.smtp_url)
    return render(
        "notices/preferences.html",
        visit.frame,
        tab="me",
        typed=typed,
        done=done,
        preferences=shown,
        said=_typed() if typed.refused else _said(shown),
        follows=state,
        choices=choices,
        sends_mail=sends_mail,
        has_mail=sends_mail and shown.mail_to is not None,
    )


def _said(shown: Preferences) -> dict[str, Any]:
    return {
        "rhythm": shown.rhythm.value,
        "weekdays": [day.value for day in shown.working.weekdays],
        "starts": shown.working.starts,
        "ends": shown.working.ends,
        **{one.topic.value: [way for way in WAYS if getattr(one, way)] for one in shown.topics},
    }


def _typed() -> dict[str, Any]:
    several = ("weekdays", *(topic.value for topic in Topic))
    return {**request.form, **{name: request.form.getlist(name) for name in several}}


@preferences.get(AT)
def mine() -> Response:
    """How I want to be told."""
    return preferences_page(done=request.args.get("done"))


@preferences.post(AT)
@redrawn(preferences_page)
def change() -> AnyResponse:
    """Changes it, whole."""
    said = _typed()
    act = load(
        PutPreferences,
        {
            "topics": [{"topic": topic.value, **{way: way in said[topic.value] for way in WAYS}} for topic in Topic],
            "rhythm": said.get("rhythm"),
            "working": {
                "weekdays": [day.value for day in Weekday if day.value in said["weekdays"]],
                "starts": said.get("starts"),
                "ends": said.get("ends"),
            },
        },
    )
    follows = said.get("follows", "")
    with acting() as visit:
        put_preferences(visit.tx, visit.actor, act, Id(follows) if is_id(follows) else visit.actor.person)
    return answered(preferences_page, AT, "preferences")

"""The organisation's settings."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from backend.kernel.shapes import load
from backend.people.settings import ChangeSettings, Settings, change_settings, show_settings
from web import words
from web.forms import EMPTY, Typed, ensure_filled, number, posted
from web.pages import answered, redrawn, render
from web.visits import acting, looking

settings = Blueprint("settings", __name__)
CONTACT = ("safeguarding_name", "safeguarding_phone", "safeguarding_hours")
YES, NO = "yes", "no"
APPROVERS = {
    "": "Area managers alone",
    "site_manager": "Area managers, and the manager of the {site}",
    "learning_lead": "Area managers and learning leads",
    "learning_lead,site_manager": "All of them",
}


def settings_page(typed: Typed = EMPTY, done: str | None = None) -> Response:
    """The settings, as typed or as they are. Raises `not_allowed`."""
    with looking() as visit:
        shown, state = show_settings(visit.tx, visit.actor)
    sector = words.sector(shown.site_word, shown.client_word)
    return render(
        "people/organisation.html",
        visit.frame,
        tab="me",
        typed=typed,
        done=done,
        settings=shown,
        said=typed.values if typed.refused else _said(shown),
        follows=state,
        leads=[{"value": value, "label": label.format(site=sector.site)} for value, label in APPROVERS.items()],
    )


def _said(shown: Settings) -> dict[str, str]:
    outside, contact = shown.consultee, shown.safeguarding
    return {
        "name": shown.name,
        "site_word": shown.site_word,
        "client_word": shown.client_word,
        "approvers": ",".join(sorted(shown.approvers)),
        "reviewers": ",".join(sorted(shown.reviewers)),
        "small_setting": YES if shown.small_setting else NO,
        "observation_days": str(shown.observation_days),
        "reminder_days": ", ".join(map(str, shown.reminder_days)),
        "ending_days": ", ".join(map(str, reversed(shown.ending_days))),
        "consultee_name": outside.name if outside else "",
        "consultee_role": outside.role if outside else "",
        **{f"safeguarding_{part}": said or "" for part, said in (vars(contact).items() if contact else ())},
    }


def _days(text: str) -> list[Any]:
    """Numbers with commas between them; what is no number is refused with its field."""
    return [text if (whole := number(one.strip())) is None else whole for one in text.split(",") if one.strip()]


@settings.get("/organisation")
def organisation() -> Response:
    """The settings."""
    return settings_page(done=request.args.get("done"))


@settings.post("/organisation")
@redrawn(settings_page)
def change() -> AnyResponse:
    """Changes the settings, whole."""
    ensure_filled("name", "site_word", "client_word", "small_setting")
    data: dict[str, Any] = posted("name", "site_word", "client_word", "follows", *CONTACT)
    for who in ("approvers", "reviewers"):
        data[who] = [one for one in posted(who).get(who, "").split(",") if one]
    if days := posted("observation_days").get("observation_days"):
        whole = number(days)
        data["observation_days"] = days if whole is None else whole  # what is no number is refused with its field
    data |= {name: _days(request.form[name]) for name in ("reminder_days", "ending_days") if name in request.form}
    data["small_setting"] = posted("small_setting")["small_setting"] == YES
    if data["small_setting"]:
        data |= posted("consultee_name", "consultee_role")
    act = load(ChangeSettings, data)
    with acting() as visit:
        change_settings(visit.tx, visit.actor, act)
    return answered(settings_page, "/organisation", "settings")

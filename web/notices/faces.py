"""How notices look: where each leads to."""

from collections.abc import Callable, Mapping

from backend.notices.inbox import Notice
from backend.notices.kinds import Thing
from web.paths import agreement_at, item_at, plan_at, sign_off_at

IN_ONES_NAME = "signed_in_your_name"

_LEADS: Mapping[Thing, Callable[[Notice], str | None]] = {
    Thing.AGREEMENT: lambda one: one.about_id and agreement_at(one.about_id),
    Thing.PLAN: lambda one: one.about_id and plan_at(one.about_id),
    Thing.ITEM: lambda one: one.plan_id and one.about_id and item_at(one.plan_id, one.about_id),
    Thing.SIGN_OFF: lambda one: one.about_id and f"{sign_off_at(one.about_id)}/receipt",
    Thing.RECORD: lambda one: one.about_id and f"/records/{one.about_id}",
    Thing.REVIEW: lambda one: one.about_id and f"/reviews/{one.about_id}",
}


def leads_to(notice: Notice) -> str | None:
    """The page of what it tells of; None where there is nothing to open."""
    way = _LEADS.get(notice.leads_to)
    return way(notice) if way else None


def doubted_at(notice: Notice) -> str | None:
    """Where to say 'that was not me' of a signature in one's own name."""
    return f"{sign_off_at(notice.about_id)}/not-me/new" if notice.about_id and notice.kind == IN_ONES_NAME else None


def told(notice: Notice) -> str:
    """The id of its row on the page."""
    return f"notice-{notice.id}"

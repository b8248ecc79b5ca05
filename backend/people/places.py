"""Where an appointment puts somebody, and the ties that go with it."""

from datetime import date
from typing import Any, Protocol

from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Tie
from backend.people import rules
from backend.people.organisation import ensure_area
from backend.people.rules import AREA_POSTS, ORGANISATION_POSTS, SITE_POSTS, Post
from backend.people.tables import sites

PLACE = ("post", "site_id", "area_id", "appointment_id", "appointed_on")
"""The columns of a person's row that an appointment sets."""

_AREA_OF = Prepared(select(sites.c.area_id).where(ours(sites), sites.c.id == bindparam("of_site", type_=IdType())))


class Placing(Protocol):
    """An act that appoints somebody."""

    @property
    def post(self) -> Post:
        """As what."""

    @property
    def site_id(self) -> Id | None:
        """At which site."""

    @property
    def area_id(self) -> Id | None:
        """For which area, of a post without a site."""


def place_of(tx: Tx, act: Placing) -> dict[str, Any]:
    """What the server vouches for about a place: its area.

    Raises `people.site_needed`, `people.area_needed`, `people.unknown_site`, `people.unknown_area`.
    """
    rules.place_of(act.post, act.site_id is not None, act.area_id is not None)
    if act.site_id is None:
        if act.area_id is not None:
            ensure_area(tx, act.area_id)
        return {"area_id": act.area_id}
    site = tx.first(_AREA_OF, of_site=act.site_id)
    if site is None:
        raise rules.unknown_site()
    return {"area_id": site.area_id}


def placed(entry: Entry) -> dict[str, Any]:
    """The columns of `PLACE` as an entry sets them."""
    facts = entry.content
    return {
        "post": facts["post"],
        "site_id": facts["site_id"],
        "area_id": entry.attestation["area_id"],
        "appointment_id": entry.id,
        "appointed_on": date.fromisoformat(facts["starts_on"]),
    }


def ties_of(tx: Tx, place: dict[str, Any]) -> list[tuple[Tie, Id]]:
    """The ties that an appointment carries, and to what."""
    post = Post(place["post"])
    found = [(Tie.COLLEAGUE, place["site_id"])] if place["site_id"] else []
    for posts, scope in (
        (SITE_POSTS, place["site_id"]),
        (AREA_POSTS, place["area_id"]),
        (ORGANISATION_POSTS, tx.tenant),
    ):
        if post in posts:
            found.append((posts[post], scope))
    return found

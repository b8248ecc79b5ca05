"""Founding an organisation, its areas and its sites."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from sqlalchemy import bindparam, select, update

from backend.kernel import log
from backend.kernel.appending import open_log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import OneLine, Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie
from backend.people import rules
from backend.people.rules import ClientWord, SiteWord
from backend.people.tables import areas, organisations, sites


@dataclass(frozen=True, kw_only=True)
class FoundOrganisation:
    """The operator opens the house for an organisation. `key` is the short name people type to sign in."""

    kind: ClassVar[str] = "found_organisation"
    id: Id = field(default_factory=new_id)
    key: Annotated[str, Within(2, 40)]
    name: Annotated[str, Within(1, 120), OneLine()]
    zone: Annotated[str, Within(3, 60)] = "Europe/London"


@dataclass(frozen=True, kw_only=True)
class OpenArea:
    """A part of the organisation that an area manager looks after."""

    kind: ClassVar[str] = "open_area"
    id: Id = field(default_factory=new_id)
    name: Annotated[str, Within(1, 120), OneLine()]


@dataclass(frozen=True, kw_only=True)
class OpenSite:
    """A service, setting, school or home."""

    kind: ClassVar[str] = "open_site"
    id: Id = field(default_factory=new_id)
    area_id: Id
    name: Annotated[str, Within(1, 120), OneLine()]


@dataclass(frozen=True, kw_only=True)
class RenameArea:
    """An area is called otherwise from now on."""

    kind: ClassVar[str] = "rename_area"
    id: Id = field(default_factory=new_id)
    area_id: Id
    name: Annotated[str, Within(1, 120), OneLine()]


@dataclass(frozen=True, kw_only=True)
class RenameSite:
    """A site is called otherwise from now on. What was signed there keeps the name of then."""

    kind: ClassVar[str] = "rename_site"
    id: Id = field(default_factory=new_id)
    site_id: Id
    name: Annotated[str, Within(1, 120), OneLine()]


_ORGANISATION = put(
    organisations, "key", "name", "zone", "approvers", "reviewers", "site_word", "client_word", "small_setting",
    "observation_days", "reminder_days", "ending_days", "settings_id", "settings_by",
)  # fmt: skip
_AREA = put(areas, "id", "name")
_SITE = put(sites, "id", "area_id", "name")
_AREA_NAMED = Prepared(
    update(areas)
    .where(ours(areas), areas.c.id == bindparam("of_area", type_=IdType()))
    .values(name=bindparam("new_name"))
)
_SITE_NAMED = Prepared(
    update(sites)
    .where(ours(sites), sites.c.id == bindparam("of_site", type_=IdType()))
    .values(name=bindparam("new_name"))
)
_ONE_SITE = Prepared(select(sites.c.id).where(ours(sites), sites.c.id == bindparam("of_site", type_=IdType())))
_ONE_AREA = Prepared(select(areas.c.id).where(ours(areas), areas.c.id == bindparam("of_area", type_=IdType())))


def operator(org: Id, zone: str = "Europe/London") -> Actor:
    """The person at the command line: sets up, signs nothing. Their entries bear the organisation's own id.

    Source: trust, S19 and S28 (the operator is in the same trail).
    """
    return Actor(org=org, person=org, name="Operator", post="operator", site="", zone=zone,
                 ties=frozenset({(Tie.ADMIN, org), (Tie.LEARNING, org)}))  # fmt: skip


def found_organisation(tx: Tx, act: FoundOrganisation) -> Actor:
    """Opens the log of the transaction's organisation with its first entry; answers its operator."""
    actor = operator(tx.tenant, act.zone)
    open_log(tx)
    log.record(tx, actor, act, about=tx.tenant, subject=None)
    return actor


def open_area(tx: Tx, actor: Actor, act: OpenArea) -> Entry:
    """Adds an area. Raises `not_allowed` unless the actor manages people."""
    return _opened(tx, actor, act)


def open_site(tx: Tx, actor: Actor, act: OpenSite) -> Entry:
    """Adds a site to an area. Raises `not_allowed` unless the actor manages people, and `people.unknown_area`."""
    return _opened(tx, actor, act)


def _opened(tx: Tx, actor: Actor, act: OpenArea | OpenSite) -> Entry:
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    if entry := log.known(tx, actor, act):
        return entry
    if isinstance(act, OpenSite):
        ensure_area(tx, act.area_id)
    return log.record(tx, actor, act, about=act.id, subject=None)


def rename_area(tx: Tx, actor: Actor, act: RenameArea) -> Entry:
    """Gives an area another name. Raises `not_found`, and `not_allowed` unless the actor manages people."""
    return _renamed(tx, actor, act, act.area_id, _ONE_AREA, of_area=act.area_id)


def rename_site(tx: Tx, actor: Actor, act: RenameSite) -> Entry:
    """Gives a site another name. Raises `not_found`, and `not_allowed` unless the actor manages people."""
    return _renamed(tx, actor, act, act.site_id, _ONE_SITE, of_site=act.site_id)


def _renamed(
    tx: Tx, actor: Actor, act: RenameArea | RenameSite, about: Id, one: Prepared, **named: Id
) -> Entry:  # fmt: skip
    if tx.first(one, **named) is None:
        raise missing()
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    if entry := log.known(tx, actor, act):
        return entry
    return log.record(tx, actor, act, about=about, subject=None)


def ensure_area(tx: Tx, area: Id) -> None:
    """Raises `people.unknown_area` unless the area is one of the organisation's."""
    if tx.first(_ONE_AREA, of_area=area) is None:
        raise rules.unknown_area()


def apply_founded(tx: Tx, entry: Entry) -> None:
    """Writes the organisation's row."""
    facts = entry.content
    tx.put(
        _ORGANISATION,
        key=facts["key"],
        name=facts["name"],
        zone=facts["zone"],
        approvers=Tie.AREA.value,
        reviewers=Tie.AREA.value,
        site_word=SiteWord.SITE.value,
        client_word=ClientWord.PERSON_WE_SUPPORT.value,
        small_setting=False,
        observation_days=rules.OBSERVATION_DAYS,
        reminder_days=rules.days_written(rules.REMINDER_DAYS),
        ending_days=rules.days_written(rules.ENDING_DAYS),
        settings_id=entry.id,
        settings_by=entry.actor,
    )


def apply_area(tx: Tx, entry: Entry) -> None:
    """Writes the area's row."""
    tx.put(_AREA, id=entry.id, name=entry.content["name"])


def apply_site(tx: Tx, entry: Entry) -> None:
    """Writes the site's row."""
    tx.put(_SITE, id=entry.id, area_id=entry.content["area_id"], name=entry.content["name"])


def apply_area_renamed(tx: Tx, entry: Entry) -> None:
    """Changes the area's name."""
    tx.put(_AREA_NAMED, of_area=entry.content["area_id"], new_name=entry.content["name"])


def apply_site_renamed(tx: Tx, entry: Entry) -> None:
    """Changes the site's name."""
    tx.put(_SITE_NAMED, of_site=entry.content["site_id"], new_name=entry.content["name"])

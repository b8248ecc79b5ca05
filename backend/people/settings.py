"""The organisation's settings: its name and words, who approves agreements, whom a small setting asks outside, and whom
everybody tells when someone is at risk.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, ClassVar

from sqlalchemy import bindparam, select, update

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import Refused, forbidden, stale
from backend.kernel.ids import Id, derived_id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import OneLine, Within, Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie
from backend.people import rules
from backend.people.files import lock_everybody, lock_file
from backend.people.rules import Approver, ClientWord, SiteWord
from backend.people.tables import organisations


@dataclass(frozen=True, kw_only=True)
class ChangeSettings:
    """The settings, whole, as they are to be from now on; `follows` names the state they replace.

    In a small setting one person may approve, mentor and manage at once; then somebody from outside is consulted. They
    need no account. The time zone stays as founded: days that were counted stay the same days. `observation_days` is
    how often everyone is owed an observation or a discussion: 0 for no rhythm. `reminder_days` is after how many days
    of waiting people are reminded, `ending_days` how many days before the end of a plan they are told of it; an empty
    list is never. What is left out stays as it is.
    """

    kind: ClassVar[str] = "change_settings"
    follows: Id
    name: Annotated[str, Within(1, 120), OneLine()]
    site_word: SiteWord
    client_word: ClientWord
    approvers: Annotated[list[Approver], Within(0, 2)]
    small_setting: bool
    consultee_name: Annotated[Words, Within(1, 120), OneLine()] | None = None
    consultee_role: Annotated[Words, Within(1, 120)] | None = None
    observation_days: Annotated[int, Within(0, 366)] | None = None
    safeguarding_name: Annotated[Words, Within(1, 120), OneLine()] | None = None
    safeguarding_phone: Annotated[Words, Within(1, 60)] | None = None
    safeguarding_hours: Annotated[Words, Within(1, 120)] | None = None
    reviewers: Annotated[list[Approver], Within(0, 2)] = field(default_factory=list)
    reminder_days: Annotated[list[Annotated[int, Within(1, 90)]], Within(0, 5)] | None = None
    ending_days: Annotated[list[Annotated[int, Within(1, 90)]], Within(0, 5)] | None = None

    @property
    def id(self) -> Id:
        """Each state is followed by one other."""
        return derived_id(self.follows, "settings")


@dataclass
class Consultee:
    """Somebody outside whom a small setting asks: a chair, an owner, a cluster head."""

    name: str
    role: str


@dataclass
class Contact:
    """Whom to tell when someone is at risk of harm: who it is, on which telephone, and when they are there. Any of them
    may be missing. Source: domain 7.
    """

    name: str | None
    phone: str | None
    hours: str | None


@dataclass
class Settings:
    """An organisation's settings. `approvers` are those who approve agreements beside area managers, `reviewers`
    those who review plans beside them."""

    key: str
    name: str
    zone: str
    site_word: SiteWord
    client_word: ClientWord
    approvers: list[Approver]
    small_setting: bool
    consultee: Consultee | None
    observation_days: int
    safeguarding: Contact | None
    reviewers: list[Approver]
    reminder_days: list[int]
    ending_days: list[int]


_ALL = select(organisations).where(ours(organisations))
_NOW = Prepared(_ALL)
_LOCKED = Prepared(_ALL.with_for_update(key_share=True))
_CONTACT = ("safeguarding_name", "safeguarding_phone", "safeguarding_hours")
_SAID = ("consultee_name", "consultee_role", *_CONTACT)
_CHANGED = (
    "name", "approvers", "reviewers", "site_word", "client_word", "small_setting", *_SAID, "settings_id",
    "settings_by",
)  # fmt: skip
_CHANGE = Prepared(
    update(organisations)
    .where(ours(organisations))
    .values({organisations.c[name]: bindparam(f"new_{name}", type_=organisations.c[name].type) for name in _CHANGED})
)


def _setting(name: str) -> Prepared:
    days = bindparam("days", type_=organisations.c[name].type)
    return Prepared(update(organisations).where(ours(organisations)).values({organisations.c[name]: days}))


_DAYS: Mapping[str, Prepared] = {
    name: _setting(name) for name in ("observation_days", "reminder_days", "ending_days")
}  # fmt: skip
"""Settings in days, which stay as they are when nothing is said of them."""


def show_settings(tx: Tx, actor: Actor) -> tuple[Settings, Id]:
    """The settings, and the id of the state they are in. Raises `not_allowed` unless the actor manages people."""
    _ensure_manages(actor)
    row = tx.one(_NOW)
    return _shown(row), row.settings_id


def with_unsaid(tx: Tx, act: ChangeSettings, said: Collection[str]) -> ChangeSettings:
    """The act with what is not among the names `said` as it stands: a client that does not know a setting, because it
    is older than that, leaves it alone.
    """
    row = tx.one(_NOW)
    stands = {**{name: getattr(row, name) for name in _SAID}, "reviewers": _others(row.reviewers)}
    return replace(act, **{name: value for name, value in stands.items() if name not in said})


def change_settings(tx: Tx, actor: Actor, act: ChangeSettings) -> Entry:
    """Changes the settings.

    Raises `not_allowed`, `request.stale` when another change came first, and `organisation.consultee_needed`.
    """
    before = tx.one(_LOCKED)
    if act.observation_days not in (None, before.observation_days):  # which is when something falls due to everybody
        lock_everybody(tx)
    actor, (rows,) = lock_file(tx, actor, actor.person, (_NOW, {}))
    _ensure_manages(actor)
    if rows[0].settings_id != act.follows:
        return _again(tx, actor, act)
    rules.ensure_consulted(act.small_setting, act.consultee_name, act.consultee_role)
    return log.record(tx, actor, act, about=actor.org, subject=None)


def _again(tx: Tx, actor: Actor, act: ChangeSettings) -> Entry:
    """The entry of whoever lost the answer; anybody else changed what is no longer there."""
    try:
        entry = log.known(tx, actor, act)
    except Refused:
        entry = None
    if entry is None:
        raise stale()
    return entry


def _ensure_manages(actor: Actor) -> None:
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()


def consultee_of(name: str | None, role: str | None) -> Consultee | None:
    """Whom a small setting asks, when that is known."""
    return Consultee(name, role) if name and role else None


def contact_of(name: str | None, phone: str | None, hours: str | None) -> Contact | None:
    """Whom to tell when someone is at risk, when anything of that is known."""
    return Contact(name, phone, hours) if name or phone else None


def _shown(row: Row) -> Settings:
    consultee = consultee_of(row.consultee_name, row.consultee_role) if row.small_setting else None
    contact = contact_of(*(getattr(row, name) for name in _CONTACT))
    return Settings(
        row.key, row.name, row.zone, row.site_word, row.client_word, _others(row.approvers), bool(row.small_setting),
        consultee, row.observation_days, contact, _others(row.reviewers), rules.days_read(row.reminder_days),
        rules.days_read(row.ending_days),
    )  # fmt: skip


def _others(ties: str) -> list[Approver]:
    return [Approver(tie) for tie in ties.split(",") if tie != Tie.AREA]


def _with_area(others: list[str]) -> str:
    return ",".join([Tie.AREA.value, *sorted(set(others))])


def apply_settings(tx: Tx, entry: Entry) -> None:
    """Brings the organisation's row in step."""
    facts, words = entry.content, entry.words or {}
    given: dict[str, Any] = {name: facts[name] for name in ("name", "site_word", "client_word", "small_setting")}
    given |= {name: words.get(name) for name in _SAID}
    given["approvers"] = _with_area(facts["approvers"])
    given["reviewers"] = _with_area(facts.get("reviewers", []))  # nobody else reviewed before it was a setting
    given |= {"settings_id": entry.id, "settings_by": entry.actor}
    tx.put(_CHANGE, **{f"new_{name}": value for name, value in given.items()})
    for name, statement in _DAYS.items():
        if (days := facts.get(name)) is not None:  # each was not asked before some release
            tx.put(statement, days=rules.days_written(days) if isinstance(days, list) else days)

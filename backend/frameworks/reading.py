"""Reading frameworks. A published version never changes, so each process keeps the ones it has read."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from threading import Lock

import orjson
from cachetools import LRUCache
from sqlalchemy import Date, bindparam, or_, select

from backend.frameworks.files import write
from backend.frameworks.rules import Framework, Method
from backend.frameworks.tables import frameworks, retirements
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import load
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do


@dataclass
class PolicyShown:
    """What a signature on this criterion must keep to."""

    other_day: bool
    other_mentor: bool
    methods: list[Method]


@dataclass
class CriterionShown:
    """A criterion as people read it."""

    key: str
    section: str | None
    title: str
    roles: list[str]
    signatures: int
    policy: PolicyShown
    critical: bool
    question: str
    guidance: str
    nudges: list[str]


@dataclass
class FrameworkListed:
    """A version in a list. From `retires_on` on no new plan is made of it."""

    id: Id
    key: str
    version: int
    title: str
    published_at: datetime
    retires_on: date | None


@dataclass
class FrameworkShown:
    """A version with its criteria in order; `published_at` is None for one that is not published yet. From
    `retires_on` on no new plan is made of it.
    """

    id: Id
    key: str
    version: int
    title: str
    summary: str
    roles: list[str]
    intent: int
    criteria: list[CriterionShown]
    published_at: datetime | None = None
    retires_on: date | None = None


@dataclass
class FrameworkFile:
    """A version as a file that people can edit: its name and its text (TOML)."""

    name: str
    text: str


_ID = frameworks.c.id
_DOCUMENT = Prepared(select(frameworks.c.document).where(ours(frameworks), bindparam("of_id", type_=IdType()) == _ID))
_retires = (retirements.c.org == frameworks.c.org) & (retirements.c.framework_id == frameworks.c.id)
_DATES = Prepared(
    select(frameworks.c.published_at, retirements.c.retires_on)
    .outerjoin(retirements, _retires)
    .where(ours(frameworks), bindparam("of_id", type_=IdType()) == _ID)
)
_LIST = Prepared(
    select(
        _ID, frameworks.c.key, frameworks.c.version, frameworks.c.title, frameworks.c.published_at,
        retirements.c.retires_on,
    )
    .outerjoin(retirements, _retires)
    .where(ours(frameworks), bindparam("after", type_=IdType()) < _ID)
    .order_by(_ID)
    .limit(bindparam("limit"))
)  # fmt: skip
_BEFORE = Prepared(
    select(_ID)
    .where(ours(frameworks), frameworks.c.key == bindparam("of_key"), frameworks.c.version < bindparam("of_version"))
    .order_by(frameworks.c.version.desc())
    .limit(1)
)

_NEWER = Prepared(
    select(_ID)
    .outerjoin(retirements, _retires)
    .where(ours(frameworks), frameworks.c.key == bindparam("of_key"), frameworks.c.version > bindparam("of_version"))
    .where(or_(retirements.c.retires_on.is_(None), retirements.c.retires_on > bindparam("today", type_=Date())))
    .order_by(frameworks.c.version.desc())
    .limit(1)
)

_EVERY = Prepared(select(_ID).where(ours(frameworks)).order_by(frameworks.c.key, frameworks.c.version))

_kept: LRUCache[tuple[Id | None, Id], Framework] = LRUCache(maxsize=256)
_guard = Lock()


def framework_of(tx: Tx, id_: Id) -> Framework:
    """The published version with that id. Raises `not_found`."""
    key = (tx.org, id_)
    with _guard:
        framework = _kept.get(key)
    if framework is None:
        row = tx.first(_DOCUMENT, of_id=id_)
        if row is None:
            raise missing()
        framework = _read(row.document)
        with _guard:
            _kept[key] = framework
    return framework


@lru_cache(maxsize=256)
def _read(document: str) -> Framework:
    """The framework in that text: one for all the organisations that publish the same file."""
    return load(Framework, orjson.loads(document))


def list_frameworks(tx: Tx, actor: Actor, paging: Paging) -> Page[FrameworkListed]:
    """Every published version, in the order of ids. Raises `not_allowed`."""
    if not actor.may_anywhere(Do.SEE_FRAMEWORKS):
        raise forbidden()
    (after,) = paging.keys(FIRST)
    rows = tx.rows(_LIST, after=after, limit=paging.limit + 1)
    return cut([FrameworkListed(*row) for row in rows], paging.limit, lambda row: [row.id])


def show_framework(tx: Tx, actor: Actor, id_: Id) -> FrameworkShown:
    """One version with its criteria. Raises `not_found`."""
    if not actor.may_anywhere(Do.SEE_FRAMEWORKS):
        raise missing()
    framework = framework_of(tx, id_)
    dates = tx.one(_DATES, of_id=id_)
    return replace(shown_of(id_, framework), published_at=dates.published_at, retires_on=dates.retires_on)


def show_file(tx: Tx, actor: Actor, id_: Id) -> FrameworkFile:
    """One version as its file. Raises `not_found`."""
    if not actor.may_anywhere(Do.SEE_FRAMEWORKS):
        raise missing()
    framework = framework_of(tx, id_)
    return FrameworkFile(f"{framework.key}-{framework.version}.toml", write(framework))


def newest_before(tx: Tx, key: str, version: int) -> Framework | None:
    """The newest published version of that framework below `version`, if there is one."""
    row = tx.first(_BEFORE, of_key=key, of_version=version)
    return framework_of(tx, row.id) if row else None


def newer_than(tx: Tx, key: str, version: int, today: date) -> Id | None:
    """The newest version of that framework above `version` that is in use on that day, if there is one."""
    row = tx.first(_NEWER, of_key=key, of_version=version, today=today)
    return row.id if row else None


def titles_of(tx: Tx) -> dict[str, str]:
    """The title of every criterion that a framework here has, by key; of several, the newest version's."""
    versions = [framework_of(tx, row.id) for row in tx.rows(_EVERY)]
    return {criterion.key: criterion.title for version in versions for criterion in version.criterion}


def shown_of(id_: Id, framework: Framework) -> FrameworkShown:
    """A version as people read it."""
    criteria = [
        CriterionShown(
            c.key,
            c.section,
            c.title,
            c.roles,
            c.signatures,
            PolicyShown(c.other_day, c.other_mentor, c.methods),
            c.critical,
            c.question,
            c.guidance,
            c.nudges,
        )
        for c in framework.criterion
    ]
    return FrameworkShown(
        id_,
        framework.key,
        framework.version,
        framework.title,
        framework.summary,
        framework.roles,
        framework.intent,
        criteria,
    )

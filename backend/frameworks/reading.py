"""Reading frameworks. A published version never changes, so each process keeps the ones it has read."""

from dataclasses import dataclass
from threading import Lock

import orjson
from cachetools import LRUCache
from sqlalchemy import bindparam, select

from backend.frameworks.rules import Framework, Method
from backend.frameworks.tables import frameworks
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
    """A version in a list."""

    id: Id
    key: str
    version: int
    title: str


@dataclass
class FrameworkShown:
    """A version with its criteria in order."""

    id: Id
    key: str
    version: int
    title: str
    summary: str
    roles: list[str]
    intent: int
    criteria: list[CriterionShown]


_ID = frameworks.c.id
_DOCUMENT = Prepared(select(frameworks.c.document).where(ours(frameworks), bindparam("of_id", type_=IdType()) == _ID))
_LIST = Prepared(
    select(_ID, frameworks.c.key, frameworks.c.version, frameworks.c.title)
    .where(ours(frameworks), bindparam("after", type_=IdType()) < _ID)
    .order_by(_ID)
    .limit(bindparam("limit"))
)

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
        framework = load(Framework, orjson.loads(row.document))
        with _guard:
            _kept[key] = framework
    return framework


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
    criteria = [
        CriterionShown(
            c.key,
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

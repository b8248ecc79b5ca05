"""Looking at a text before it is kept: what in it could tell who a client is. Nothing of it is kept or logged.

Whoever works near the writer may be named: people of their sites and areas, those they mentor or manage, whoever
mentors or manages them, and their fellow mentors. Everybody else within reach may be by their whole name.
Source: trust, P10; docs/decisions/0021.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, false, or_, select, true, union

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.shapes import Words
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, Tie, held_scopes, in_force, ties, within
from backend.people.folding import LONGEST_BEGINNING, key_of
from backend.people.identifying.finding import find_details
from backend.people.identifying.kinds import DetailKind, Find
from backend.people.tables import PERSON_SCOPES, people, people_names

MOST_NEAR = 2000
MOST_NAMES = 20
"""So many people near the writer are read, and so many whole names looked up."""


@dataclass(frozen=True, kw_only=True)
class CheckText:
    """A text that somebody is about to send."""

    text: Words


@dataclass
class TextChecked:
    """A text as it would be kept (trimmed, in normal form C, its lines ended by line feeds), and the passages in it
    that could tell who a client is, in their order. `start` and `end` count code points of that text, not UTF-16 units.
    """

    text: str
    finds: list[Find]


def _held(name: str) -> Any:
    held = held_scopes(Do.SEE_PERSON, PERSON_SCOPES, name)
    return held if name == "id" else select(people.c.id).where(ours(people), people.c[name].in_(held))


_ACTOR = bindparam("actor", type_=IdType())
_over = ties.alias("over")
_OVER_THEM = (
    select(_over.c.person_id)
    .where(ours(_over), in_force(_over), or_(_over.c.tie == str(Tie.MENTOR), _over.c.tie == str(Tie.LINE)))
    .where(or_(_over.c.scope_id == _ACTOR, _over.c.scope_id.in_(held_scopes(Do.SEE_PERSON, PERSON_SCOPES, "id"))))
)
_NEAR = Prepared(
    select(people.c.name)
    .where(ours(people), people.c.id.in_(union(_held("id"), _held("site_id"), _held("area_id"), _OVER_THEM)))
    .order_by(people.c.id)
    .limit(MOST_NEAR)
)
_NAMED = Prepared(
    select(people.c.name)
    .join(people_names, and_(people_names.c.org == people.c.org, people_names.c.person_id == people.c.id))
    .where(ours(people), people_names.c.beginning == bindparam("term"), people_names.c.name_key == bindparam("key"))
    .where(or_(people_names.c.has_left == false(), people_names.c.has_left == true()))  # looked up by that first
    .where(within(Do.SEE_PERSON, people, PERSON_SCOPES))
    .order_by(people.c.id)
    .limit(1)
)


def check_text(tx: Tx, actor: Actor, check: CheckText) -> TextChecked:
    """What in a text could tell who a client is, as it reads to this actor."""
    return TextChecked(check.text, check_texts(tx, actor, [check.text])[0])


def check_texts(tx: Tx, actor: Actor, texts: Sequence[str]) -> list[list[Find]]:
    """The finds of each of some texts. The database is asked only when somebody is named in them."""
    found = [find_details(text) for text in texts]
    named = [find.said for finds in found for find in finds if find.kind is DetailKind.NAME]
    if not named:
        return found
    colleagues = _colleagues(tx, actor, named)
    return [find_details(text, colleagues) for text in texts]


def _colleagues(tx: Tx, actor: Actor, named: list[str]) -> list[str]:
    keys = [key for key in dict.fromkeys(key_of(said) for said in named) if " " in key][:MOST_NAMES]
    terms = [{"term": key.split(" ", 1)[0][:LONGEST_BEGINNING], "key": key, "actor": actor.person} for key in keys]
    near, *others = tx.batch((_NEAR, {"actor": actor.person}), *((_NAMED, given) for given in terms))
    return [row.name for rows in (near, *others) for row in rows]

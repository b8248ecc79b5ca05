"""What a plan's whole answer depends on, in one tag, read with the plan's own row.

Source: decisions, Surfaces (ETag).
"""

from hashlib import blake2b
from typing import Any

from sqlalchemy import and_, func, literal_column, select

from backend.kernel.database import Tx
from backend.kernel.prepared import Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Tie, in_force, ties
from backend.people.tables import absences, deputies, people
from backend.signoff.tables import items, plans

_BREAK: Any = literal_column("'\n'")  # no parameter: the separator of an aggregate may be none
_mentor, _deputy = people.alias("mentor"), people.alias("deputy")
_item, _before, _earlier = items.alias("item"), items.alias("before"), plans.alias("earlier")
_OF_MENTORS = (ours(ties), ties.c.scope_id == plans.c.agreement_id, ties.c.tie == Tie.MENTOR.value, in_force())
_away = (
    select(func.coalesce(func.sum(absences.c.changes), 0))
    .select_from(ties)
    .join(absences, and_(absences.c.org == ties.c.org, absences.c.person_id == ties.c.person_id))
    .where(*_OF_MENTORS)
    .correlate(plans)
    .scalar_subquery()
)
_names = (
    select(func.aggregate_strings(_mentor.c.name + _BREAK + func.coalesce(_deputy.c.name, ""), _BREAK))
    .select_from(ties)
    .join(_mentor, and_(_mentor.c.org == ties.c.org, _mentor.c.id == ties.c.person_id))
    .outerjoin(deputies, and_(deputies.c.org == ties.c.org, deputies.c.person_id == ties.c.person_id))
    .outerjoin(_deputy, and_(_deputy.c.org == deputies.c.org, _deputy.c.id == deputies.c.deputy_id))
    .where(*_OF_MENTORS)
    .correlate(plans)
    .scalar_subquery()
)
_carried = (
    select(func.coalesce(func.sum(_earlier.c.version), 0))
    .select_from(_item)
    .join(_before, and_(_before.c.org == _item.c.org, _before.c.id == _item.c.prior_item_id))
    .join(_earlier, and_(_earlier.c.org == _before.c.org, _earlier.c.id == _before.c.plan_id))
    .where(ours(_item), _item.c.plan_id == plans.c.id)
    .correlate(plans)
    .scalar_subquery()
)
TAGGED = (_away.label("mentors_away"), _names.label("mentor_names"), _carried.label("carried_over"))
"""Beside a plan's row: a number that grows whenever something about its mentors' absences is written, what they and
their deputies are called, and a number that grows with every change of the plans its items carry signatures over from.
"""


def plan_tag(tx: Tx, actor: Actor, head: Row, locale: str = "en") -> str:
    """What the answer depends on: the plan's version and those of earlier plans it shows signatures of, its mentors'
    absences, the names on it, the viewer's ties and language, the day. `head` is a plan's row with `TAGGED`.
    """
    viewer = "|".join(sorted(f"{tie}:{scope}" for tie, scope in actor.ties))
    named = f"{head.mentee_name}|{head.mentor_names}"
    seen = f"{actor.post}|{actor.identity_checked}|{locale}|{tx.today(actor.zone)}|{viewer}|{named}"
    grown = f"{head.version}.{head.mentors_away}.{head.carried_over}"
    return f"{grown}-{blake2b(seen.encode(), digest_size=12).hexdigest()}"

"""One mentor with a group: an agreement for each mentee, who decides alone and sees only their own.

Source: domain 2 (one mentor can have a group).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import put
from backend.kernel.shapes import Within, Words
from backend.kernel.ties import Actor
from backend.mentoring import rules
from backend.mentoring.proposing import Goal, ProposeAgreement, propose_agreement
from backend.mentoring.rules import Arrangement, Programme
from backend.mentoring.tables import agreement_groups
from backend.people.files import lock_file
from backend.people.identifying.kinds import KeptBecause

MOST = 12


@dataclass(frozen=True, kw_only=True)
class OpenGroup:
    """A name under which several agreements are proposed together."""

    kind: ClassVar[str] = "open_group"
    id: Id = field(default_factory=new_id)
    name: Annotated[Words, Within(1, 120)]
    mentee_ids: Annotated[list[Id], Within(1, MOST)]


@dataclass(frozen=True, kw_only=True)
class ProposeGroup:
    """The same agreement is suggested to several mentees at once, under one name."""

    kind: ClassVar[str] = "open_group"
    id: Id = field(default_factory=new_id)
    name: Annotated[Words, Within(1, 120)]
    programme: Programme
    mentee_ids: Annotated[list[Id], Within(1, MOST)]
    mentor_ids: Annotated[list[Id], Within(1, 10)]
    what_matters: Words
    kept_because: KeptBecause | None = None
    goals: Annotated[list[Goal], Within(0, 20)]
    support_arrangement: Arrangement
    starts_on: date
    ends_on: date
    peer_ids: Annotated[list[Id], Within(0, 10)] | None = None


_OPEN = put(agreement_groups, "id", "name", "proposer_id")


def propose_group(tx: Tx, actor: Actor, act: ProposeGroup) -> tuple[Entry, list[Entry]]:
    """Proposes an agreement for each mentee, or for none; answers the group's entry and theirs, in the order named.

    Raises `agreement.mentee_twice`, `id.reused`, and what `propose_agreement` raises for any of them.
    """
    first, *others = act.mentee_ids
    actor, _ = lock_file(tx, actor, first, others=[*others, *act.mentor_ids])
    group = OpenGroup(id=act.id, name=act.name, mentee_ids=act.mentee_ids)
    entry = log.known(tx, actor, group) or _opened(tx, actor, act, group)
    return entry, [propose_agreement(tx, actor, _for(act, mentee)) for mentee in act.mentee_ids]


def _opened(tx: Tx, actor: Actor, act: ProposeGroup, group: OpenGroup) -> Entry:
    if len(set(act.mentee_ids)) != len(act.mentee_ids):
        raise rules.mentee_twice()
    return log.record(tx, actor, group, about=act.id, subject=None)


def _for(act: ProposeGroup, mentee: Id) -> ProposeAgreement:
    return ProposeAgreement(
        id=derived_id(act.id, f"mentee/{mentee}"),
        programme=act.programme,
        mentee_id=mentee,
        mentor_ids=act.mentor_ids,
        what_matters=act.what_matters,
        kept_because=act.kept_because,
        goals=act.goals,
        support_arrangement=act.support_arrangement,
        starts_on=act.starts_on,
        ends_on=act.ends_on,
        peer_ids=act.peer_ids,
        group_id=act.id,
    )


def apply_group_opened(tx: Tx, entry: Entry) -> None:
    """Keeps the group's name."""
    tx.put(_OPEN, id=entry.id, name=(entry.words or {}).get("name", ""), proposer_id=entry.actor)

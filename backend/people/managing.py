"""What every act about a person has in common: who may do it, to whom, and in which order that is looked at."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sqlalchemy import bindparam, select, update

from backend.kernel import log
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.errors import Refusal, forbidden, missing
from backend.kernel.ids import Id
from backend.kernel.log import Act
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people import rules
from backend.people.files import lock_file
from backend.people.tables import PERSON_SCOPES, people

_OF = people.c.id == bindparam("of_person", type_=IdType())
PERSON = Prepared(
    select(
        people.c.org, people.c.id, people.c.post, people.c.site_id, people.c.area_id, people.c.left_at,
        people.c.staff_number,
    ).where(ours(people), _OF)
)  # fmt: skip
"""A person's row, as acts about them need it."""


class ActAbout(Act, Protocol):
    """An act about one person."""

    @property
    def person_id(self) -> Id:
        """Whom it is about."""


def setting(*names: str) -> Prepared:
    """Sets these columns of the person `of_person`. For applies."""
    return Prepared(update(people).where(ours(people), _OF).values({people.c[n]: bindparam(n) for n in names}))


def managed(
    tx: Tx,
    actor: Actor,
    act: ActAbout,
    not_oneself: Refusal | None = None,
    vouch: Callable[[Row], dict[str, Any]] = lambda _person: {},
    others: Iterable[Id] = (),
    *,
    gone: bool = False,
) -> Entry:
    """What somebody who manages people does about one of them, who may not be themselves where `not_oneself` says, and
    who has left only where `gone` says. `vouch` gets the person's row and answers the server's facts, or refuses.

    Raises `not_found`, `not_allowed`, `people.has_left`, `people.has_not_left`, and what `vouch` raises.
    """
    actor, (found,) = lock_file(tx, actor, act.person_id, (PERSON, {"of_person": act.person_id}), others=others)
    if not found:
        raise missing()
    if entry := log.known(tx, actor, act):
        return entry
    if not actor.may(Do.SEE_PERSON, PERSON_SCOPES, found[0]):
        raise missing()
    ensure_manages(actor)
    if not_oneself is not None and act.person_id == actor.person:
        raise not_oneself()
    if (found[0].left_at is not None) is not gone:
        raise rules.has_not_left() if gone else rules.has_left()
    return log.record(tx, actor, act, about=act.person_id, subject=act.person_id, attestation=vouch(found[0]))


def ensure_manages(actor: Actor) -> None:
    """Raises `not_allowed` unless the actor manages people."""
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()

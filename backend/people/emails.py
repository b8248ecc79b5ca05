"""The e-mail address somebody can be written to. It signs nobody in."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.shapes import Within, Words
from backend.kernel.ties import Actor
from backend.people.managing import managed, setting


@dataclass(frozen=True, kw_only=True)
class ChangeEmail:
    """From now on somebody is written to at that address; None when at none."""

    kind: ClassVar[str] = "change_email"
    id: Id = field(default_factory=new_id)
    person_id: Id
    email: Annotated[Words, Within(3, 200)] | None = None


_CHANGE = setting("email")


def change_email(tx: Tx, actor: Actor, act: ChangeEmail) -> Entry:
    """Changes the address. Raises `not_found`, `not_allowed`, `people.has_left`."""
    return managed(tx, actor, act)


def apply_email(tx: Tx, entry: Entry) -> None:
    """Keeps the address on the person's row."""
    tx.put(_CHANGE, of_person=entry.content["person_id"], email=(entry.words or {}).get("email"))

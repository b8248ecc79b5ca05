"""What somebody says in a record: its day, its texts, the criteria it is evidence for, and what is to happen next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from backend.frameworks.reading import titles_of
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.shapes import Within, Words
from backend.kernel.ties import Tie, holders
from backend.people.identifying.kinds import KeptBecause
from backend.records import rules
from backend.records.rules import FIELDS, Circle, RecordKind, Shows

Text = Annotated[Words, Within(1, 4000)]
Keys = Annotated[list[Annotated[str, Within(1, 100)]], Within(0, 20)]


@dataclass(frozen=True, kw_only=True)
class StepSaid:
    """A next step: what, by whom (the person it is about, unless somebody is named), and until when."""

    text: Annotated[Words, Within(1, 500)]
    owner_id: Id | None = None
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a version of a record says. Which texts it has is its kind's. What it shows may be left open in a draft."""

    happened_on: date
    shows: Shows | None = None
    account: Text
    concern: Text | None = None
    good_would_look_like: Text | None = None
    support_offered: Text | None = None
    kept_because: KeptBecause | None = None
    criteria: Keys = field(default_factory=list)

    @property
    def texts(self) -> dict[str, str]:
        """The texts that were given, by name."""
        return {name: text for name in FIELDS if (text := getattr(self, name)) is not None}

    @property
    def words(self) -> dict[str, str]:
        """Its texts, and why details in them were kept."""
        return self.texts | ({} if self.kept_because is None else {"kept_because": self.kept_because})


def ensure_sound(tx: Tx, kind: RecordKind, said: Said, today: date) -> None:
    """Raises `record.in_future`, `record.text_of_another_kind`, `record.unknown_criterion`."""
    rules.ensure_happened(said.happened_on, today)
    rules.ensure_own_texts(kind, said.texts)
    if said.criteria:
        rules.ensure_known(said.criteria, titles_of(tx))


def ensure_owners(tx: Tx, person: Any, writer: Id, circle: Circle, owners: Iterable[Id | None]) -> None:
    """Raises `record.owner_outside` for a step of somebody who will not read the record about `person`, a row."""
    others = {owner for owner in owners if owner is not None} - {person.id, writer}
    if not others:
        return
    near = [(Tie.LINE, person.id)]
    if circle is Circle.TEAM:
        near += [(Tie.SITE, person.site_id), (Tie.AREA, person.area_id)]
    readers = {holder for tie, scope in near if scope is not None for holder in holders(tx, tie, scope)}
    if others - readers:
        raise rules.owner_outside()

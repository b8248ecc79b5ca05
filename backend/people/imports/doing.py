"""Importing people: first what would happen, then all of it or nothing.

Each change is an ordinary act of whoever imports, with an id derived from the import's and the row's staff number.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from backend.kernel import log
from backend.kernel.database import Tx
from backend.kernel.entries import ENTRY, Entry, entry_of
from backend.kernel.errors import Fault, forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.ties import Actor, Do
from backend.people.appointments import (
    AddPerson,
    Appoint,
    RecordReturn,
    add_person,
    appoint,
    record_return,
)
from backend.people.details import ChangeName, change_name
from backend.people.emails import ChangeEmail, change_email
from backend.people.files import lock_everybody, lock_file
from backend.people.imports import rules
from backend.people.imports.columns import key_of, read_rows
from backend.people.imports.plan import Known, Step, absent, plan
from backend.people.imports.reading import known
from backend.people.imports.rules import Column, Happens, RowFault
from backend.people.imports.sheets import Sheet
from backend.people.line_managers import NameLineManager, name_line_manager
from backend.people.names import Named

MOST_TOLD = 500
"""So many of those who are not in the list are named; all are counted."""


@dataclass(frozen=True, kw_only=True)
class ImportPeople:
    """Whoever manages people brought their list in step with another. `digest` says with which."""

    kind: ClassVar[str] = "import_people"
    id: Id = field(default_factory=new_id)
    digest: str


@dataclass
class RowShown:
    """A row of the list: who is meant, what it brings about, and what stands in the way of it."""

    row: int
    staff_number: str | None
    name: str | None
    person_id: Id | None
    happens: list[Happens]
    faults: list[RowFault]


@dataclass
class AbsentPerson(Named):
    """Somebody who works here and is not in the list."""

    staff_number: str


@dataclass
class PeopleImport:
    """What an import would do (`dry_run`) or did.

    `counts` has how many rows bring about each thing. `rows`, `overlooked` (columns and sheets we do not read) and
    `absent` (the first 500 of `absent_count`, who all stay) are told of a dry run.
    """

    id: Id | None
    dry_run: bool
    counts: dict[str, int]
    rows: list[RowShown]
    overlooked: list[str]
    absent: list[AbsentPerson]
    absent_count: int

    @property
    def wrong(self) -> int:
        """How many rows need another look."""
        return self.counts["wrong"]

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return len([row for row in self.rows if row.happens and Happens.UNCHANGED not in row.happens])


def ensure_imports(actor: Actor) -> None:
    """Raises `not_allowed` unless the actor manages people."""
    if not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()


def dry_run(tx: Tx, actor: Actor, sheet: Sheet) -> PeopleImport:
    """What an import of that sheet would do now. Raises `not_allowed`, `import.headings`."""
    ensure_imports(actor)
    steps, overlooked, have = _steps(tx, actor, sheet)
    missing = absent(have, [step.wanted for step in steps])
    told = [AbsentPerson(row.id, row.name, row.staff_number) for row in missing[:MOST_TOLD]]
    rows = [_shown(step) for step in steps]
    beside = [*overlooked, *sheet.beside]
    return PeopleImport(None, True, _counts(steps), rows, beside, told, len(missing))


def import_people(tx: Tx, actor: Actor, act: ImportPeople, sheet: Sheet) -> tuple[PeopleImport, bool]:
    """Brings our list in step with the sheet, whole or not at all; what is the same already makes no entry.

    Answers what was done, and whether it was done now.

    Raises `not_allowed`, `import.headings`, `import.rows_wrong`, `id.reused`, and what each act raises.
    """
    lock_everybody(tx)
    actor, _ = lock_file(tx, actor, actor.person)
    if entry := log.known(tx, actor, act):
        return _done(entry), False
    ensure_imports(actor)
    steps, _, have = _steps(tx, actor, sheet)
    _ensure_right(steps)
    counts = _counts(steps)
    acts = list(_acts(act.id, steps, have))
    for story, one in acts:
        story(tx, actor, one)
    if not acts:
        return PeopleImport(act.id, False, counts, [], [], [], 0), False
    entry = log.record(tx, actor, act, about=act.id, subject=None, attestation={"counts": counts})
    return _done(entry), True


def imported(tx: Tx, actor: Actor, id_: Id) -> PeopleImport | None:
    """What that import of the actor's did; None when there was none."""
    row = tx.first(ENTRY, entry_id=id_)
    if row is None or (row.kind, row.actor) != (ImportPeople.kind, actor.person):
        return None
    return _done(entry_of(row))


def _done(entry: Entry) -> PeopleImport:
    return PeopleImport(entry.id, False, entry.attestation["counts"], [], [], [], 0)


def _steps(tx: Tx, actor: Actor, sheet: Sheet) -> tuple[list[Step], list[str], Known]:
    wanted, columns, overlooked = read_rows(sheet)
    have = known(tx)
    return plan(have, wanted, columns, actor.person, tx.today(actor.zone)), overlooked, have


def _counts(steps: list[Step]) -> dict[str, int]:
    found = Counter(happens for step in steps for happens in _happens(step))
    return {each.value: found[each] for each in Happens} | {"wrong": len([one for one in steps if one.wanted.faults])}


def _happens(step: Step) -> list[Happens]:
    return [Happens.UNCHANGED] if step.is_unchanged else step.happens


def _shown(step: Step) -> RowShown:
    wanted = step.wanted
    person = step.person.id if step.person is not None else None
    name = wanted.get(Column.NAME) or (step.person.name if step.person is not None else None)
    return RowShown(wanted.row, wanted.get(Column.STAFF_NUMBER), name, person, _happens(step), wanted.faults)


def _ensure_right(steps: list[Step]) -> None:
    wrong = [step.wanted for step in steps if step.wanted.faults]
    if wrong:
        faults = [
            Fault(f"/{wanted.row}/{fault.column or ''}".rstrip("/"), fault.detail, fault.code)
            for wanted in wrong[:MOST_TOLD]
            for fault in wanted.faults
        ]
        raise rules.rows_wrong(count=len(wrong), faults=faults)


Doing = tuple[Callable[..., Entry], Any]


def _acts(id_: Id, steps: list[Step], have: Known) -> Iterator[Doing]:
    """Everything to do, in an order in which it can be done: first everybody is there, then who leads whom."""
    ids = {key: row.id for key, row in have.people.items()}
    for step in steps:
        key = step.wanted.key
        if key is None or not step.happens:
            continue
        ids.setdefault(key, derived_id(id_, f"{key}/person"))
        yield from _of_one(id_, step, key, ids[key])
    for step in steps:
        if Happens.LINE_MANAGER in step.happens:
            key = step.wanted.key
            assert key is not None
            manager = ids[key_of(step.wanted.said[Column.LINE_MANAGER])]
            made = derived_id(id_, f"{key}/line-manager")
            yield name_line_manager, NameLineManager(id=made, person_id=ids[key], manager_id=manager)


def _of_one(id_: Id, step: Step, key: str, person: Id) -> Iterator[Doing]:
    wanted = step.wanted
    name, email = wanted.get(Column.NAME), wanted.get(Column.EMAIL)
    place: dict[str, Any] = {"site_id": step.place[0], "area_id": None if step.place[0] else step.place[1]}
    place |= {"post": step.post, "starts_on": step.starts_on}
    if Happens.NEW in step.happens:
        assert name is not None
        number = wanted.get(Column.STAFF_NUMBER)
        yield add_person, AddPerson(id=person, name=name, staff_number=number, email=email, **place)
    if Happens.RETURNED in step.happens:
        yield record_return, RecordReturn(id=derived_id(id_, f"{key}/return"), person_id=person, **place)
    if Happens.RENAMED in step.happens:
        assert name is not None
        yield change_name, ChangeName(id=derived_id(id_, f"{key}/name"), person_id=person, name=name)
    if Happens.MOVED in step.happens:
        yield appoint, Appoint(id=derived_id(id_, f"{key}/appointment"), person_id=person, **place)
    if Happens.EMAIL in step.happens:
        yield change_email, ChangeEmail(id=derived_id(id_, f"{key}/email"), person_id=person, email=email)

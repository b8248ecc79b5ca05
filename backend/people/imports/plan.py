"""What an import would do, row by row: a comparison of what a list says with what we have. Pure.

Matching is by staff number. An empty cell leaves what we have. Nobody is ever removed by an import.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.people.imports.columns import HEADINGS, Wanted, key_of
from backend.people.imports.rules import Column, Happens
from backend.people.rules import Post, own_appointment, place_of

Place = tuple[Id | None, Id | None]
"""Site and area."""

_TWINS = "Two people have this staff number, but for its capitals. Give one of them another first."


@dataclass
class Known:
    """What we have: everybody by key, the keys that two share, who leads whom, and the places by name."""

    people: Mapping[str, Any]
    twins: Collection[str]
    unnumbered: Collection[Any]
    leads: Mapping[Id, Id]
    sites: Mapping[str, list[Any]]
    areas: Mapping[str, list[Any]]

    def numbers(self) -> dict[str, str]:
        """Staff numbers by what is left of them without zeros at the front, which spreadsheets drop."""
        return {key.lstrip("0"): row.staff_number for key, row in self.people.items()}

    def site_named(self, id_: Id | None) -> Any:
        """A site by its id."""
        return next((site for named in self.sites.values() for site in named if site.id == id_), None)


@dataclass
class Step:
    """One row and what it brings about. `person` is None for somebody new."""

    wanted: Wanted
    person: Any = None
    happens: list[Happens] = field(default_factory=list)
    place: Place = (None, None)
    post: Post | None = None
    starts_on: date | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether we have it all already."""
        return not self.happens and not self.wanted.faults


def plan(known: Known, rows: list[Wanted], columns: Collection[Column], actor: Id, today: date) -> list[Step]:
    """What each row brings about, with what stands in the way of it noted on the row.

    `today` is when somebody moves whose row does not say when.
    """
    _ensure_once(rows)
    zeros = known.numbers()
    steps = [_step(known, wanted, columns, zeros) for wanted in rows]
    for step in steps:
        if step.person is not None and step.wanted.key is not None:
            _compare(step, actor, today)
    by_key = {step.wanted.key: step for step in steps if step.wanted.key is not None}
    for step in steps:
        _lead(known, step, by_key)
    _ensure_no_circle(known, by_key)
    return steps


def absent(known: Known, rows: Iterable[Wanted]) -> list[Any]:
    """Who is in our list and not in theirs; they stay."""
    named = {wanted.key for wanted in rows}
    return [row for key, row in known.people.items() if row.left_at is None and key not in named]


def _ensure_once(rows: list[Wanted]) -> None:
    first: dict[str, int] = {}
    for wanted in rows:
        if wanted.key is not None and first.setdefault(wanted.key, wanted.row) != wanted.row:
            wanted.fault(
                Column.STAFF_NUMBER,
                "twice",
                f"Row {first[wanted.key]} has the same staff number. Each person stands in one row.",
            )


def _step(known: Known, wanted: Wanted, columns: Collection[Column], zeros: Mapping[str, str]) -> Step:
    if wanted.key is None:
        return _unnumbered(known, wanted)
    person = known.people.get(wanted.key)
    step = Step(wanted, person)
    if wanted.key in known.twins:
        wanted.fault(Column.STAFF_NUMBER, "twins", _TWINS)
    if person is None and (like := zeros.get(wanted.key.lstrip("0"))) is not None:
        wanted.fault(Column.STAFF_NUMBER, "zeros", f"We have {like}. Were zeros dropped? Write it as {like}.")
    is_joining = person is None or person.left_at is not None
    _appointment(known, step, columns, is_joining)
    if person is None:
        _need(wanted, Column.NAME)
        step.happens.append(Happens.NEW)
    return step


def _unnumbered(known: Known, wanted: Wanted) -> Step:
    """Somebody without a staff number is only ever found as they are: it is by the number that a row is matched."""
    person = next((one for one in known.unnumbered if _says(known, wanted, one)), None)
    if person is None and not any(fault.column is Column.STAFF_NUMBER for fault in wanted.faults):
        wanted.fault(Column.STAFF_NUMBER, "required", "Give the staff number: it says who is meant.")
    return Step(wanted, person)


def _says(known: Known, wanted: Wanted, person: Any) -> bool:
    site = known.site_named(person.site_id)
    pairs = [
        (wanted.get(Column.NAME), person.name),
        (wanted.post, person.post),
        (wanted.starts_on, person.appointed_on),
        (wanted.get(Column.SITE), site and site.name),
        (wanted.get(Column.EMAIL), person.email),
    ]
    return wanted.get(Column.NAME) is not None and all(said in (None, has) for said, has in pairs)


def _need(wanted: Wanted, column: Column) -> None:
    if wanted.get(column) is None and not any(fault.column is column for fault in wanted.faults):
        wanted.fault(column, "required", f"Somebody who joins needs this: {HEADINGS[column].lower()}.")


def _appointment(known: Known, step: Step, columns: Collection[Column], is_joining: bool) -> None:
    wanted, person = step.wanted, step.person
    if is_joining:
        for column in (Column.POST, Column.STARTS_ON):
            _need(wanted, column)
    step.post = wanted.post or (Post(person.post) if person is not None else None)
    step.starts_on = wanted.starts_on or (person.appointed_on if person is not None else None)
    has_place = Column.SITE in columns or Column.AREA in columns
    now: Place = (person.site_id, person.area_id) if person is not None else (None, None)
    step.place = _place(known, wanted, now) if has_place or person is None else now
    broken = {fault.column for fault in wanted.faults} & {Column.SITE, Column.AREA, Column.POST}
    if step.post is not None and not broken:
        try:
            place_of(step.post, step.place[0] is not None, step.place[1] is not None)
        except Refused as refused:
            wanted.fault(Column.SITE if "site" in refused.code else Column.AREA, refused.code, refused.detail)


def _place(known: Known, wanted: Wanted, now: Place) -> Place:
    site, area = wanted.get(Column.SITE), wanted.get(Column.AREA)
    areas = known.areas.get(key_of(area), []) if area is not None else []
    if area is not None and not areas:
        wanted.fault(Column.AREA, "people.unknown_area", "We have no such area. Check how it is written.")
        return None, None
    if site is None:
        return None, _one(wanted, Column.AREA, areas, now[1], "Two areas have this name. Name the site.")
    named = known.sites.get(key_of(site), [])
    if not named:
        wanted.fault(Column.SITE, "people.unknown_site", "We have no such site. Check how it is written.")
        return None, None
    sites = [one for one in named if area is None or one.area_id in {found.id for found in areas}]
    if not sites:
        wanted.fault(Column.AREA, "import.other_area", "That site is in another area. Check which is meant.")
        return None, None
    chosen = _one(wanted, Column.SITE, sites, now[0], "Two sites have this name. Say the area too.")
    return chosen, next((one.area_id for one in sites if one.id == chosen), None)


def _one(wanted: Wanted, column: Column, found: list[Any], now: Id | None, several: str) -> Id | None:
    """The one that is meant: where several are, the one somebody is at already."""
    ids: list[Id] = [one.id for one in found]
    if len(ids) > 1 and now not in ids:
        wanted.fault(column, "import.ambiguous", several)
    return now if now in ids else next(iter(ids), None)


def _compare(step: Step, actor: Id, today: date) -> None:
    person, wanted = step.person, step.wanted
    has_moved = (step.post, *step.place) != (person.post, person.site_id, person.area_id)
    if person.left_at is not None:
        step.happens.append(Happens.RETURNED)
    elif has_moved or step.starts_on != person.appointed_on:
        step.happens.append(Happens.MOVED)
        step.starts_on = wanted.starts_on or today
        if person.id == actor:
            wanted.fault(None, own_appointment.code, "This changes your own appointment. Ask a colleague.")
    if wanted.get(Column.NAME) not in (None, person.name):
        step.happens.append(Happens.RENAMED)
    if wanted.get(Column.EMAIL) not in (None, person.email):
        step.happens.append(Happens.EMAIL)


def _lead(known: Known, step: Step, by_key: Mapping[str, Step]) -> None:
    number = step.wanted.get(Column.LINE_MANAGER)
    if number is None or step.wanted.key is None:
        return
    key = key_of(number)
    manager, joining = known.people.get(key), by_key.get(key)
    if key == step.wanted.key:
        step.wanted.fault(Column.LINE_MANAGER, "import.own_manager", "Nobody manages themselves. Check this number.")
    elif joining is None and (manager is None or manager.left_at is not None):
        step.wanted.fault(
            Column.LINE_MANAGER, "import.unknown_manager", "Nobody here has this staff number. Add them, or check it."
        )
    elif key in known.twins:
        step.wanted.fault(Column.LINE_MANAGER, "twins", _TWINS)
    elif step.person is None or manager is None or known.leads.get(step.person.id) != manager.id:
        step.happens.append(Happens.LINE_MANAGER)


def _ensure_no_circle(known: Known, by_key: Mapping[str, Step]) -> None:
    keys = {row.id: key for key, row in known.people.items()}
    leads = {keys[person]: keys[by] for person, by in known.leads.items() if person in keys and by in keys}
    for key, step in by_key.items():
        if Happens.LINE_MANAGER in step.happens and key is not None:
            leads[key] = key_of(step.wanted.said[Column.LINE_MANAGER])
    for key in _going_round(leads):
        found = by_key.get(key)
        if found is not None and Happens.LINE_MANAGER in found.happens:
            found.wanted.fault(
                Column.LINE_MANAGER,
                "import.circle",
                "They would manage one another in a circle. Check who manages whom.",
            )


def _going_round(leads: Mapping[str, str]) -> set[str]:
    """Whoever, following line managers upwards, comes back to themselves."""
    round_: set[str] = set()
    done: set[str] = set()
    for start in leads:
        path: dict[str, int] = {}
        here = start
        while here in leads and here not in done and here not in path:
            path[here] = len(path)
            here = leads[here]
        if here in path:
            round_ |= {key for key, at in path.items() if at >= path[here]}
        done |= set(path)
    return round_

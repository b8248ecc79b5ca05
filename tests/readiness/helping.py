"""A recount of the board from the rows below it, plan by plan and day by day, that shares nothing with the board."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from backend.kernel.clock import day_in
from backend.kernel.ids import Id
from backend.kernel.ties import ties
from backend.mentoring.tables import agreement_mentors
from backend.people.tables import absences, people
from backend.practice.tables import rhythms
from backend.readiness.reading import BoardFilter, show_board
from backend.readiness.rules import Flag, Sort
from backend.readiness.shown import Board, OnBoard
from backend.signoff.tables import items, pauses, plans, requests, sign_offs
from tests.kernel.helping import rows_of
from tests.world import World


def covers(span: Any, day: date) -> bool:
    """Whether a row with `from_on` and `until_on` covers a day."""
    return bool(span.from_on <= day and (span.until_on is None or day < span.until_on))


@dataclass
class Counted:
    """What a plan ought to say on a day. `owed` are the codes with the day since when."""

    id: Id
    name: str
    role: str
    site: Id
    area: Id
    ends_on: date
    owed: dict[str, date]
    flags: set[str]
    percent: int
    complete: int
    outstanding: int
    waiting: int
    on: set[Id]
    last_signed_on: date | None
    needs: set[str] = field(default_factory=set)


def recount(world: World, day: date) -> list[Counted]:
    """Every plan under way of those who work here, in the order of ids."""
    database, org = world.maker.database, world.org
    tables = (people, plans, items, sign_offs, requests, absences, pauses, ties, agreement_mentors, rhythms)
    rows = {table.name: rows_of(database, org, table) for table in tables}
    here = {one.id: one for one in rows["people"] if one.left_at is None}
    under_way = [one for one in rows["plans"] if one.status != "closed" and one.mentee_id in here]
    return [_counted(rows, one, here[one.mentee_id], day) for one in sorted(under_way, key=lambda one: one.id)]


def _counted(rows: dict[str, list[Any]], plan: Any, mentee: Any, day: date) -> Counted:
    mine = [one for one in rows["items"] if one.plan_id == plan.id and one.left_framework_id is None]
    signed = [one for one in rows["sign_offs"] if one.item_id in {item.id for item in mine} and one.counts]
    mentors = {
        one.person_id
        for one in rows["ties"]
        if one.tie == "mentor" and one.scope_id == plan.agreement_id and one.ends_at is None
    }
    waiting = [one for one in rows["requests"] if one.plan_id == plan.id and one.status == "waiting"]
    required, counted = sum(one.signatures for one in mine), sum(one.counted for one in mine)
    is_still = any(covers(one, day) for one in rows["absences"] if one.person_id == plan.mentee_id) or any(
        covers(one, day) for one in rows["pauses"] if one.plan_id == plan.id
    )
    owed = dict(_owed(rows, plan, mentors, waiting, signed if counted == required else None, day))
    owed = {code: since for code, since in owed.items() if code == "mentor_missing" or not is_still}
    flags = {
        "owed": bool(owed), "ready": counted == required, "nearly": 0 < required - counted <= 3,
        "waiting": bool(waiting), "paused": is_still,
        "behind": not is_still and plan.behind_on is not None and plan.behind_on <= day,
        "stalled": not is_still and plan.stalled_on is not None and plan.stalled_on <= day,
    }  # fmt: skip
    return Counted(
        plan.id, mentee.name, plan.role, mentee.site_id, mentee.area_id, plan.runs_to, owed,
        {flag for flag, is_so in flags.items() if is_so}, 100 * counted // required,
        sum(one.status == "signed" for one in mine), required - counted, len(waiting),
        {who for one in waiting for who in _with(one, sorted(mentors), day)}, plan.last_signed_on,
        {one.key for one in mine if one.status != "signed"},
    )  # fmt: skip


def _with(request: Any, mentors: list[Id], day: date) -> set[Id]:
    able = [one for one in mentors if one not in request.without.split()] or mentors
    others = [one for one in able if one != request.mentor_id]
    if request.mentor_id not in able or not others:
        return set(able)
    return set(others) if day >= request.passes_on else {request.mentor_id}


def _owed(
    rows: dict[str, list[Any]], plan: Any, mentors: set[Id], waiting: list[Any], all_signed: Any, day: date
) -> Iterator[tuple[str, date]]:  # fmt: skip
    if not mentors:
        left = [one.left_at for one in rows["agreement_mentors"] if one.agreement_id == plan.agreement_id]
        since = day_in("Europe/London", max(left))
        if since <= day:
            yield "mentor_missing", since
    spans = [[one for one in rows["absences"] if one.person_id == mentor] for mentor in mentors]
    first = day
    while mentors and first >= plan.starts_on and all(any(covers(one, first) for one in each) for each in spans):
        first -= timedelta(1)
    if first != day:
        yield "mentor_away", first + timedelta(1)
    late = [one.asked_on + timedelta(14) for one in waiting if one.asked_on + timedelta(14) <= day]
    if late:
        yield "request_unanswered", min(late)
    rhythm = next((one.due_on for one in rows["rhythms"] if one.person_id == plan.mentee_id), None)
    if rhythm and max(rhythm, plan.starts_on) <= day:
        yield "observation_overdue", max(rhythm, plan.starts_on)
    signed_on = max((one.signed_on for one in all_signed), default=None) if all_signed is not None else None
    still = [one for one in rows["absences"] if one.person_id == plan.mentee_id]
    still += [one for one in rows["pauses"] if one.plan_id == plan.id]
    still_from = min((one.from_on for one in still if one.until_on is None), default=date.max)
    days = [signed_on, plan.runs_to if plan.runs_to <= still_from else None]
    due = min(filter(None, days), default=None)
    if due and due <= day and plan.review_status != "proposed":
        yield "review_due", due


def board_of(world: World, who: str = "people_team", scope: str | None = "organisation", **wanted: Any) -> Board:
    """A page of the board as somebody sees it."""
    shown: Board = world.read(who, show_board, BoardFilter(scope=scope, **{"limit": 100, **wanted}))
    return shown


def all_pages(world: World, who: str = "people_team", scope: str = "organisation", **wanted: Any) -> list[OnBoard]:
    """A whole board, two at a time."""
    found: list[OnBoard] = []
    cursor = None
    while True:
        page = board_of(world, who, scope, limit=2, cursor=cursor, **wanted)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def compare(world: World) -> None:
    """Holds the board of today, in every scope, order and filter, against the recount."""
    wanted = recount(world, world.clock.today())
    shown = board_of(world)
    by_id = {one.plan_id: one for one in shown.items}
    assert sorted(by_id) == [one.id for one in wanted]
    for one in wanted:
        _compare_one(one, by_id[one.id])
    owed = sorted((min(one.owed.values()), one.id) for one in wanted if one.owed)
    assert [one.plan_id for one in shown.items][: len(owed)] == [id_ for _, id_ in owed]
    _compare_scopes(world, wanted)


def _compare_one(wanted: Counted, shown: OnBoard) -> None:
    assert {one.code.value: one.since for one in shown.owed} == wanted.owed, shown
    assert {flag.value for flag in shown.flags} == wanted.flags
    found = (
        shown.person.name, shown.role, shown.site and shown.site.id, shown.ends_on, shown.percent,
        shown.criteria_complete, shown.signatures_outstanding, shown.waiting.count,
        {who.id for who in shown.waiting.on}, shown.last_signed_on, shown.ready,
    )  # fmt: skip
    assert found == (
        wanted.name, wanted.role, wanted.site, wanted.ends_on, wanted.percent, wanted.complete, wanted.outstanding,
        wanted.waiting, wanted.on, wanted.last_signed_on, "ready" in wanted.flags,
    )  # fmt: skip
    said = " ".join(one.text for one in shown.why_not)
    assert bool(said) is bool(wanted.needs)
    if len(wanted.needs) <= 3:
        assert all(key in said.lower() for key in wanted.needs if "-" not in key)


def _compare_scopes(world: World, wanted: list[Counted]) -> None:
    for scope, of in ((None, None), ("site", "site"), ("area", "area")):
        places = {getattr(one, of) for one in wanted} if of else {None}
        for place in places:
            here = [one for one in wanted if of is None or getattr(one, of) == place]
            text = "organisation" if scope is None else f"{scope}:{place}"
            for role in {one.role for one in here}:
                mine = [one for one in here if one.role == role]
                page = board_of(world, scope=text, role=role)
                assert sorted(one.plan_id for one in page.items) == [one.id for one in mine]
                assert vars(page.summary) == summary_of(mine)
            assert vars(board_of(world, scope=text).summary) == summary_of(here)
            for sort in Sort:
                pages = all_pages(world, scope=text, sort=sort)
                assert sorted(one.plan_id for one in pages) == [one.id for one in here]
                assert sort is Sort.OWED or [key(one, sort) for one in pages] == sorted(key(one, sort) for one in pages)
            for flag in Flag:
                flagged = [one.id for one in here if flag.value in one.flags]
                assert sorted(one.plan_id for one in all_pages(world, scope=text, flag=flag)) == flagged


def key(one: OnBoard, sort: Sort) -> Any:
    """By what a board is in order."""
    return (one.person.name.casefold(), one.plan_id) if sort is Sort.NAME else (one.ends_on, one.plan_id)


def summary_of(wanted: list[Counted]) -> dict[str, int]:
    """What a summary ought to say."""
    flags = ("ready", "nearly", "owed", "paused")
    return {"plans": len(wanted), **{flag: sum(flag in one.flags for one in wanted) for flag in flags}}

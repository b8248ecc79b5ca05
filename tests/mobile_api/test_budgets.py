"""How many statements each request costs, as the log of requests says: the same with one thing as with three."""

from datetime import timedelta
from typing import Any

import pytest

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.house import House
from backend.kernel.ids import new_id
from backend.people.organisation import operator
from seeds.making import MENTORING_PLAN
from tests.mobile_api.conftest import Desk, Log, Phone, parts
from tests.records.helping import amend, listed, shared


def cost(log: Log, phone: Phone, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, int]:
    """Status and statements of a request."""
    log.lines()
    status = phone.ask(method, path, body, **headers).status_code
    (line,) = log.lines()
    return status, line["statements"]


def grow_plan(desk: Desk, house: House) -> str:
    """Signs three more criteria, and asks for one."""
    for item in desk.world.show().items[:3]:
        desk.world.maker.sign(desk.world.mentor, desk.world.plan, item.id, desk.clock.today(), "Seen.",
                              method=item.policy.methods[0])  # fmt: skip
    return f"/plans/{desk.world.plan}"


def grow_plans(desk: Desk, house: House) -> str:
    """Two more plans."""
    world, today = desk.world, desk.clock.today()
    for days in (30, 60):
        ends_on = today + timedelta(days=days)
        world.maker.plan(world.mentor, world.agreement, world.framework, "manager", today, ends_on)
    return "/plans"


def grow_agreements(desk: Desk, house: House) -> str:
    """Two more agreements."""
    world, today = desk.world, desk.clock.today()
    for mentee in (world.colleague, world.unchecked):
        world.maker.agreement(mentee, [world.mentor], world.area, today, today + timedelta(days=60))
    return "/agreements"


def grow_frameworks(desk: Desk, house: House) -> str:
    """Two more versions."""
    text = MENTORING_PLAN.read_text()
    for version in (2, 3):
        with house.database.writing(desk.world.org) as tx:
            publish(tx, operator(desk.world.org), parse(text.replace("\nversion = 1\n", f"\nversion = {version}\n")))
    return "/frameworks"


def grow_waits(desk: Desk, house: House) -> str:
    """Three requests wait for the mentor."""
    for item in desk.world.show().items[1:4]:
        path = f"/plans/{desk.world.plan}/items/{item.id}/requests"
        assert desk.phone("mentee").post(path, {}).status_code == 201
    return "/waits"


def grow_notices(desk: Desk, house: House) -> str:
    """The mentor is told of three requests more."""
    grow_waits(desk, house)
    return "/notices"


def grow_people(desk: Desk, house: House) -> str:
    """Two more mentees: the mentor sees those they mentor."""
    world, today = desk.world, desk.clock.today()
    for mentee in (world.colleague, world.unchecked):
        world.maker.agreement(mentee, [world.mentor], world.area, today, today + timedelta(days=60))
    return "/people"


def grow_notes(desk: Desk, house: House) -> str:
    """Three notes."""
    for hour in (6, 7, 8):
        note = {"person_id": desk.world.mentee, "text": "Seen.", "happened_at": f"2026-10-01T0{hour}:00:00Z"}
        assert desk.phone("mentor").post("/notes", note).status_code == 201
    return "/notes"


def grow_reflections(desk: Desk, house: House) -> str:
    """Three reflections."""
    for number in range(3):
        assert desk.phone("mentor").post("/reflections", {"text": f"The {number}th."}).status_code == 201
    return "/reflections"


def grow_evidence(desk: Desk, house: House) -> str:
    """Three documents."""
    for number in range(3):
        said = {"person_id": desk.world.mentor, "title": f"The {number}th", "criteria": ["on-call", "reflect"]}
        body, kind = parts(said, f"Agreed {number}.".encode())
        assert desk.phone("mentor").post("/evidence", body, Content_Type=kind).status_code == 201
    return "/evidence"


def grow_history(desk: Desk, house: House) -> str:
    """Two sign-offs of the item that was asked for."""
    item = desk.world.show().items[0]
    for _ in range(2):
        desk.world.maker.sign(desk.world.mentor, desk.world.plan, item.id, desk.clock.today(), "Seen.",
                              method=item.policy.methods[0])  # fmt: skip
    return f"/plans/{desk.world.plan}/items/{item.id}/history"


def grow_records(desk: Desk, house: House) -> str:
    """Two more records."""
    for _ in range(2):
        shared(desk.world)
    return "/records"


def grow_record(desk: Desk, house: House) -> str:
    """Two more versions of one, and steps of two others beside it."""
    record = listed(desk.world, "mentor")[0]
    for _ in range(2):
        amend(desk.world, "mentor", record, criteria=["on-call", "team-meeting"])
        shared(desk.world)
    return f"/records/{record}"


def grow_steps(desk: Desk, house: House) -> str:
    """Steps of two more records."""
    grow_records(desk, house)
    return f"/next-steps?subject_id={desk.world.mentee}"


def grow_rhythm(desk: Desk, house: House) -> str:
    """Two more whom the mentor is line manager of."""
    for who in ("colleague", "unchecked"):
        desk.world.maker.line_manager(desk.world.people[who], desk.world.mentor)
    return "/rhythm"


GROWING = {
    "records": (grow_records, 2),
    "record": (grow_record, 7),
    "steps": (grow_steps, 2),
    "rhythm": (grow_rhythm, 3),  # by their site, and by whom they are line manager of
    "notes": (grow_notes, 2),
    "history": (grow_history, 3),
    "people": (grow_people, 2),
    "plan": (grow_plan, 5),
    "plans": (grow_plans, 2),
    "agreements": (grow_agreements, 2),
    "frameworks": (grow_frameworks, 2),
    "waits": (grow_waits, 2),
    "notices": (grow_notices, 3),
    "reflections": (grow_reflections, 2),
    "evidence": (grow_evidence, 3),
}


@pytest.mark.parametrize("name", GROWING)
def test_an_answer_costs_the_same_with_one_thing_as_with_three(desk: Desk, house: House, log: Log, name: str) -> None:
    grow, budget = GROWING[name]
    phone, item = desk.phone("mentor"), desk.world.show().items[0]  # and the process knows the framework
    plan = f"/plans/{desk.world.plan}"
    record = shared(desk.world)
    desk.world.maker.line_manager(desk.world.mentee, desk.world.mentor)
    own = {"record": f"/records/{record}", "steps": f"/next-steps?subject_id={desk.world.mentee}"}
    paths = own | {"plan": plan, "history": f"{plan}/items/{item.id}/history"}
    path = paths.get(name, f"/{name}")
    assert desk.phone("mentee").post(f"/plans/{desk.world.plan}/items/{item.id}/requests", {}).status_code == 201
    few = cost(log, phone, "GET", path)
    assert grow(desk, house) == path
    assert (few, cost(log, phone, "GET", path)) == ((200, budget), (200, budget))
    if name not in ("plan", "record"):
        assert len(phone.get(path).json["items"]) >= 3


def test_what_has_not_changed_costs_two_statements(desk: Desk, log: Log) -> None:
    phone, path = desk.phone("mentor"), f"/plans/{desk.world.plan}"
    tag = phone.get(path).headers["ETag"]
    assert cost(log, phone, "GET", path, If_None_Match=tag) == (304, 2)
    assert cost(log, phone, "GET", path) == (200, 2)


def test_single_answers_keep_their_budgets(desk: Desk, log: Log) -> None:
    signed, phone = desk.sign()["sign_off"]["id"], desk.phone("mentor")
    costs = {
        path: cost(log, phone, "GET", path)
        for path in (
            "/me", f"/people/{desk.world.mentee}", f"/frameworks/{desk.world.framework}",
            f"/agreements/{desk.world.agreement}", f"/sign-offs/{signed}/receipt", "/openapi.json",
        )
    }  # fmt: skip
    assert list(costs.values()) == [(200, 5), (200, 2), (200, 2), (200, 4), (200, 3), (200, 0)]


FIRST_OF_A_DAY = 1
"""A plan's first sign-off of a day takes what was owed until then off the board."""


def test_a_sign_off_from_a_note_costs_two_statements_more(desk: Desk, house: House, log: Log) -> None:
    phone, note = desk.phone("mentor"), {"person_id": desk.world.mentee, "text": "Seen."}
    kept = [
        phone.post("/notes", {**note, "happened_at": f"2026-10-01T0{hour}:00:00Z"}).json["id"] for hour in (6, 7)
    ]  # fmt: skip
    costs = []
    for key, given in (("cover-shifts", {}), ("on-call", {"note_id": kept[0]})):
        path, body = desk.signing(key, presence=desk.world.presence("mentor"), id=new_id(), statement=key, **given)
        costs.append(cost(log, phone, "POST", path, body))
    plain = {"sqlite": 19, "postgresql": 18}[house.database.dialect.name]
    assert costs == [(201, plain + FIRST_OF_A_DAY), (201, plain + 2)]
    costs = [cost(log, phone, "POST", "/notes", {**note, "happened_at": "2026-10-01T05:00:00Z"})]
    costs.append(cost(log, phone, "DELETE", f"/notes/{kept[1]}"))
    # Two of the five remember that it was removed, for whoever lost the answer.
    assert costs == [(201, {"sqlite": 5, "postgresql": 7}[house.database.dialect.name]), (204, 5)]


def test_writing_keeps_its_budgets(desk: Desk, house: House, log: Log) -> None:
    path, body = desk.signing("support-plans", presence=desk.world.presence("mentor"), id=new_id())
    phone = desk.phone("mentor")
    first, again = (cost(log, phone, "POST", path, body) for _ in range(2))
    desk.clock.move(days=1)
    later_path, later = desk.signing("support-plans", presence=desk.world.presence("mentor"))
    second = cost(log, phone, "POST", later_path, later)
    # PostgreSQL locks two files and appends in one statement; SQLite has no locks to take and appends in four.
    # The board is two of them (one after the first of a day), telling mentee and signer three.
    budgets = {"sqlite": [20, 7, 20], "postgresql": [19, 9, 19]}
    statuses = [201, 200, 201]
    assert [first, again, second] == list(zip(statuses, budgets[house.database.dialect.name], strict=True))


def test_a_sign_off_that_rests_on_evidence_costs_two_statements_more_and_one_for_each(
    desk: Desk, house: House, log: Log
) -> None:
    phone, added = desk.phone("mentor"), []
    for number in range(3):
        body, kind = parts({"person_id": desk.world.mentee, "title": f"The {number}th"}, b"Agreed.")
        added.append(phone.post("/evidence", body, Content_Type=kind).json["id"])
    costs = []
    for key, named in (("cover-shifts", None), ("on-call", added[:1]), ("annual-leave", added)):
        given = {"id": new_id(), "statement": key, "evidence": named}
        path, signing = desk.signing(key, presence=desk.world.presence("mentor"), **given)
        costs.append(cost(log, phone, "POST", path, signing))
    plain = {"sqlite": 19, "postgresql": 18}[house.database.dialect.name]
    assert costs == [(201, plain + FIRST_OF_A_DAY), (201, plain + 3), (201, plain + 5)]
    body, kind = parts({"person_id": desk.world.mentee, "title": "One more"}, b"Agreed.")
    adding = cost(log, phone, "POST", "/evidence", body, Content_Type=kind)
    assert adding == (201, {"sqlite": 15, "postgresql": 14}[house.database.dialect.name])
    assert cost(log, phone, "GET", f"/evidence/{added[0]}/file") == (200, 2)

"""How many statements every route that reads sends to the database: as the table says, with one of everything as with
three. Complete by construction: a route without a budget fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import bindparam, update

import web
from backend.frameworks.drafts import NewDraft, write_draft
from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.house import House
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.rules import Mode
from backend.notices.calendar import make_feed
from backend.notices.rules import State
from backend.notices.tables import deliveries
from backend.people.absences import RecordAbsence, record_absence
from backend.people.deputies import NameDeputy, name_deputy
from backend.people.organisation import operator
from backend.people.rules import Post
from backend.practice.evidence import AddEvidence, add_evidence
from backend.practice.notes import MakeNote, make_note
from backend.practice.reflections import MakeReflection, write_reflection
from backend.practice.rules import Allowance, EvidenceKind
from backend.practice.uploads import Kept
from backend.readiness.sampling import DrawSample, draw_sample
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.requests import RequestSignOff, request_sign_off
from seeds.making import MENTORING_PLAN
from tests.conftest import Clock
from tests.matrix.budgets import BUDGETS, UNCOUNTED
from tests.matrix.pages import PAGES
from tests.matrix.places import ROLES, SIGNED_OUT, observed
from tests.matrix.table import API, Row
from tests.matrix.test_matrix import (
    OPEN,
    Walk,
    addressed,
    expected,
    filled,
    is_placed,
    place_of_nothing,
    routes,
    stands,
)
from tests.notices.helping import put

pytestmark = pytest.mark.same_on_both

GIVE_UP = Prepared(
    update(deliveries)
    .where(ours(deliveries), deliveries.c.state == State.WAITING.value)
    .values(state=State.DEAD.value, last_code=bindparam("code"))
)


@pytest.fixture(scope="module")
def walk(house: House, session_clock: Clock) -> Iterator[Walk]:
    made = Walk(house, session_clock)
    demo = replace(made.house.settings, demo=True)
    made.pages = web.create_app(replace(made.house, settings=demo))
    yield made
    made.house.database.close()


def reads(walk: Walk) -> list[str]:
    """Every route of both surfaces that reads."""
    return [route for app in (walk.api, walk.pages) for route in routes(app) if route.startswith("GET ")]


def test_every_route_that_reads_has_a_budget_or_a_reason(walk: Walk) -> None:
    counted = [route for route in reads(walk) if route not in UNCOUNTED]
    assert sorted(set(counted) ^ set(BUDGETS)) == []
    assert sorted(set(UNCOUNTED) - set(reads(walk))) == []


def grow(walk: Walk, number: int) -> None:
    """One more of what lists show."""
    world, ids, today = walk.world, walk.ids("own"), walk.world.clock.today()
    name = ("Ari", "Bo", "Ida")[number]
    person = world.maker.person(f"{name} Willow", Post.SENIOR, today, site=world.site)
    world.people[name] = person
    ends_on = today + timedelta(days=70)
    agreement = world.maker.agreement(person, [world.mentor], world.area, today, ends_on)
    plan = world.maker.plan(world.mentor, agreement, world.framework, "senior", today, ends_on)
    world.maker.site(world.area_id, f"{name} House")
    world.maker.area(f"{name} Hills")
    item = world.show_plan("mentor", plan).items[0]
    world.maker.sign(world.mentor, plan, item.id, today, "Seen.", method=item.policy.methods[0])
    asked = world.show_plan("mentor", Id(ids["plan_id"])).items[9 + number].id
    world.do("mentee", request_sign_off, RequestSignOff(plan_id=Id(ids["plan_id"]), item_id=asked))
    world.do("people_team", name_deputy, NameDeputy(person_id=person, deputy_id=world.mentee))
    world.do("people_team", record_absence, RecordAbsence(person_id=person, from_on=today))
    first = today + timedelta(100 + 10 * number)
    away = RecordAbsence(person_id=world.mentee, from_on=first, until_on=first + timedelta(2))
    world.do("people_team", record_absence, away)
    talked = NoteConversation(agreement_id=Id(ids["agreement_id"]), held_on=today, minutes=30, mode=Mode.COACHING)
    world.do("mentor", note_conversation, talked)
    world.do("mentor", make_note, MakeNote(person_id=world.mentee, text="Seen.", happened_at=world.clock()))
    world.do("mentee", write_reflection, MakeReflection(text=f"I waited {name}."))
    agreed = Kept(str(number) * 64, EvidenceKind.DOCUMENT, "c" * 64, "text/plain", 10)
    added = AddEvidence(person_id=world.mentee, title="More", sent=agreed.sent)
    world.do("mentor", add_evidence, added, agreed, Allowance(9, 10_000_000))
    observed(world, "mentor", "mentee", criteria=["on-call"])
    world.do("learning", write_draft, NewDraft(text="# A draft."))
    put(world, "mentor", f"phone/{number}")
    with world.maker.database.writing(world.org) as tx:
        tx.put(GIVE_UP, code=f"code {number}")


def places(walk: Walk) -> dict[str, str]:
    """Where the routes are that need a place of their own."""
    world, ids, today = walk.world, walk.ids("own"), walk.world.clock.today()
    with world.maker.database.writing(world.org) as tx:
        text = MENTORING_PLAN.read_text().replace("\nversion = 1\n", "\nversion = 2\n")
        newer = publish(tx, operator(world.org), parse(text))
    draw = DrawSample(scope="organisation", from_on=today, until_on=today + timedelta(1), size=3)
    world.do("people_team", draw_sample, draw)
    talked = observed(world, "mentor", "mentee", discussed=True, criteria=[])
    item = world.show_plan("mentor", Id(ids["plan_id"])).items[-1]
    signed = world.maker.sign(world.mentor, Id(ids["plan_id"]), item.id, today, "Seen.", method=item.policy.methods[0])
    world.do("mentor", report_not_me, ReportNotMe(sign_off_id=signed))
    secret, moved = world.do("mentor", make_feed).secret, f"{ids['plan_id']}/moves/{newer}"
    return {
        "GET /calendar/<secret>.ics": f"/calendar/{secret}.ics",
        "GET /plans/<plan_id>/moves/<framework_id>": f"/plans/{moved}",
        "GET /v1/plans/<plan_id>/moves/<framework_id>": f"/v1/plans/{moved}",
        "GET /board/samples/<sample_id>": f"/board/samples/{draw.id}",
        "GET /v1/samples/<sample_id>": f"/v1/samples/{draw.id}",
        "GET /records/<record_id>/answer/new": f"/records/{talked}/answer/new",
        "GET /sign-offs/<sign_off_id>/lifting/new": f"/sign-offs/{signed}/lifting/new",
        "GET /people/<person_id>/returning/new": f"/people/{world.left}/returning/new",
    }


def cost(walk: Walk, route: str, addresses: Mapping[str, str]) -> int:
    """How many statements a route costs the first of the cast whom it opens to."""
    is_api = " /v1/" in route
    row, ids = (API if is_api else PAGES).get(route, Row()), walk.ids("own")
    address = addresses.get(route) or addressed(route.partition(" ")[2], ids)
    for role in ROLES:
        letters = stands(role, "own") if is_placed(route, row) else place_of_nothing(role)
        if role in SIGNED_OUT or (route not in addresses and expected(row, role, letters) != OPEN):
            continue
        client = (walk.api if is_api else walk.pages).test_client()
        client._cookies = {} if is_api else dict(walk.cookies[role])
        headers = {"Authorization": f"Bearer {walk.tokens[role]}"} if is_api else {}
        with client:
            answer = client.get(address, headers=headers, query_string=filled(row.body, ids) if is_api else None)
            if answer.status_code == 200:
                return int(g.trace.statements)
    raise AssertionError(f"{route} answers nobody")


def test_what_is_read_costs_what_the_table_says_with_one_of_everything_as_with_three(walk: Walk) -> None:
    grow(walk, 0)
    addresses = places(walk)
    cost(walk, "GET /v1/me/copy", addresses)  # the process knows the frameworks from then on
    one = {route: cost(walk, route, addresses) for route in BUDGETS}
    grow(walk, 1)
    grow(walk, 2)
    three = {route: cost(walk, route, addresses) for route in BUDGETS}
    wrong = [route for route, budget in BUDGETS.items() if {one[route], three[route]} != {budget}]
    assert [(route, one[route], three[route]) for route in wrong] == []

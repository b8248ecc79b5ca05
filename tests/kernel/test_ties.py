"""Rights: the table of grants as decided, and its readers, who never disagree."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import FIRST
from backend.kernel.prepared import Prepared
from backend.kernel.reach import Reach
from backend.kernel.tenancy import ours
from backend.kernel.ties import _ADD, GRANTS, Actor, Do, Tie, held_by, holders, in_force, ties, within
from backend.mentoring.tables import AGREEMENT_SCOPES, agreements
from backend.people.tables import PERSON_SCOPES, people
from backend.signoff.tables import PLAN_SCOPES, plans
from tests.conftest import Clock
from tests.long import often
from tests.world import World

LETTERS = {
    "S": Tie.SELF, "M": Tie.MENTOR, "L": Tie.LINE, "N": Tie.SITE, "A": Tie.AREA, "E": Tie.LEARNING, "P": Tie.PEOPLE,
    "D": Tie.ADMIN, "W": Tie.AUTHOR, "everyone": Tie.MEMBER, "their site": Tie.COLLEAGUE, "asked": Tie.INVITED,
    "its proposer": Tie.PROPOSER, "approvers": Tie.APPROVER, "C": Tie.CONSULTEE, "reviewers": Tie.REVIEWER,
}  # fmt: skip
DECIDED = {
    "see_person": "S M L N A E P D, their site",
    "see_frameworks": "everyone",
    "publish_framework": "E D",
    "see_agreement": "S M L N A E P, asked, its proposer",
    "propose_agreement": "S L N A E",  # and the would-be mentor, who is named in what they propose
    "approve_agreement": "approvers",
    "answer_agreement": "S, asked",
    "manage_agreement": "approvers",  # and a mentor for themselves
    "ask_for_change": "S",
    "amend_agreement": "S M",
    "note_conversation": "M",
    "see_conversations": "S M",
    "see_plan": "S M L N A E P",
    "create_plan": "M, approvers",
    "move_plan": "E, approvers",
    "change_requirement": "S M",
    "request": "S",
    "hand_on_request": "M",
    "sign_off": "M",
    "see_sign_off": "S M L N A E P W",
    "withdraw": "W",
    "open_withdrawal": "A P",
    "confirm_withdrawal": "A P L",
    "report_not_me": "W",
    "open_lifting": "A P",
    "confirm_lifting": "A P L",
    "dispute": "S",
    "review": "reviewers",
    "see_review": "S M A P C, reviewers",
    "confirm_review": "C",
    "give_view": "S M",
    "comment_on_review": "S",
    "record_absence": "L N P D",
    "name_deputy": "S L N P D",
    "manage_people": "D P",
    "write_record": "M L N A",
    "see_record": "S W L N A M P",  # by kind: the table says which of them
    "discuss_record": "W L",
    "answer_record": "S",
    "amend_record": "W",
    "include_record": "S",
    "settle_next_step": "S W L N A M",
    "see_rhythm": "L N A E P",
    "add_evidence": "S M",
    "see_evidence": "S M L N A W",
    "see_board": "N A E P",
    "see_deliveries": "D",
}
TABLES: dict[str, tuple[Any, Any]] = {
    "people": (people, PERSON_SCOPES), "agreements": (agreements, AGREEMENT_SCOPES), "plans": (plans, PLAN_SCOPES),
}  # fmt: skip

TIES_OF = Prepared(
    select(ties.c.tie, ties.c.scope_id).where(
        ours(ties), ties.c.person_id == bindparam("actor", type_=IdType()), in_force()
    )
)


def test_the_grants_are_the_table_of_rights() -> None:
    read = {
        do: {LETTERS[word] for part in said.split(", ") for word in ([part] if part in LETTERS else part.split())}
        for do, said in DECIDED.items()
    }
    assert {do.value: set(ties) for do, ties in GRANTS.items()} == read
    assert {do.value for do in Do} == set(DECIDED)


def test_s18_signing_is_the_mentors_alone_and_asking_the_mentees() -> None:
    assert (GRANTS[Do.SIGN_OFF], GRANTS[Do.REQUEST]) == ({Tie.MENTOR}, {Tie.SELF})


def test_s19_the_administrator_sees_people_and_no_plan_or_agreement() -> None:
    assert {do for do, ties in GRANTS.items() if Tie.ADMIN in ties} == {
        Do.SEE_PERSON, Do.PUBLISH_FRAMEWORK, Do.RECORD_ABSENCE, Do.NAME_DEPUTY, Do.MANAGE_PEOPLE, Do.SEE_DELIVERIES,
    }  # fmt: skip


@pytest.fixture
def tx(world: World) -> Iterator[Tx]:
    """A transaction that is undone."""
    _second_plan(world)
    driver = world.maker.database
    with driver.alone() as connection:
        connection.begin(world.org, write=True)
        yield Tx(driver, connection, world.org)
        connection.rollback()


def _second_plan(world: World) -> None:
    today = date(2026, 10, 1)
    ends_on = today + timedelta(days=60)
    agreement = world.maker.agreement(world.stranger, [world.mentor], world.far_area, today, ends_on)
    world.maker.plan(world.mentor, agreement, world.framework, "senior", today, ends_on)


def scopes_in(tx: Tx, world: World) -> set[Id]:
    found = {world.org, new_id()}
    for table, scopes in TABLES.values():
        for row in tx.rows(Prepared(select(table).where(ours(table)))):
            found |= {getattr(row, name) for name in scopes.values()}
    return found - {None}


def actor_of(tx: Tx, world: World, person: Id) -> Actor:
    held = held_by(tx.rows(TIES_OF, actor=person))
    return Actor(org=world.org, person=person, name="", post="", site="", zone="Europe/London", ties=held)


LISTED = [do for do in Do if Tie.APPROVER not in GRANTS[do] and GRANTS[do] != {Tie.REVIEWER}]
"""What approvers or reviewers alone may do depends on the organisation's setting, and no list asks for it."""


@pytest.mark.same_on_both
@pytest.mark.parametrize("name", TABLES)
def test_what_a_list_shows_is_what_may_says_for_every_right_and_every_tie(tx: Tx, world: World, name: str) -> None:
    table, scopes = TABLES[name]
    listing = {do: Prepared(select(table.c.id).where(ours(table), within(do, table, scopes))) for do in LISTED}
    paging = {do: Reach(select(table).where(ours(table)), do, table, scopes) for do in LISTED}
    rows = tx.rows(Prepared(select(table).where(ours(table))))
    assert len(rows) > 1
    now, seen = tx.now, set()
    for tie in Tie:
        for scope in sorted(scopes_in(tx, world)):
            person = new_id()
            tx.put(_ADD, entry_id=person, person_id=person, tie=tie.value, scope_id=scope, starts_at=now, ends_at=None)
            actor = actor_of(tx, world, person)
            assert len(actor.ties) == 1
            for do in LISTED:
                listed = {row.id for row in tx.rows(listing[do], actor=person)}
                assert listed == {row.id for row in rows if actor.may(do, scopes, row)}, (do, tie, scope)
                if listed or often(0, 1):
                    assert [row.id for row in paging[do].page(tx, actor, FIRST, 100)] == sorted(listed), (
                        do,
                        tie,
                        scope,
                    )
                seen |= {(do, tie)} if listed else set()
    expected = {(do, tie) for do in LISTED for tie in GRANTS[do] & set(scopes) if tie not in (Tie.PROPOSER, Tie.AUTHOR)}
    assert seen - {(do, Tie.SELF) for do in Do} == expected - {(do, Tie.SELF) for do in Do}  # each right led somewhere


def test_list_and_may_agree_for_everybody_of_the_cast(tx: Tx, world: World) -> None:
    for table, scopes in TABLES.values():
        rows = tx.rows(Prepared(select(table).where(ours(table))))
        for do in LISTED:
            listing = Prepared(select(table.c.id).where(ours(table), within(do, table, scopes)))
            paging = Reach(select(table).where(ours(table)), do, table, scopes)
            for who, person in world.people.items():
                actor = actor_of(tx, world, person)
                listed = {row.id for row in tx.rows(listing, actor=person)}
                assert listed == {row.id for row in rows if actor.may(do, scopes, row)}, (who, do, table.name)
                assert paged(tx, paging, actor) == sorted(listed), (who, do, table.name)


def paged(tx: Tx, paging: Reach, actor: Actor) -> list[Id]:
    """All that is within reach, two at a time."""
    found: list[Id] = []
    while page := paging.page(tx, actor, found[-1] if found else FIRST, 2):
        found += [row.id for row in page]
    return found


def test_a_list_over_several_sites_and_people_is_merged_in_order_and_says_nothing_twice(tx: Tx, world: World) -> None:
    paging = Reach(select(plans).where(ours(plans)), Do.SEE_PLAN, plans, PLAN_SCOPES)
    rows = tx.rows(Prepared(select(plans).where(ours(plans)).order_by(plans.c.id)))
    person = new_id()
    scopes = {(Tie.SITE, row.site_id) for row in rows} | {(Tie.AREA, row.area_id) for row in rows}
    for tie, scope in {*scopes, (Tie.LINE, rows[0].mentee_id), (Tie.MENTOR, rows[-1].agreement_id)}:
        given = {"person_id": person, "tie": tie.value, "scope_id": scope, "starts_at": tx.now, "ends_at": None}
        tx.put(_ADD, entry_id=new_id(), **given)
    actor = actor_of(tx, world, person)
    assert len(scopes) > 2
    assert paged(tx, paging, actor) == [row.id for row in rows]


@pytest.mark.parametrize("tie", Tie)
def test_who_approves_is_whoever_the_organisation_says(tx: Tx, world: World, tie: Tie) -> None:
    table, scopes = TABLES["agreements"]
    (row, *_) = tx.rows(Prepared(select(table).where(ours(table), table.c.id == world.agreement)))
    scope = getattr(row, scopes.get(tie, "org"))
    for approves in (frozenset({Tie.AREA}), frozenset({Tie.AREA, Tie.SITE, Tie.LEARNING})):
        actor = Actor(
            org=world.org, person=new_id(), name="", post="", site="", zone="Europe/London",
            ties=frozenset({(tie, scope)}), approves=approves,
        )  # fmt: skip
        assert actor.may(Do.APPROVE_AGREEMENT, scopes, row) == (tie in approves)
        assert actor.may_anywhere(Do.APPROVE_AGREEMENT) == (tie in approves and scope == world.org)


def test_a_tie_holds_from_its_first_instant_until_before_its_last(tx: Tx, world: World) -> None:
    person, second = new_id(), timedelta(seconds=1)
    times = {
        "ended": (tx.now - 2 * second, tx.now - second), "ends now": (tx.now - second, tx.now),
        "to come": (tx.now + second, None), "starts now": (tx.now, None), "ends soon": (tx.now, tx.now + second),
    }  # fmt: skip
    scope = {word: new_id() for word in times}
    for word, (starts_at, ends_at) in times.items():
        tx.put(_ADD, entry_id=person, person_id=person, tie=Tie.SITE.value, scope_id=scope[word],
               starts_at=starts_at, ends_at=ends_at)  # fmt: skip
    held = {pair[1] for pair in held_by(tx.rows(TIES_OF, actor=person))}
    assert held == {scope["starts now"], scope["ends soon"]}
    assert [holders(tx, Tie.SITE, scope[word]) for word in times] == [[], [], [], [person], [person]]


def test_a_tie_of_another_organisation_gives_nothing_here(world: World, other: World, clock: Clock) -> None:
    with world.maker.database.reading(world.org) as tx:
        actor = actor_of(tx, world, other.area)
    assert actor.ties == frozenset()


def test_a_right_to_which_no_tie_of_a_table_leads_lists_nothing(tx: Tx, world: World) -> None:
    listing = Prepared(select(plans.c.id).where(ours(plans), within(Do.SEE_FRAMEWORKS, plans, PLAN_SCOPES)))
    assert tx.rows(listing, actor=world.mentee) == []

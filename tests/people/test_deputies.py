"""Deputies: who names one, what passes to them while somebody is away, and that it gives them no right."""

from datetime import timedelta

import pytest

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.notices.inbox import list_notices, pending
from backend.notices.sweeping import sweep_one
from backend.people.absences import EndAbsence, RecordAbsence, end_absence, record_absence
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.deputies import NameDeputy, beside, end_deputy, name_deputy, show_deputy
from backend.people.line_managers import NameLineManager, name_line_manager
from backend.people.rules import Approver
from backend.people.settings import change_settings
from backend.signoff.passing_on import DeclineRequest, decline_request
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.waiting import Wait, list_waits
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.mentoring.helping import propose
from tests.people.test_settings import change as change_settings_of
from tests.records.helping import shared
from tests.signoff.helping import act_on, sign
from tests.signoff.test_requirements import change
from tests.signoff.test_withdrawing_by_two import opened
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")

WEEK = timedelta(days=7)


def name(world: World, who: str, deputy: str, by: str | None = None) -> Id:
    """Names a deputy; the entry's id."""
    act = NameDeputy(person_id=world.people[who], deputy_id=world.people[deputy])
    return Id(world.do(by or who, name_deputy, act).id)


def away(world: World, clock: Clock, who: str = "mentor") -> Id:
    """Away from today on, for a week; the absence's id."""
    act = RecordAbsence(person_id=world.people[who], from_on=clock.today(), until_on=clock.today() + WEEK)
    return Id(world.do("admin", record_absence, act).id)


def ask(world: World, key: str, mentor: str | None = "mentor") -> Id:
    to = world.people[mentor] if mentor else None
    act = RequestSignOff(plan_id=world.plan, item_id=world.item(key).id, mentor_id=to)
    return Id(world.do("mentee", request_sign_off, act).id)


def held(world: World, who: str) -> list[Wait]:
    """What waits for somebody; the count says the same."""
    found: list[Wait] = world.read(who, list_waits, Paging()).items
    assert sum(world.read(who, pending).waits.values()) == len(found)
    return found


def may_act(wait: Wait) -> bool:
    assert wait.with_deputy
    return wait.with_deputy.may_act


def news(world: World, who: str) -> list[str]:
    """What somebody has not read of what passed to them."""
    found = world.read(who, list_notices, Paging()).items
    return [one.kind for one in found if one.read_at is None and one.kind.endswith("with_you")]


def sweep(world: World) -> None:
    with world.maker.database.writing(world.org) as tx:
        sweep_one(tx)


def test_one_names_ones_own_and_whoever_notes_absences_names_others(world: World) -> None:
    for by in ("mentee", "line", "manager", "people_team", "admin"):
        name(world, "mentee", "colleague", by)
    shown = world.read("mentee", show_deputy, world.mentee)
    assert (shown.deputy.name, shown.since, shown.stands_in_for) == ("Lee Willow", None, [])
    for by, code in (("mentor", "not_allowed"), ("colleague", "not_allowed"), ("stranger", "not_found")):
        with refused(code):
            name(world, "mentee", "colleague", by)
        with refused(code):
            world.read(by, show_deputy, world.mentee)
    with refused("deputy.own"):
        name(world, "mentee", "mentee")
    with refused("not_found"):  # out of reach
        name(world, "mentee", "stranger")
    assert [one.name for one in world.read("mentor", lambda tx, actor: beside(tx, actor.person))] == ["Sam Beech"]
    name(world, "mentor", "comentor")  # at another site, and yet known: they mentor somebody together
    world.do("comentor", end_deputy, world.mentor)  # whoever was named may say no
    with refused("deputy.none"):
        world.do("mentor", end_deputy, world.mentor)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.colleague))
    assert world.read("mentee", show_deputy, world.mentee).deputy is None
    with refused("people.has_left"):
        name(world, "mentee", "colleague")


def test_what_waits_passes_on_the_first_day_away_and_comes_back(world: World, clock: Clock) -> None:
    first, second = ask(world, "on-call"), ask(world, "reflect")
    name(world, "mentor", "manager", "people_team")
    assert (len(held(world, "mentor")), held(world, "manager")) == (2, [])
    absence = away(world, clock)
    for who in ("manager", "mentor"):  # both sides are told the same
        waits = held(world, who)
        assert [wait.id for wait in waits] == [first, second]
        passed = waits[0].with_deputy
        assert passed
        assert (passed.person.name, passed.deputy.name, passed.may_act) == ("Jo Rowan", "Kit Hawthorn", False)
        assert (passed.since, passed.until) == (clock.today(), clock.today() + WEEK)
    mentor = next(one for one in world.show().mentors if one.is_away)
    assert (mentor.name, mentor.deputy and mentor.deputy.name) == ("Jo Rowan", "Kit Hawthorn")
    assert world.read("mentor", show_deputy, world.mentor).since == clock.today()
    assert [one.person.name for one in world.read("manager", show_deputy, world.manager).stands_in_for] == ["Jo Rowan"]
    world.do("people_team", end_absence, EndAbsence(absence_id=absence, until_on=clock.today()))
    assert held(world, "manager") == []
    assert [wait.with_deputy for wait in held(world, "mentor")] == [None, None]


def test_a_deputy_may_do_nothing_that_they_may_not_do_anyway(world: World, clock: Clock) -> None:
    request = ask(world, "on-call")
    away(world, clock)
    name(world, "mentor", "manager", "people_team")
    with refused("not_allowed"):
        world.do("manager", decline_request, DeclineRequest(request_id=request, reason="Not mine."))
    with refused("not_allowed"):
        world.maker.sign(world.manager, world.plan, world.item("on-call").id, clock.today(), "Seen.")
    for blind in ("stranger", "mentee"):  # who may not see the plan, and whose own request it is
        name(world, "mentor", blind, "people_team")
        assert (held(world, blind), held(world, "mentor")[0].with_deputy) == ([], None)
    name(world, "mentor", "comentor", "people_team")  # a mentor too: theirs at once, and theirs to sign
    assert [wait.id for wait in held(world, "comentor")] == [request]
    both = ask(world, "reflect", None)  # what waits for them anyway waits for them once
    passed, own = held(world, "comentor")
    assert (passed.id, may_act(passed)) == (request, True)
    assert (own.id, own.with_deputy) == (both, None)
    world.maker.sign(world.comentor, world.plan, world.item("on-call").id, clock.today(), "Seen.")
    assert [wait.id for wait in held(world, "mentor")] == [both]


def test_a_deputy_who_may_not_act_reads_so(world: World, clock: Clock) -> None:
    record = shared(world)
    away(world, clock)
    for deputy, can in (("manager", False), ("line", True)):  # both may read it; one of them may talk it over
        name(world, "mentor", deputy, "people_team")
        assert [(wait.about_id, may_act(wait)) for wait in held(world, deputy)] == [(record, can)]
        assert [may_act(wait) for wait in held(world, "mentor")] == [can]


def test_deputies_are_told_and_reminded_once_each_in_place_of_whoever_is_away(world: World, clock: Clock) -> None:
    ask(world, "on-call")
    name(world, "mentor", "manager", "people_team")
    act = RecordAbsence(person_id=world.mentor, from_on=clock.today())
    absence = Id(world.do("people_team", record_absence, act).id)
    for days, expected in ((0, 1), (1, 1), (4, 2), (5, 3)):
        clock.move(days=days)
        sweep(world)
        sweep(world)
        assert news(world, "manager") == ["item_with_you"] * expected
    reminders = [one for one in world.read("mentor", list_notices, Paging()).items if one.kind == "request"]
    assert len(reminders) == 1  # when it was asked; who is away is reminded of nothing
    world.do("people_team", end_absence, EndAbsence(absence_id=absence, until_on=clock.today()))
    sweep(world)
    assert news(world, "manager") == []


def test_whoever_leaves_leaves_what_is_with_nobody_else_to_their_deputy(world: World, clock: Clock) -> None:
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="A new post.")
    world.do("area", remove_mentor, removal)
    request = ask(world, "on-call")
    name(world, "mentor", "manager", "people_team")
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.mentor))
    assert [wait.id for wait in held(world, "manager")] == [request]
    with refused("not_allowed"):
        world.maker.sign(world.manager, world.plan, world.item("on-call").id, clock.today(), "Seen.")


def test_a_deputy_gets_nothing_that_they_asked_for_signed_or_may_not_decide(world: World, clock: Clock) -> None:
    signed = Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)
    withdrawal, proposal = opened(world, "area", signed).id, change(world, "mentor", "support-plans", 1)
    for holder in ("line", "people_team", "mentee"):
        away(world, clock, holder)
    for holder, deputy in (
        ("people_team", "area"),  # who opened it
        ("line", "mentor"),  # who signed, and governs nothing
        ("line", "manager"),  # who sees the plan, and may not confirm
        ("mentee", "mentor"),  # whose own proposal it is
        ("mentee", "comentor"),  # on the same side as whose it is
    ):
        name(world, holder, deputy, "admin")
        sweep(world)
        assert (held(world, deputy), news(world, deputy)) == ([], []), (holder, deputy)
        assert [wait.with_deputy for wait in held(world, holder)] == [None], (holder, deputy)
    # Who came to govern after it was opened was asked by nobody, and may confirm: it passes to them.
    world.do("people_team", name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.colleague))
    name(world, "line", "colleague", "admin")
    sweep(world)
    assert ([wait.id for wait in held(world, "colleague")], news(world, "colleague")) == (
        [withdrawal], ["item_with_you"],
    )  # fmt: skip
    assert [wait.id for wait in held(world, "mentee")] == [proposal]
    propose(world, "manager", mentor_ids=[world.stranger])
    away(world, clock, "area")
    name(world, "area", "manager", "admin")
    sweep(world)
    assert (held(world, "manager"), news(world, "manager")) == ([], [])  # who proposed what is to be approved
    name(world, "area", "comentor", "admin")
    assert held(world, "area")[0].with_deputy is None  # who may not see that agreement
    name(world, "area", "learning", "admin")
    (approval,) = held(world, "learning")
    assert (approval.kind, may_act(approval)) == ("agreement_approval", False)
    world.do("people_team", change_settings, change_settings_of(world, approvers=[Approver.LEARNING_LEAD]))
    assert [may_act(wait) for wait in held(world, "learning")] == [True]

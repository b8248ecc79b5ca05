"""What hangs on a mentor who leaves an agreement, or on somebody who leaves the organisation, said beforehand."""

from datetime import timedelta

from backend.kernel.ids import Id
from backend.mentoring.mentors import AddMentor, RemoveMentor, add_mentor, remove_mentor
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.deputies import NameDeputy, name_deputy
from backend.practice.notes import MakeNote, make_note
from backend.reviews.rules import Decision
from backend.signoff.leaving import Leaving, show_leaving
from backend.signoff.parting import OwnWriting, Parting, show_parting
from backend.signoff.under_agreement import PlansUnder, plans_under
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.notices.test_telling import ask
from tests.records.helping import drafted, shared
from tests.reviews.helping import decide
from tests.world import World


def parting(world: World, who: str, mentor: str) -> Parting:
    """What somebody reads before a mentor leaves."""
    found: Parting = world.read(who, show_parting, world.agreement, world.people[mentor])
    return found


def leaving(world: World, person: Id, who: str = "people_team") -> Leaving:
    """What somebody reads before a person leaves the organisation."""
    found: Leaving = world.read(who, show_leaving, person)
    return found


def remove(world: World, mentor: str) -> None:
    """The area manager takes a mentor out."""
    act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.people[mentor], reason="A new post.")
    world.do("area", remove_mentor, act)


def test_a_mentor_reads_whom_their_leaving_concerns_and_what_they_hold(world: World, clock: Clock) -> None:
    for key in ("on-call", "reflect"):
        ask(world, key, mentor="mentor")
    ask(world, "workload", mentor="comentor")
    drafted(world), drafted(world, "comentor"), shared(world)
    world.do("mentor", make_note, MakeNote(person_id=world.mentee, text="Two calls.", happened_at=clock.now))
    own = parting(world, "mentor", "mentor")
    assert (own.mentee.name, [one.name for one in own.others]) == ("Maya Alder", ["Sam Beech"])
    assert (own.has_begun, own.open_plans, own.requests, own.own) == (True, 1, 2, OwnWriting(drafts=1, notes=1))
    seen = parting(world, "area", "mentor")  # who manages the agreement does not count what is private
    assert (seen.requests, seen.own) == (2, None)
    remove(world, "mentor")
    assert (parting(world, "comentor", "comentor").others, parting(world, "area", "comentor").requests) == ([], 3)
    with refused("agreement.no_such_mentor"):
        parting(world, "area", "mentor")
    with refused("not_allowed"):
        parting(world, "mentee", "comentor")
    with refused("not_found"):
        parting(world, "mentor", "mentor")


def test_who_is_only_asked_has_nothing_to_pass_on_and_keeps_nobody_company(world: World) -> None:
    world.do("area", add_mentor, AddMentor(agreement_id=world.agreement, person_id=world.manager))
    assert parting(world, "manager", "manager").has_begun is False
    assert world.manager not in [one.id for one in parting(world, "mentor", "mentor").others]


def test_the_people_team_reads_what_hangs_on_a_person_before_they_leave(world: World, clock: Clock) -> None:
    today = clock.today()
    alone = world.maker.agreement(world.colleague, [world.mentor], world.area, today, today + timedelta(days=60))
    world.maker.agreement(world.mentor, [world.manager], world.area, today, today + timedelta(days=60))
    world.maker.line_manager(world.colleague, world.mentor)
    world.maker.propose(world.area, world.unchecked, [world.mentor], today, today + timedelta(days=60))
    ask(world, mentor="mentor")
    world.do("mentor", name_deputy, NameDeputy(person_id=world.mentor, deputy_id=world.comentor))
    found = leaving(world, world.mentor)
    assert [(one.agreement_id, one.mentee.name, [other.name for other in one.others]) for one in found.mentored] == [
        (alone, "Lee Willow", []), (world.agreement, "Maya Alder", ["Sam Beech"]),
    ]  # fmt: skip
    assert (found.mentoring, found.alone, found.agreements, found.led) == (2, 1, 1, 1)
    assert (found.requests, found.others_waiting, found.deputy and found.deputy.name) == (1, 1, "Sam Beech")


def test_who_may_not_see_agreements_reads_their_number_alone(world: World) -> None:
    found = leaving(world, world.mentor, "admin")
    assert (found.mentored, found.mentoring, found.alone) == ([], 1, 0)
    for who, person, code in (
        ("manager", world.mentee, "not_allowed"), ("stranger", world.mentee, "not_found"),
        ("admin", world.admin, "people.own_appointment"),
    ):  # fmt: skip
        with refused(code):
            leaving(world, person, who)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    with refused("people.has_left"):
        leaving(world, world.mentor)


def test_an_agreement_is_done_once_every_plan_of_it_is_closed(world: World, clock: Clock) -> None:
    today = clock.today()
    new = world.maker.agreement(world.colleague, [world.mentor], world.area, today, today + timedelta(days=60))
    with world.maker.database.reading(world.org) as tx:
        assert (plans_under(tx, new), plans_under(tx, new).is_done) == (PlansUnder(0, 0), False)
    decide(world, decision=Decision.CLOSE)
    with world.maker.database.reading(world.org) as tx:
        assert (plans_under(tx, world.agreement), plans_under(tx, world.agreement).is_done) == (PlansUnder(1, 0), True)

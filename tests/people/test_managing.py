"""Managing people: names, staff numbers, line managers, leaving and coming back, each an entry."""

from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.pairs import Device
from backend.accounts.presence import is_live
from backend.accounts.refreshing import Refresh, refresh
from backend.accounts.rules import Platform
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Tie
from backend.kernel.waits import waits
from backend.mentoring.reading import show_agreement
from backend.people.appointments import (
    AddPerson,
    Appoint,
    RecordLeaving,
    RecordReturn,
    add_person,
    appoint,
    record_leaving,
    record_return,
)
from backend.people.details import ChangeName, ChangeStaffNumber, change_name, change_staff_number
from backend.people.line_managers import NameLineManager, end_line_management, name_line_manager
from backend.people.organisation import RenameArea, RenameSite, rename_area, rename_site
from backend.people.reading import show_person
from backend.people.rules import Post
from backend.people.sites import SiteFilter, list_areas, list_sites
from backend.upkeep.verifying import verify
from seeds.making import PASSWORD
from tests.accounts.helping import outcome, together
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.people.test_appointments import TODAY, joining, row_of, ties_of
from tests.people.test_finding import found
from tests.signoff.helping import act_on, ask, sign
from tests.world import JOINED, World


def returning(world: World, person: Id, **changes: Any) -> RecordReturn:
    given = {"person_id": person, "post": Post.SENIOR, "starts_on": TODAY, "site_id": world.site}
    return RecordReturn(**{**given, **changes})


def leave(world: World, name: str) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.people[name]))


def comes_in(world: World, login: str) -> str:
    """What becomes of signing in with that staff number."""
    act = SignIn(
        login=login, organisation=world.maker.key, password=PASSWORD, device=Device(name="x", platform=Platform.WEB)
    )
    return outcome(lambda: sign_in(world.maker.database, world.maker.vault, act))


def test_s15_what_was_signed_keeps_the_name_it_was_signed_with(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    world.do("people_team", change_name, ChangeName(person_id=world.mentor, name="Jo Beech-Zoë"))
    (kept,) = world.item("cover-shifts").sign_offs
    assert kept.signer.name == "Jo Rowan"
    assert found(world, "people_team", search="zoe") == ["Jo Beech-Zoë"]
    assert found(world, "people_team", search="rowan") == []
    assert [mentor.name for mentor in world.show().mentors] == ["Jo Beech-Zoë", "Sam Beech"]


def test_a_name_may_be_changed_by_those_who_manage_people_alone(world: World, other: World) -> None:
    for name, code in (("stranger", "not_found"), ("colleague", "not_allowed"), ("mentee", "not_allowed")):
        with refused(code):
            world.do(name, change_name, ChangeName(person_id=world.mentee, name="Maya Oak"))
    with refused("not_found"):
        world.do("people_team", change_name, ChangeName(person_id=other.mentee, name="Maya Oak"))
    leave(world, "mentee")
    with refused("people.has_left"):
        world.do("people_team", change_name, ChangeName(person_id=world.mentee, name="Maya Oak"))
    assert row_of(world, world.mentee).name == "Maya Alder"


def test_the_login_follows_the_staff_number(world: World, other: World) -> None:
    person = world.maker.person("Ari Hazel", Post.SENIOR, JOINED, site=world.site, staff_number="0417")
    world.maker.account(person, f"ari@{world.maker.key}.test", "0417")
    assert comes_in(world, "0417") == "done"
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=person, staff_number="A-99"))
    assert (comes_in(world, "0417"), comes_in(world, "a-99")) == ("session.wrong_login", "done")
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=person, staff_number=None))
    assert (comes_in(world, "a-99"), row_of(world, person).staff_number) == ("session.wrong_login", None)
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=world.mentor, staff_number="A-99"))
    assert (comes_in(world, "a-99"), comes_in(other, "a-99")) == ("done", "session.wrong_login")


def test_a_staff_number_is_taken_in_capitals_or_not(world: World) -> None:
    first = ChangeStaffNumber(person_id=world.mentor, staff_number="A-99")
    world.do("people_team", change_staff_number, first)
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=world.mentor, staff_number="a-99"))
    for taken in ("A-99", "a-99"):
        with refused("people.staff_number_taken"):
            world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=world.mentee, staff_number=taken))
    assert row_of(world, world.mentee).staff_number is None


def test_a_race_for_a_staff_number_says_that_it_is_taken(spare: World) -> None:
    spare.token("people_team")
    spare.token("admin")

    def add(who_: str) -> Any:
        return lambda: spare.do(who_, add_person, joining(spare, staff_number="0417"))

    assert sorted(together([add("people_team"), add("admin")])) == ["done", "people.staff_number_taken"]

    def change(who_: str, person: Id) -> Any:
        act = ChangeStaffNumber(person_id=person, staff_number="0418")
        return lambda: spare.do(who_, change_staff_number, act)

    raced = together([change("people_team", spare.mentor), change("admin", spare.mentee)])
    assert sorted(raced) == ["done", "people.staff_number_taken"]


def test_nobody_is_their_own_line_manager_and_two_may_manage_each_other(world: World) -> None:
    with refused("people.own_line_manager"):
        world.do("people_team", name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.mentee))
    world.do("people_team", name_line_manager, NameLineManager(person_id=world.line, manager_id=world.mentee))
    assert ("line_manager", world.line) in ties_of(world, world.mentee)
    assert ("line_manager", world.mentee) in ties_of(world, world.line)


def test_line_management_ends_and_again_is_the_same_act(world: World, clock: Clock) -> None:
    first = world.do("people_team", end_line_management, world.mentee)
    assert ("line_manager", world.mentee) not in ties_of(world, world.line)
    assert world.do("people_team", end_line_management, world.mentee) == first
    assert world.read("people_team", show_person, world.mentee).unmanaged_since == first.at
    for person in (world.colleague,):
        with refused("people.no_line_manager"):
            world.do("people_team", end_line_management, person)
    with refused("not_found"):
        world.do("stranger", end_line_management, world.mentee)
    with refused("not_allowed"):
        world.do("manager", end_line_management, world.mentee)
    world.do("people_team", name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.manager))
    assert world.read("people_team", show_person, world.mentee).unmanaged_since is None


def test_whose_line_manager_leaves_is_without_one(world: World) -> None:
    leave(world, "line")
    shown = world.read("people_team", show_person, world.mentee)
    assert (shown.line_manager, shown.unmanaged_since) == (None, row_of(world, world.line).left_at)
    assert world.read("mentee", show_person, world.mentee).unmanaged_since is None


def test_s46_sessions_presences_and_tokens_die_with_the_leaving(world: World) -> None:
    token, presence = world.token("mentor"), world.presence("mentor")
    act = SignIn(
        login=world.maker.logins[world.mentor], password=PASSWORD, device=Device(name="x", platform=Platform.ANDROID)
    )
    phone = sign_in(world.maker.database, world.maker.vault, act)
    leave(world, "mentor")
    for dead in (token, phone.access_token):
        with world.maker.database.reading(world.org) as tx, refused("session.required"):
            who(tx, dead)
    with refused("session.required"):
        refresh(world.maker.database, Refresh(refresh_token=phone.refresh_token))
    world.do("people_team", record_return, returning(world, world.mentor))
    for dead in (token, phone.access_token):  # a return wakes none of them
        with world.maker.database.reading(world.org) as tx, refused("session.required"):
            who(tx, dead)
    with refused("session.required"):
        refresh(world.maker.database, Refresh(refresh_token=phone.refresh_token))
    fresh = world.maker.sign_in(world.mentor)
    with world.maker.database.reading(world.org) as tx:
        assert not is_live(tx, who(tx, fresh), presence)


def test_s46_what_waited_for_a_mentor_who_left_waits_for_the_other(world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    leave(world, "mentor")
    held = rows_of(world.maker.database, world.org, waits, waits.c.kind == "request")
    assert [row.holder_id for row in held] == [world.comentor]


def test_s15_whoever_returns_is_the_same_person_without_the_old_ties(world: World, house: House) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    leave(world, "mentor")
    act = returning(world, world.mentor, post=Post.REGISTERED_MANAGER)
    entry = world.do("people_team", record_return, act)
    assert world.do("people_team", record_return, act) == entry
    assert ties_of(world, world.mentor) == {
        ("self", world.mentor), ("member", world.org), ("colleague", world.site), ("site_manager", world.site),
    }  # fmt: skip
    row = row_of(world, world.mentor)
    assert (row.name, row.post, row.site_id, row.left_at) == ("Jo Rowan", "registered_manager", world.site, None)
    assert row.identity_checked_on == JOINED
    assert [mentor.name for mentor in world.show().mentors] == ["Sam Beech"]
    (kept,) = world.item("cover-shifts").sign_offs
    assert (kept.counts, kept.signer.name) == (True, "Jo Rowan")
    world.maker.sign_in(world.mentor)
    with refused("not_allowed"):
        sign(world, "mentor", act_on(world, "on-call"))
    assert found(world, "people_team", search="rowan") == ["Jo Rowan"]
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_a_mentee_who_returns_is_mentored_by_nobody_until_they_agree_again(world: World, house: House) -> None:
    leave(world, "mentee")
    world.do("people_team", record_return, returning(world, world.mentee))
    for mentor in ("mentor", "comentor"):
        assert not {tie for tie, _ in ties_of(world, world.people[mentor])} & {Tie.MENTOR, Tie.INVITED}
        with refused("not_found"):
            world.read(mentor, show_agreement, world.agreement)
    assert world.read("area", show_agreement, world.agreement).status == "ended"
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_only_whoever_left_returns_and_only_by_those_who_manage_people(world: World, other: World) -> None:
    with refused("people.has_not_left"):
        world.do("people_team", record_return, returning(world, world.mentee))
    leave(world, "colleague")
    for name, code in (("stranger", "not_found"), ("manager", "not_allowed")):
        with refused(code):
            world.do(name, record_return, returning(world, world.colleague))
    with refused("people.unknown_site"):
        world.do("people_team", record_return, returning(world, world.colleague, site_id=other.site))
    with refused("not_found"):
        world.do("people_team", record_return, returning(world, other.colleague))
    assert row_of(world, world.colleague).left_at is not None


def approvals(world: World) -> list[Id]:
    """For whose approval something waits."""
    held = rows_of(world.maker.database, world.org, waits, waits.c.kind == "agreement_approval")
    return sorted(row.holder_id for row in held)


def propose(world: World, mentee: Id, *mentors: Id) -> Id:
    return world.maker.propose(world.manager, mentee, mentors, TODAY, TODAY + timedelta(days=60))


def test_what_waits_for_approval_follows_the_area_managers(world: World, house: House) -> None:
    propose(world, world.colleague, world.mentor)
    assert approvals(world) == [world.area]
    second = AddPerson(name="Ola Fir", post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.area_id)
    world.do("people_team", add_person, second)
    assert approvals(world) == sorted([world.area, second.id])
    leave(world, "area")
    assert approvals(world) == [second.id]
    far = row_of(world, world.far_area).area_id
    move = Appoint(person_id=second.id, post=Post.AREA_MANAGER, starts_on=TODAY, area_id=far)
    world.do("people_team", appoint, move)
    assert approvals(world) == []
    back = returning(world, world.area, post=Post.AREA_MANAGER, site_id=None, area_id=world.area_id)
    world.do("people_team", record_return, back)
    assert approvals(world) == [world.area]
    (wait,) = rows_of(world.maker.database, world.org, waits, waits.c.kind == "agreement_approval")
    assert (wait.from_on, wait.until_on) == (TODAY, TODAY + timedelta(days=30))
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_what_waits_for_approval_follows_the_mentee_to_another_area(world: World) -> None:
    propose(world, world.colleague, world.mentor)
    far = row_of(world, world.stranger).site_id
    move = Appoint(person_id=world.colleague, post=Post.SENIOR, starts_on=TODAY, site_id=far)
    world.do("people_team", appoint, move)
    assert approvals(world) == [world.far_area]


def test_what_is_approved_waits_for_nobody_new(world: World) -> None:
    agreement = propose(world, world.colleague, world.mentor)
    world.maker.approve(agreement, world.area)
    second = AddPerson(name="Ola Fir", post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.area_id)
    world.do("people_team", add_person, second)
    assert approvals(world) == []


@pytest.mark.parametrize(("approved", "status"), [(True, "active"), (False, "proposed")])
def test_a_proposal_does_not_wait_for_a_mentor_who_left(
    world: World, house: House, approved: bool, status: str
) -> None:  # fmt: skip
    agreement = propose(world, world.colleague, world.mentor, world.comentor)
    world.maker.agree(agreement, world.colleague, world.comentor)
    if approved:
        world.maker.approve(agreement, world.area)
    assert world.read("area", show_agreement, agreement).status == "proposed"
    leave(world, "mentor")
    assert world.read("area", show_agreement, agreement).status == status
    assert (("mentor", world.colleague) in ties_of(world, world.comentor)) is approved
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_a_proposal_without_any_mentor_left_does_not_start(world: World) -> None:
    agreement = propose(world, world.colleague, world.mentor)
    world.maker.agree(agreement, world.colleague)
    world.maker.approve(agreement, world.area)
    leave(world, "mentor")
    assert world.read("area", show_agreement, agreement).status == "proposed"


def test_areas_and_sites_are_listed_and_renamed(world: World, other: World) -> None:
    world.do("people_team", rename_site, RenameSite(site_id=world.site, name="Apple Court"))
    world.do("admin", rename_area, RenameArea(area_id=world.area_id, name="Upper North"))
    for who_ in ("people_team", "mentee"):
        page = world.read(who_, list_sites, SiteFilter())
        assert [(one.name, one.area.name) for one in page.items] == [
            ("Apple Court", "Upper North"), ("Cedar Lodge", "South"), ("Larch House", "Upper North"),
        ]  # fmt: skip
        assert [one.name for one in world.read(who_, list_areas, SiteFilter()).items] == ["South", "Upper North"]
    near = world.read("mentee", list_sites, SiteFilter(area_id=world.area_id))
    assert [one.name for one in near.items] == ["Apple Court", "Larch House"]
    assert world.read("mentee", list_sites, SiteFilter(area_id=other.area_id)).items == []


def test_sites_are_renamed_by_those_who_manage_people_where_there_are_any(world: World, other: World) -> None:
    with refused("not_allowed"):
        world.do("manager", rename_site, RenameSite(site_id=world.site, name="Mine"))
    for site in (other.site, new_id()):
        with refused("not_found"):
            world.do("people_team", rename_site, RenameSite(site_id=site, name="Mine"))
    for area in (other.area_id, new_id()):
        with refused("not_found"):
            world.do("people_team", rename_area, RenameArea(area_id=area, name="Mine"))


def test_verify_finds_nothing_after_names_numbers_and_line_managers_changed(world: World, house: House) -> None:
    world.do("people_team", change_name, ChangeName(person_id=world.mentee, name="Maya Oak"))
    world.do("people_team", change_staff_number, ChangeStaffNumber(person_id=world.mentee, staff_number="9"))
    world.do("people_team", end_line_management, world.mentee)
    world.do("people_team", name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.line))
    world.do("people_team", rename_site, RenameSite(site_id=world.site, name="Apple Court"))
    world.do("people_team", rename_area, RenameArea(area_id=world.area_id, name="Upper North"))
    leave(world, "line")
    assert verify(house.settings.owner_url, only=[world.org]) == []

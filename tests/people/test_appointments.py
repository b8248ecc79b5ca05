"""People: joining, moving, line managers, identity checks and leaving, each an entry, each with its ties."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from backend.accounts.sessions import who
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Do, Tie, ties
from backend.kernel.waits import waits
from backend.people.appointments import AddPerson, Appoint, RecordLeaving, add_person, appoint, record_leaving
from backend.people.details import RecordIdentityCheck, record_identity_check
from backend.people.line_managers import NameLineManager, name_line_manager
from backend.people.names import either, given_name
from backend.people.organisation import OpenArea, OpenSite, open_area, open_site
from backend.people.rules import IdentityMethod, Post, place_of
from backend.people.tables import people
from backend.signoff.tables import plans
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.signoff.helping import act_on, ask, sign
from tests.world import World

TODAY = date(2026, 10, 1)


def ties_of(world: World, person: Id) -> set[tuple[str, str]]:
    found = rows_of(world.maker.database, world.org, ties, ties.c.person_id == person)
    return {(row.tie, row.scope_id) for row in found if row.ends_at is None}


def row_of(world: World, person: Id) -> Any:
    (row,) = rows_of(world.maker.database, world.org, people, people.c.id == person)
    return row


def joining(world: World, **changes: Any) -> AddPerson:
    given = {"name": "Ari Hazel", "post": Post.SENIOR, "starts_on": TODAY, "site_id": world.site}
    return AddPerson(**{**given, **changes})


def checked(person: Id) -> RecordIdentityCheck:
    return RecordIdentityCheck(person_id=person, method=IdentityMethod.VIDEO, checked_on=TODAY)


def test_somebody_joins_with_a_post_a_place_and_the_ties_of_both(world: World) -> None:
    act = joining(world, post=Post.REGISTERED_MANAGER, staff_number="0417")
    entry = world.do("people_team", add_person, act)
    row = row_of(world, act.id)
    assert (row.name, row.post, row.site_id, row.area_id, row.staff_number, row.appointed_on, row.left_at) == (
        "Ari Hazel", "registered_manager", world.site, world.area_id, "0417", TODAY, None,
    )  # fmt: skip
    assert ties_of(world, act.id) == {
        ("self", act.id), ("member", world.org), ("colleague", world.site), ("site_manager", world.site),
    }  # fmt: skip
    assert (entry.kind, entry.subject, entry.words) == ("add_person", act.id, {"name": "Ari Hazel"})
    assert "Ari Hazel" not in repr(entry.content)


@pytest.mark.parametrize(
    ("post", "place", "tie"),
    [
        (Post.AREA_MANAGER, "area_id", Tie.AREA), (Post.MANAGER, "site", Tie.SITE),
        (Post.LEARNING_LEAD, None, Tie.LEARNING), (Post.PEOPLE_TEAM, None, Tie.PEOPLE),
        (Post.ADMINISTRATOR, None, Tie.ADMIN),
    ],
)  # fmt: skip
def test_what_a_post_carries(world: World, post: Post, place: str | None, tie: Tie) -> None:
    scope = getattr(world, place) if place else world.org
    where = {"site_id": None, "area_id": None, **({} if place is None else {place.removesuffix("_id") + "_id": scope})}
    act = joining(world, post=post, **where)
    world.do("people_team", add_person, act)
    own = {("self", act.id), ("member", world.org), (tie.value, scope)}
    assert ties_of(world, act.id) == own | ({("colleague", scope)} if place == "site" else set())


def test_most_posts_carry_nothing_but_the_place(world: World) -> None:
    carrying = {Post.MANAGER, Post.REGISTERED_MANAGER, Post.AREA_MANAGER, Post.LEARNING_LEAD, Post.PEOPLE_TEAM,
                Post.ADMINISTRATOR}  # fmt: skip
    for post in set(Post) - carrying:
        act = joining(world, post=post)
        world.do("people_team", add_person, act)
        assert {tie for tie, _ in ties_of(world, act.id)} == {"self", "member", "colleague"}, post


def test_a_post_that_is_held_at_a_place_needs_it() -> None:
    for post in Post:
        place_of(post, site=True, area=True)
    for post in (Post.MANAGER, Post.REGISTERED_MANAGER):
        with refused("people.site_needed"):
            place_of(post, site=False, area=True)
    with refused("people.area_needed"):
        place_of(Post.AREA_MANAGER, site=True, area=False)


def test_an_unknown_site_is_refused(world: World, other: World) -> None:
    for site in (new_id(), other.site):
        with refused("people.unknown_site"):
            world.do("people_team", add_person, joining(world, site_id=site))


def test_an_unknown_area_is_refused(world: World, other: World) -> None:
    for area in (new_id(), other.area_id):
        with refused("people.unknown_area"):
            world.do("people_team", add_person, joining(world, post=Post.AREA_MANAGER, site_id=None, area_id=area))
        with refused("people.unknown_area"):
            world.do("people_team", open_site, OpenSite(area_id=area, name="Nowhere"))


def test_a_staff_number_belongs_to_one_person_of_an_organisation(world: World, other: World) -> None:
    world.do("people_team", add_person, joining(world, staff_number="0417"))
    with refused("people.staff_number_taken"):
        world.do("people_team", add_person, joining(world, staff_number="0417"))
    other.do("people_team", add_person, joining(other, staff_number="0417"))


def test_only_people_team_and_administrators_manage_people(world: World) -> None:
    acts: list[tuple[Any, Any]] = [
        (add_person, joining(world)),
        (appoint, Appoint(person_id=world.colleague, post=Post.SENIOR, starts_on=TODAY, site_id=world.site)),
        (name_line_manager, NameLineManager(person_id=world.colleague, manager_id=world.line)),
        (record_identity_check, checked(world.unchecked)),
        (record_leaving, RecordLeaving(person_id=world.colleague)),
        (open_area, OpenArea(name="West")),
        (open_site, OpenSite(area_id=world.area_id, name="Rowan House")),
    ]  # fmt: skip
    before = head(world.maker.database, world.org)
    for story, act in acts:
        for name in ("mentee", "comentor", "manager", "line", "area", "learning"):
            with refused("not_allowed"):
                world.do(name, story, act)
    assert head(world.maker.database, world.org) == before
    for number, (story, act) in enumerate(acts):
        assert world.do("admin" if number % 2 else "people_team", story, act).is_new


def test_what_is_out_of_reach_is_not_there_rather_than_forbidden(world: World) -> None:
    for act, story in (
        (Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=TODAY, site_id=world.site), appoint),
        (RecordLeaving(person_id=world.mentee), record_leaving),
    ):
        with refused("not_found"):
            world.do("stranger", story, act)
        with refused("not_allowed"):
            world.do("colleague", story, act)


def test_another_organisations_people_are_not_there(world: World, other: World) -> None:
    for story, act in (
        (appoint, Appoint(person_id=other.mentee, post=Post.SENIOR, starts_on=TODAY, site_id=world.site)),
        (record_leaving, RecordLeaving(person_id=other.mentee)),
        (name_line_manager, NameLineManager(person_id=world.mentee, manager_id=other.line)),
        (record_identity_check, checked(other.mentee)),
    ):  # fmt: skip
        with refused("not_found"):
            world.do("people_team", story, act)
    assert row_of(other, other.mentee).left_at is None


def test_moving_ends_the_ties_of_the_old_place_and_starts_those_of_the_new(world: World) -> None:
    before = ties_of(world, world.manager)
    act = Appoint(person_id=world.manager, post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.area_id)
    entry = world.do("people_team", appoint, act)
    assert before - ties_of(world, world.manager) == {("colleague", world.site), ("site_manager", world.site)}
    assert ties_of(world, world.manager) - before == {("area_manager", world.area_id)}
    row = row_of(world, world.manager)
    assert (row.post, row.site_id, row.appointment_id) == ("area_manager", None, entry.id)


def test_earlier_appointments_stay_in_the_log(world: World) -> None:
    for post in (Post.DEPUTY, Post.MANAGER):
        act = Appoint(person_id=world.mentee, post=post, starts_on=TODAY, site_id=world.site)
        world.do("people_team", appoint, act)
    found = [e.content["post"] for e in entries(world.maker.database, world.org)
             if e.subject == world.mentee and e.kind in ("add_person", "appoint")]  # fmt: skip
    assert found == ["senior", "deputy", "manager"]


def test_a_mentees_plan_moves_with_them_and_with_it_who_sees_it(world: World) -> None:
    def sees(name: str) -> bool:
        try:
            return bool(world.show(name))
        except Exception:
            with refused("not_found"):
                world.show(name)
            return False

    far = row_of(world, world.stranger).site_id
    people_ = ("manager", "area", "far_area", "mentor", "line", "learning")
    before = {name: sees(name) for name in people_}
    move = Appoint(person_id=world.mentee, post=Post.SENIOR, starts_on=TODAY, site_id=far)
    world.do("people_team", appoint, move)
    after = {name: sees(name) for name in people_}
    assert (before["manager"], before["area"], before["far_area"]) == (True, True, False)
    assert (after["manager"], after["area"], after["far_area"]) == (False, False, True)
    assert {name for name in people_ if before[name] and after[name]} == {"mentor", "line", "learning"}
    (plan,) = rows_of(world.maker.database, world.org, plans)
    assert (plan.site_id, plan.version) == (far, 2)


def test_nobody_appoints_dismisses_or_checks_themselves(world: World) -> None:
    for name in ("people_team", "admin"):
        me = world.people[name]
        with refused("people.own_appointment"):
            world.do(
                name, appoint, Appoint(person_id=me, post=Post.AREA_MANAGER, starts_on=TODAY, area_id=world.area_id)
            )
        with refused("people.own_appointment"):
            world.do(name, record_leaving, RecordLeaving(person_id=me))
        check = RecordIdentityCheck(person_id=me, method=IdentityMethod.IN_PERSON, checked_on=TODAY)
        with refused("people.own_identity"):
            world.do(name, record_identity_check, check)


def test_a_new_line_manager_replaces_the_old(world: World) -> None:
    world.do("people_team", name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.comentor))
    assert ("line_manager", world.mentee) not in ties_of(world, world.line)
    assert ("line_manager", world.mentee) in ties_of(world, world.comentor)
    with refused("not_found"):
        world.show("line")


def test_s16_who_checked_an_identity_and_how_is_recorded(world: World) -> None:
    assert row_of(world, world.unchecked).identity_checked_on is None
    check = RecordIdentityCheck(person_id=world.unchecked, method=IdentityMethod.IN_PERSON, checked_on=TODAY)
    world.do("people_team", record_identity_check, check)
    row = row_of(world, world.unchecked)
    assert (row.identity_checked_on, row.identity_checked_by, row.identity_method) == (
        TODAY, world.people_team, "in_person",
    )  # fmt: skip


def test_s15_an_id_is_never_used_again(world: World) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.colleague))
    with refused("id.reused"):
        world.do("people_team", add_person, joining(world, id=world.colleague))
    with refused("id.reused"):
        world.do("people_team", open_area, OpenArea(id=world.colleague, name="West"))
    assert row_of(world, world.colleague).name == "Lee Willow"


def test_from_the_minute_somebody_leaves_nothing_is_open_to_them(world: World, clock: Clock) -> None:
    token, presence = world.token("mentor"), world.presence("mentor")
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    assert (ties_of(world, world.mentor), row_of(world, world.mentor).left_at is None) == (set(), False)
    with world.maker.database.reading(world.org) as tx, refused("session.required"):
        who(tx, token)
    with refused("session.required"):
        sign(world, "mentor", act_on(world, "cover-shifts"), presence)
    with refused("session.required"):
        world.show("mentor")
    with refused("session.wrong_login"):
        world.maker.sign_in(world.mentor)
    assert [mentor.name for mentor in world.show().mentors] == ["Sam Beech"]


def test_when_somebody_leaves_nobody_stands_to_them_any_more(world: World) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentee))
    found = rows_of(world.maker.database, world.org, ties, ties.c.scope_id == world.mentee)
    assert {row.tie for row in found} == {"self", "mentor", "line_manager"}
    assert all(row.ends_at is not None for row in found)


def test_what_somebody_signed_stays_when_they_leave(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    (kept,) = world.item("cover-shifts").sign_offs
    assert (kept.counts, kept.signer.name, kept.signer.role) == (True, "Jo Rowan", "manager")


def test_s46_nothing_waits_for_whoever_left(world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    today = TODAY
    world.maker.propose(world.area, world.colleague, [world.mentor], today, today + timedelta(days=30))
    assert {row.kind for row in rows_of(world.maker.database, world.org, waits, waits.c.holder_id == world.mentor)} == {
        "request", "agreement_answer",
    }  # fmt: skip
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))
    assert rows_of(world.maker.database, world.org, waits, waits.c.holder_id == world.mentor) == []


def test_whoever_left_is_neither_appointed_nor_named_nor_leaves_again(world: World) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))
    left_at = row_of(world, world.manager).left_at
    for story, act in (
        (appoint, Appoint(person_id=world.manager, post=Post.MANAGER, starts_on=TODAY, site_id=world.site)),
        (record_leaving, RecordLeaving(person_id=world.manager)),
        (record_identity_check, checked(world.manager)),
        (name_line_manager, NameLineManager(person_id=world.manager, manager_id=world.area)),
        (name_line_manager, NameLineManager(person_id=world.mentee, manager_id=world.manager)),
    ):  # fmt: skip
        with refused("people.has_left"):
            world.do("people_team", story, act)
    assert (ties_of(world, world.manager), row_of(world, world.manager).left_at) == (set(), left_at)


def test_leaving_again_is_the_same_act(world: World) -> None:
    act = RecordLeaving(person_id=world.colleague)
    first = world.do("people_team", record_leaving, act)
    assert world.do("people_team", record_leaving, act) == first
    with refused("id.reused"):
        world.do("people_team", record_leaving, replace(act, person_id=world.stranger))


def test_the_operator_sets_up_and_is_no_person(world: World) -> None:
    from backend.people.organisation import operator

    actor = operator(world.org)
    assert (actor.person, actor.session, actor.may_anywhere(Do.MANAGE_PEOPLE)) == (world.org, None, True)
    assert {do for do in Do if actor.may_anywhere(do)} >= {Do.MANAGE_PEOPLE, Do.PUBLISH_FRAMEWORK}
    assert not any(actor.may_anywhere(do) for do in (Do.SIGN_OFF, Do.WITHDRAW, Do.APPROVE_AGREEMENT, Do.REVIEW))
    assert rows_of(world.maker.database, world.org, people, people.c.id == world.org) == []


def test_how_people_are_named_to_others() -> None:
    assert [given_name(name) for name in ("Jo Rowan", "Jo", "Mary Jane Rowan")] == ["Jo", "Jo", "Mary"]
    assert [either(names) for names in (["Jo"], ["Jo", "Sam"], ["Jo", "Sam", "Kit"])] == [
        "Jo", "Jo or Sam", "Jo, Sam or Kit",
    ]  # fmt: skip

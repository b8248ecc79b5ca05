"""Settings of the organisation: acts in the log, for those who manage people, one change after another."""

from dataclasses import replace
from typing import Any

import pytest

from backend.accounts.pairs import Device
from backend.accounts.rules import Platform
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Tie
from backend.people.rules import Approver, ClientWord, SiteWord, ensure_consulted
from backend.people.settings import ChangeSettings, Consultee, Contact, Settings, change_settings, show_settings
from backend.signoff.waiting import show_me
from backend.upkeep.verifying import verify
from seeds.making import PASSWORD
from tests.kernel.helping import entries, head, refused
from tests.world import World

WHOLE = {
    "name": "Rookery Nursery", "site_word": SiteWord.SETTING, "client_word": ClientWord.CHILD,
    "approvers": [Approver.SITE_MANAGER], "small_setting": True, "consultee_name": "Wren Aspen",
    "consultee_role": "chair of trustees", "safeguarding_name": "Linden Sallow",
    "safeguarding_phone": "020 7946 0018", "reviewers": [Approver.LEARNING_LEAD],
}  # fmt: skip


def change(world: World, **changes: Any) -> ChangeSettings:
    _, state = world.read("admin", show_settings)
    return ChangeSettings(follows=state, **{**WHOLE, **changes})


def actor_of(world: World, name: str) -> Any:
    token = world.token(name)
    with world.maker.database.reading(world.org) as tx:
        return who(tx, token)


def test_settings_are_changed_whole_and_stand_in_the_log_with_the_consultees_name_erasable(
    world: World, house: House
) -> None:
    act = change(world)
    entry = world.do("people_team", change_settings, act)
    shown, state = world.read("admin", show_settings)
    assert shown == Settings(
        world.maker.key, "Rookery Nursery", "Europe/London", SiteWord.SETTING, ClientWord.CHILD,
        [Approver.SITE_MANAGER], True, Consultee("Wren Aspen", "chair of trustees"), 31,
        Contact("Linden Sallow", "020 7946 0018", None), [Approver.LEARNING_LEAD], [5, 10], [3, 14],
    )  # fmt: skip
    assert (state, entry.actor, entry.subject) == (entry.id, world.people_team, None)
    assert entry.words == {
        "consultee_name": "Wren Aspen", "consultee_role": "chair of trustees", "safeguarding_name": "Linden Sallow",
        "safeguarding_phone": "020 7946 0018",
    }  # fmt: skip
    assert "Wren" not in repr(entry.content)
    assert "Sallow" not in repr(entry.content)
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_everybody_acts_under_the_new_settings_at_once(world: World, other: World) -> None:
    world.do("admin", change_settings, change(world))
    assert actor_of(world, "mentee").approves == {Tie.AREA, Tie.SITE}
    assert actor_of(world, "mentee").sector == ("setting", "child")
    assert (actor_of(other, "mentee").approves, actor_of(other, "mentee").sector) == (
        {Tie.AREA}, ("site", "person_we_support"),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["mentee", "mentor", "manager", "line", "area", "learning", "colleague"])
def test_settings_are_for_those_who_manage_people(world: World, name: str) -> None:
    act, before = change(world), head(world.maker.database, world.org)
    with refused("not_allowed"):
        world.do(name, change_settings, act)
    with refused("not_allowed"):
        world.read(name, show_settings)
    assert head(world.maker.database, world.org) == before


def test_a_small_setting_names_whom_it_consults(world: World) -> None:
    with refused("organisation.consultee_needed"):
        world.do("admin", change_settings, change(world, consultee_role=None))
    with refused("organisation.consultee_needed") as refusal:
        ensure_consulted(True, None, None)
    assert [fault.pointer for fault in refusal.value.faults] == ["/consultee_name", "/consultee_role"]
    ensure_consulted(False, None, None)


def test_what_is_no_small_setting_shows_nobody_to_consult(world: World) -> None:
    world.do("admin", change_settings, change(world, small_setting=False))
    assert world.read("admin", show_settings)[0].consultee is None


def test_everybody_knows_whom_to_tell_when_someone_is_at_risk(world: World, other: World) -> None:
    assert world.read("mentee", show_me).organisation.safeguarding is None
    world.do("admin", change_settings, change(world, safeguarding_hours="day and night"))
    for name in ("mentee", "mentor", "area"):
        assert world.read(name, show_me).organisation.safeguarding == Contact(
            "Linden Sallow", "020 7946 0018", "day and night"
        )
    assert other.read("mentee", show_me).organisation.safeguarding is None
    assert actor_of(other, "mentee").at_risk == (None, None, None)


def test_a_lost_answer_is_given_again_and_another_change_of_the_same_state_is_stale(world: World) -> None:
    act = change(world)
    first = world.do("admin", change_settings, act)
    assert world.do("admin", change_settings, act).id == first.id
    for changed, name in ((replace(act, name="Another"), "admin"), (act, "people_team")):
        with refused("request.stale"):
            world.do(name, change_settings, changed)
    with refused("request.stale"):
        world.do("admin", change_settings, replace(act, follows=new_id()))
    assert [e.kind for e in entries(world.maker.database, world.org)].count("change_settings") == 1


def test_changes_follow_one_another_and_back(world: World, house: House) -> None:
    seen: list[Id] = []
    for name in ("One", "Two", "One"):
        seen.append(world.do("admin", change_settings, change(world, name=name)).id)
    assert len(set(seen)) == 3
    assert world.read("admin", show_settings)[0].name == "One"
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_a_new_name_is_what_people_see_when_they_sign_in(world: World, other: World, house: House) -> None:
    world.do("admin", change_settings, change(world))
    for of, name in ((world, "Rookery Nursery"), (other, "Hazelwood Care")):
        device = Device(name="Phone", platform=Platform.IOS)
        act = SignIn(login=of.maker.logins[of.mentee], password=PASSWORD, device=device)
        assert [m.name for m in sign_in(house.database, house.vault, act).memberships] == [name]

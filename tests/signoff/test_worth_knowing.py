"""S44, S45 and S25: what is worth knowing about a sign-off is stored as a fact, shown to both, and bars nothing."""

from datetime import timedelta
from typing import Any

import pytest

from backend.accounts.pairs import Device
from backend.accounts.sessions import sign_out, who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tokens import org_of
from backend.house import House
from backend.signoff.wording import fold, words_key
from backend.upkeep.verifying import verify
from seeds.making import PASSWORD
from tests.conftest import Clock
from tests.signoff.helping import act_on, sign
from tests.world import World

FIRST = "Found cover before noon, and said why."


@pytest.mark.parametrize(
    ("one", "other"),
    [(FIRST, "  found COVER before\nnoon -- and said, why!"), ("Straße", "STRASSE"), ("ﬁne", "Fine."), ("Zoë", "zoë")],
)
def test_s45_words_are_the_same_whatever_their_case_spaces_and_points(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_s45_other_words_are_others_and_nothing_is_no_words(world: World) -> None:
    assert fold("Found cover") != fold("Found covers")
    assert (words_key(world.org, "..!"), words_key(world.org, None)) == (None, None)


def flags(world: World, who: str, key: str, said: str, **changed: Any) -> Any:
    """The flags of a sign-off with those words, as its answer shows them."""
    return sign(world, who, act_on(world, key, statement=said, **changed)).sign_off.flags


def test_s45_the_same_words_again_are_flagged_to_both_and_not_stopped(world: World, house: House, clock: Clock) -> None:
    assert flags(world, "mentor", "cover-shifts", FIRST) == []
    assert flags(world, "comentor", "cover-shifts", FIRST) == []  # another signer's own
    assert flags(world, "mentor", "on-call", FIRST.upper()) == ["same_words"]
    assert flags(world, "mentor", "support-plans", "Something new.") == []
    for reader in ("mentor", "mentee", "area"):
        assert [one.flags for one in world.item("on-call", reader).sign_offs] == [["same_words"]]
    assert world.item("on-call").status == "signed"
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_s45_words_of_the_other_organisation_are_nobodys_here(world: World, other: World) -> None:
    flags(world, "mentor", "cover-shifts", FIRST)
    assert flags(other, "mentor", "cover-shifts", FIRST) == []
    assert words_key(world.org, FIRST) != words_key(other.org, FIRST)


def signed_in(world: World, house: House, who_: str, device: Device) -> str:
    act = SignIn(login=world.maker.logins[world.people[who_]], password=PASSWORD, device=device)
    return sign_in(house.database, house.vault, act).access_token


def test_s44_a_session_beside_the_mentees_on_one_device_is_told_by_the_record(
    world: World, house: House, clock: Clock
) -> None:
    """The calls a phone app makes: the mentor signs in beside the mentee, signs, and signs out."""
    from backend.accounts.presence import OpenPresence, open_presence
    from backend.accounts.rules import Platform, PresenceMethod
    from backend.signoff.receipts import signed_off
    from backend.signoff.sign_offs import sign_off

    phone = Device(name="Maya's phone", platform=Platform.ANDROID)
    mentee = signed_in(world, house, "mentee", phone)
    with house.database.reading(org_of(mentee)) as tx:
        device = who(tx, mentee).device
    on_it = Device(id=device, name="Maya's phone", platform=Platform.ANDROID)

    def sign_there(key: str, **changed: Any) -> Any:
        token = signed_in(world, house, "mentor", on_it)
        proof = OpenPresence(method=PresenceMethod.PASSWORD, password=PASSWORD)
        presence = open_presence(house.database, house.vault, token, proof).presence
        with house.database.writing(org_of(token)) as tx:
            actor = who(tx, token)
            entry, file, _ = sign_off(tx, actor, act_on(world, key, **changed), presence)
            answer = signed_off(tx, actor, entry, file)
            sign_out(tx, actor)
        return answer

    there = sign_there("cover-shifts")
    assert (there.sign_off.flags, there.receipt.attestation["on_device_of"]) == (["on_mentees_device"], "mentee")
    assert there.receipt.attestation["presence"]["method"] == "password"
    elsewhere = sign(world, "mentor", act_on(world, "on-call", statement="At the desk."))
    assert (elsewhere.sign_off.flags, elsewhere.receipt.attestation["on_device_of"]) == ([], None)
    with house.database.writing(org_of(mentee)) as tx:
        sign_out(tx, who(tx, mentee))
    assert sign_there("support-plans", statement="On a phone that is shared.").sign_off.flags == []
    assert verify(house.settings.owner_url, only=[world.org]) == []


@pytest.mark.parametrize(("days", "shown"), [(0, None), (2, None), (3, 3), (30, 30)])
def test_s25_a_gap_of_more_than_two_days_is_shown(world: World, clock: Clock, days: int, shown: int | None) -> None:
    seen = clock.today()
    clock.move(days=days)
    assert sign(world, "mentor", act_on(world, "cover-shifts", seen_on=seen)).sign_off.gap_days == shown


def test_s25_a_gap_of_more_than_thirty_days_is_explained(world: World, clock: Clock) -> None:
    seen = clock.today()
    clock.move(days=31)
    act = act_on(world, "cover-shifts", seen_on=seen, gap_reason="On long leave.")
    shown = sign(world, "mentor", act).sign_off
    assert (shown.gap_days, shown.gap_reason, clock.today() - seen) == (31, "On long leave.", timedelta(days=31))

"""S44: a mentor signs on the mentee's phone as themselves, and nothing of them is left there."""

from typing import Any

from sqlalchemy import text

from backend.house import House
from backend.upkeep.verifying import verify
from seeds.making import PASSWORD
from tests.conftest import Clock
from tests.kernel.helping import serving
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.world import World


def typed(world: World, clock: Clock, **changed: Any) -> dict[str, Any]:
    """The mentor's answers, with their password."""
    return competent(clock.today(), pin=None, **{"signer_id": world.mentor, "password": PASSWORD, **changed})


def open_sessions(house: House, world: World, who: str) -> int:
    with serving(house, world.org) as connection:
        asked = text("SELECT count(*) FROM sessions WHERE org = :org AND person_id = :who AND ended_at IS NULL")
        return int(connection.scalar(asked, {"org": world.org, "who": world.people[who]}) or 0)


def hand(visitor: Visitor, world: World, data: dict[str, Any], status: int = 303, key: str = "cover-shifts") -> Any:
    return visitor.fill(f"{spot(world, key).page}/lending", "lend", status, **data)


def test_s44_the_mentor_signs_and_the_mentee_stays_signed_in(world: World, house: House, at: At, clock: Clock) -> None:
    mentee, before = at("mentee"), open_sessions(house, world, "mentor")
    with mentee.client.session_transaction() as cookie:
        kept = dict(cookie)
    hand(mentee, world, typed(world, clock))
    assert mentee.location == f"{spot(world, 'cover-shifts').page}?done=handed"
    page = mentee.get(mentee.location)
    assert "The phone is yours again." in page.text
    assert "Signed on the mentee’s own device." in page.text
    with mentee.client.session_transaction() as cookie:
        assert {**kept, "csrf_token": None} == {**cookie, "csrf_token": None}
    assert mentee.get("/me").heading == "Maya Alder"
    assert open_sessions(house, world, "mentor") == before
    (signed,) = world.item("cover-shifts").sign_offs
    assert (signed.signer.name, signed.flags) == ("Jo Rowan", ["on_mentees_device"])
    receipt = at("mentor").get(f"/sign-offs/{signed.id}/receipt").text
    assert "password, online" in receipt
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_s44_all_that_will_be_signed_stands_before_the_first_question(world: World, at: At) -> None:
    mentee, item = at("mentee"), world.item("cover-shifts")
    html = mentee.get(f"{spot(world, 'cover-shifts').page}/lending").html
    above = html[: html.index('name="csrf_token"')]
    for said in (item.title, "Maya Alder", "Senior and manager mentoring plan, version 1", "One signature."):
        assert said in above
    assert "I saw this myself on the day I say" in html
    assert 'class="tabs"' not in html
    assert mentee.answer is not None
    assert mentee.answer.headers["Cache-Control"] == "no-store"


def test_s44_the_password_is_never_shown_again(world: World, at: At, clock: Clock) -> None:
    page = hand(at("mentee"), world, typed(world, clock, password="not-my-password-1"), 401)
    assert "That password was not right. Tries left before signing pauses for a while: 4." in page.text
    assert "not-my-password-1" not in page.html
    assert page.form("lend").fields["statement"] == typed(world, clock)["statement"]
    assert world.item("cover-shifts").sign_offs == []


def test_s44_s11_wrong_tries_are_the_mentors_and_five_pause_their_signing(world: World, at: At, clock: Clock) -> None:
    mentee = at("mentee")
    for _ in range(4):
        hand(mentee, world, typed(world, clock, password="wrong"), 401)
    page = hand(mentee, world, typed(world, clock, password="wrong"), 403)
    assert "Signing is paused for 15 minutes after several wrong tries. Give the phone back" in page.text
    hand(mentee, world, typed(world, clock), 403)  # the right one, too late
    hand(mentee, world, typed(world, clock, signer_id=world.comentor))  # the other mentor's are their own
    assert [one.signer.name for one in world.item("cover-shifts").sign_offs] == ["Sam Beech"]


def test_s44_a_pin_opens_no_session(world: World, at: At, clock: Clock) -> None:
    hand(at("mentee"), world, typed(world, clock, password="135790"), 401)
    assert world.item("cover-shifts").sign_offs == []


def test_s44_a_refused_sign_off_leaves_no_session(world: World, house: House, at: At, clock: Clock) -> None:
    before = open_sessions(house, world, "mentor")
    hand(at("mentee"), world, typed(world, clock, item_rev="9"), 409)
    assert (open_sessions(house, world, "mentor"), world.item("cover-shifts").sign_offs) == (before, [])


def test_s19_nobody_signs_through_somebody_elses_session(world: World, at: At, clock: Clock) -> None:
    mentee = at("mentee")
    for who in ("admin", "area", "line", "people_team", "mentee"):
        hand(mentee, world, typed(world, clock, signer_id=world.people[who]), 422)
    for who, status in (("mentor", 403), ("area", 403), ("admin", 404), ("stranger", 404)):
        visitor, there = at(who), f"{spot(world, 'cover-shifts').page}/lending"
        visitor.get(there, status)
        token = visitor.get("/me").form("sign-out").fields
        data = {**typed(world, clock), **token, "item_rev": "1", "intent": "1"}
        visitor.send(there, {name: value for name, value in data.items() if value is not None}, status)
    assert world.item("cover-shifts").sign_offs == []

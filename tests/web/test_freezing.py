"""'That was not me' on the pages: from the news to the sign-off, to those who look into it, and back."""

from tests.notices.test_telling import clear
from tests.web.conftest import At, spot
from tests.web.test_beside import PIN, signed
from tests.world import World

__all__ = ["signed"]


def test_s20_from_the_news_to_two_who_let_it_count_again(world: World, at: At, signed: str) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts").page
    says = f"/sign-offs/{signed}/not-me/new"
    for page in ("/notices", there, f"/sign-offs/{signed}/receipt"):
        assert says in mentor.get(page).links()
    at("mentee").get(says, 403)
    clear(world)
    assert mentor.get(says).heading == "Was this not you?"
    mentor.fill(says, "not-me")
    after = mentor.get(mentor.location)
    assert (after.heading, "/me/pin" in after.links()) == ("Thank you for saying so", True)
    assert after.form("everywhere").action == "/me/sessions/ending"
    mentor.get(says, 409)
    mentor.get(f"/sign-offs/{signed}/withdrawal/new", 409)
    mentee = at("mentee").get(there).text
    assert "Being looked into since 1 October 2026, 10:00 BST" in mentee
    assert "It does not count for now. That is no doubt about Maya’s work." in mentee
    assert ("Being looked into: Jo Rowan, " in mentee, "Signed by Jo Rowan" in mentee) == (True, False)
    assert "A sign-off is being looked into." in at("mentee").get("/plan").text
    area, lifting = at("area"), f"/sign-offs/{signed}/lifting/new"
    assert there in area.get("/").links()
    assert lifting in area.get(there).links()
    at("manager").get(lifting, 403)
    assert area.fill(lifting, "lifting", 422, reason="", pin=PIN).heading == "Let it count again"
    area.fill(lifting, "lifting", reason="Jo remembers it now.", pin=PIN)
    assert "It stays frozen until a second person confirms." in area.get(area.location).text
    area.get(lifting, 409)
    area.fill(there, f"unlift-{signed}")
    assert "It is still being looked into." in area.get(area.location).text
    area.fill(lifting, "lifting", reason="Jo remembers it now.")
    line = at("line")
    (confirmation,) = (link for link in line.get("/").links() if link.startswith("/liftings/"))
    line.fill(confirmation, "lifting", pin=PIN)
    text = line.get(line.location).text
    assert "Confirmed. The sign-off counts again." in text
    assert "It counts again: Ash Linden, confirmed by Robin Elder: Jo remembers it now." in text
    line.get(confirmation, 409)
    assert "the sign-off counts again" in at("mentee").get(f"{there}/history").text
    assert world.item("cover-shifts").status == "signed"

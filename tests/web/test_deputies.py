"""Pages: who looks after what waits for somebody while they are away, on every side of it."""

from tests.conftest import Clock
from tests.people.test_deputies import ask, away, name
from tests.web.conftest import At, spot
from tests.world import World


def test_a_deputy_is_named_on_a_page_and_everybody_reads_with_whom_it_is(at: At, world: World, clock: Clock) -> None:
    mentor, path = at("mentor"), f"/people/{world.mentor}/deputy"
    page = mentor.get(f"/people/{world.mentor}/absences")
    assert path in page.links()
    assert "Nobody is named" in mentor.get(path).text
    assert mentor.get(path).form("name-deputy").offered["deputy_id"] == [world.comentor]  # who mentors with them
    mentor.fill(path, "name-deputy", deputy_id=world.comentor)
    assert "From the next day away" in mentor.get(path).text
    assert "Choose who it is." in mentor.fill(path, "name-deputy", 422, deputy_id=None).text
    mentor.fill(path, "end-deputy")
    name(world, "mentor", "manager", "people_team")
    ask(world, "cover-shifts")
    away(world, clock)
    there, manager = spot(world, "cover-shifts"), at("manager")
    page = manager.get("/")
    assert page.heading == "One thing for you to look at"
    passed = "for Jo Rowan, away until 8 October · with you since 1 October · only a mentor can answer it"
    assert passed in page.text
    assert there.page in page.links()
    assert "Kit Hawthorn has looked after what waits for you since 1 October" in mentor.get("/").text
    assert "Kit Hawthorn looks after it meanwhile." in at("mentee").get(there.page).text
    assert "Jo Rowan" in manager.get(f"/people/{world.manager}/deputy").text

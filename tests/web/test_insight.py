"""What else the board tells, as pages: how long people wait, what mentors carry, statements to read."""

from tests.signoff.helping import act_on, ask, sign
from tests.web.conftest import At
from tests.world import World


def test_an_area_manager_reads_what_mentors_carry(at: At, world: World) -> None:
    ask(world, "cover-shifts", world.mentor)
    page = at("area").get("/board/mentors")
    assert page.heading == "What mentors carry"
    assert "Jo Rowan one mentee · one request with them, the oldest since today" in page.text


def test_a_manager_reads_how_long_people_wait_at_their_site(at: At, world: World) -> None:
    page = at("manager").get("/board/answers")
    assert page.heading == "How long people wait for an answer"
    assert "Fewer than five answers: too few to say" in page.text


def test_ten_statements_are_drawn_and_read(at: At, world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    learning = at("learning")
    learning.fill("/board/samples", "draw-form")
    where = learning.location
    page = learning.get(where)
    assert page.heading == "One statement to read"
    assert "Did it well, and said why." in page.text
    assert "Drawn. It stays to be seen, just as it was drawn." in page.text
    assert where.split("?")[0] in learning.get("/board/samples").links()


def test_nothing_to_draw_from_comes_back_with_the_form(at: At, world: World) -> None:
    learning = at("learning")
    form = learning.get("/board/samples").form("draw-form")
    page = learning.send(form.action, form.filled(), 422)
    assert "Nothing was signed in those days." in page.text
    page = learning.send(form.action, form.filled(from_on=""), 422)
    assert page.by_id("from_on-error") is not None


def test_who_has_no_board_has_none_of_its_pages(at: At) -> None:
    for path in ("mentors", "answers", "samples"):
        assert at("mentee").get(f"/board/{path}", 403).heading == "This is for someone else to do"


def test_the_pages_cost_the_same_with_one_and_with_three(at: At, world: World) -> None:
    area, costs = at("area"), []
    for key in ("cover-shifts", "workload", "on-call"):
        sign(world, "mentor", act_on(world, key))
        area.fill("/board/samples", "draw-form")
        costs.append(
            [area.statements(path) for path in ("/board/samples", area.location, "/board/mentors", "/board/answers")]
        )
    assert costs[0] == costs[1] == costs[2]

"""Signing: what is shown first, what is chosen, and what one form can do."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from backend.house import House
from backend.kernel.entries import heads
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from tests.conftest import Clock
from tests.web.conftest import At, Spot, Visitor, spot
from tests.web.filling import competent, not_yet
from tests.web.reading import Page
from tests.world import World

HEAD = Prepared(select(heads.c.seq).where(ours(heads)))
INTENT = "I saw this myself on the day I say, this is my fair word on it, and I sign it with my name."


def entries(house: House, world: World) -> int:
    with house.database.reading(world.org) as tx:
        return int(tx.one(HEAD).seq)


def test_s01_all_that_will_be_signed_stands_before_the_first_question(world: World, at: At) -> None:
    html = at("mentor").get(spot(world, "cover-shifts").new).html
    above = Page(html[: html.index("<input")]).text
    item = world.item("cover-shifts")
    for said in (item.title, "Maya Alder", "Senior and manager mentoring plan, version 1", "One signature."):
        assert said in above
    for line in item.guidance.split("\n")[:1]:
        assert line in above
    assert item.question in html


def test_s02_s05_nothing_is_chosen_beforehand(world: World, at: At) -> None:
    form = at("mentor").get(spot(world, "cover-shifts").new).form("sign-off")
    assert form.offered["outcome"] == ["competent", "not_yet"]
    hidden = {name: value for name, value in form.fields.items() if value}
    assert sorted(hidden) == ["csrf_token", "id", "intent", "item_rev"]


def test_only_the_ways_that_count_for_the_criterion_are_offered(world: World, at: At) -> None:
    mentor = at("mentor")
    for key in ("cover-shifts", "monthly-finances", "reflect"):
        offered = mentor.get(spot(world, key).new).form("sign-off").offered["method"]
        assert offered == [method.value for method in world.item(key).policy.methods]


def test_a_mentor_signs_and_sees_it_on_the_page(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.fill(there.new, "sign-off", **competent(clock.today()))
    assert mentor.location == f"{there.page}?done=signed"
    text = mentor.get(mentor.location).text
    assert "Signed. You can take it back until 10:15, with no more than a reason." in text
    assert "Jo Rowan Manager" in text
    assert "Watched, Thursday 1 October, alone." in text
    assert "Signed online, 1 October 2026, 10:00 BST." in text
    (signed,) = world.item("cover-shifts").sign_offs
    assert (signed.statement, signed.help, signed.counts) == (competent(clock.today())["statement"], "alone", True)


def test_after_signing_the_page_says_what_it_came_to(world: World, at: At, clock: Clock) -> None:
    mentor, comentor, twice = at("mentor"), at("comentor"), spot(world, "monthly-finances")

    def said(visitor: Visitor, there: Spot, form: dict[str, Any]) -> str:
        visitor.fill(there.new, "sign-off", **form | {"method": visitor_method(there)})
        html = visitor.get(visitor.location).html
        return Page(html[html.index('id="done"') : html.index('<div class="head"')].split(">", 1)[1]).text

    def visitor_method(there: Spot) -> str:
        return str(next(item for item in world.show().items if item.id == there.item).policy.methods[0])

    assert said(mentor, twice, competent(clock.today())).startswith("Signed. You can take it back")
    late = said(comentor, twice, competent(clock.today()))
    assert late.startswith("Kept, but it does not count yet: one more from another day is still needed. You can take")
    careful = said(mentor, spot(world, "cover-shifts"), not_yet(clock.today(), pin=None))
    assert careful.startswith("Your ‘not yet’ is written down; Maya sees the next step. You can take it back")
    clock.move(days=1)
    assert said(at("comentor"), twice, competent(clock.today())).startswith("Signed. You can take it back")
    more = said(at("mentor"), twice, competent(clock.today()))
    assert more.startswith("Signed, and kept beside the ones that count. You can take it back")
    clock.move(days=1)
    said(at("mentor"), twice, not_yet(clock.today()))
    each = "The ‘not yet’ is for 3 October. What was signed for 1 October and 2 October counts all the same."
    assert each in at("mentee").get(twice.page).text


def test_htmx_gets_the_page_itself_and_its_address(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    page = mentor.fill(there.new, "sign-off", 200, htmx=True, **competent(clock.today()))
    assert page.heading == world.item("cover-shifts").title
    assert page.by_id("done") is not None
    assert mentor.answer is not None
    assert mentor.answer.headers["HX-Replace-Url"] == there.page


def test_not_yet_names_a_next_step_and_hidden_help_is_left_aside(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.fill(there.new, "sign-off", **not_yet(clock.today(), help="alone"))
    (signed,) = world.item("cover-shifts").sign_offs
    assert (signed.outcome, signed.help, signed.next_step) == ("not_yet", None, "Ask the sister team first.")


def test_s06_not_yet_takes_as_many_answers_as_competent(clock: Clock) -> None:
    answers = [{n for n, v in word(clock.today()).items() if v} for word in (competent, not_yet)]
    assert len(answers[0]) == len(answers[1])
    assert answers[0] ^ answers[1] == {"help", "next_step"}


def test_the_next_steps_of_the_framework_are_offered_at_a_tap(world: World, at: At) -> None:
    item = world.item("cover-shifts")
    text = at("mentor").get(spot(world, "cover-shifts").new).text
    assert item.nudges
    assert [nudge for nudge in item.nudges if nudge not in text] == []


def test_s03_the_sentence_of_intent_stands_above_the_button_word_for_word(world: World, at: At) -> None:
    text = at("mentor").get(spot(world, "cover-shifts").new).text
    assert f"{INTENT} Sign as Jo Rowan" in text


def test_s05_looking_at_any_page_signs_nothing(world: World, house: House, at: At) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    with mentor.client.session_transaction() as cookie:
        cookie["presence"] = world.presence("mentor")
    before = entries(house, world)
    mentor.get(there.new)
    mentor.get(f"{there.new}?outcome=competent&statement=x&id=01890000-0000-7000-8000-000000000000")
    assert mentor.goes(f"{there.page}/sign-offs?outcome=competent") == there.page
    mentor.client.head(there.new)
    assert entries(house, world) == before


def test_s05_the_same_form_sent_twice_signs_once(world: World, house: House, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    form = mentor.get(there.new).form("sign-off")
    data = form.filled(**competent(clock.today()))
    before = entries(house, world)
    mentor.send(form.action, data)
    mentor.send(form.action, data)
    assert entries(house, world) == before + 1
    assert len(world.item("cover-shifts").sign_offs) == 1


def test_a_form_used_before_with_other_words_becomes_a_new_one(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    form = mentor.get(there.new).form("sign-off")
    mentor.send(form.action, form.filled(**competent(clock.today())))
    again = competent(clock.today(), statement="Another occasion.", pin=None)
    page = mentor.send(form.action, form.filled(**again), 409)
    assert "You have sent this form before, with other words." in page.text
    renewed = page.form("sign-off")
    assert renewed.fields["id"] != form.fields["id"]
    assert renewed.fields["statement"] == "Another occasion."
    mentor.send(renewed.action, renewed.fields)
    assert len(world.item("cover-shifts").sign_offs) == 2


def test_an_empty_form_names_everything_at_once(world: World, at: At) -> None:
    page = at("mentor").fill(spot(world, "cover-shifts").new, "sign-off", 422)
    assert "Five things to look at again" in page.text
    links = [link for link in page.links() if link.startswith("#") and link != "#main"]
    assert links == ["#seen_on", "#method", "#outcome", "#statement", "#pin"]
    assert [link for link in links if page.by_id(link[1:]) is None] == []


def test_s18_nobody_signs_their_own_work(world: World, at: At, clock: Clock) -> None:
    mentee, mentor, there = at("mentee"), at("mentor"), spot(world, "cover-shifts")
    assert "Nobody signs their own work" in mentee.get(there.new, 403).text
    form = mentor.get(there.new).form("sign-off")
    token = mentee.get("/me").form("sign-out").fields["csrf_token"]
    mentee.send(form.action, form.filled(**competent(clock.today(), csrf_token=token)), 403)
    assert world.item("cover-shifts").sign_offs == []


def test_s25_a_day_more_than_thirty_days_ago_needs_a_reason(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    first = clock.today()
    assert "gap_reason" not in mentor.get(there.new).form("sign-off").fields
    clock.move(days=40)
    mentor = at("mentor")
    late = competent(clock.today(), seen_on="other", seen_on_other=first.isoformat())
    page = mentor.fill(there.new, "sign-off", 422, **late)
    assert "That is more than 30 days ago." in page.text
    back = page.form("sign-off")
    assert (back.fields["seen_on"], back.fields["seen_on_other"]) == ("other", first.isoformat())
    mentor.send(back.action, back.filled(gap_reason="We were both on leave."))
    assert "Signed 40 days after it was seen: We were both on leave." in mentor.get(there.page).text


def test_yesterday_is_offered_only_from_the_second_day_of_the_plan(world: World, at: At, clock: Clock) -> None:
    there, first = spot(world, "cover-shifts"), clock.today()
    assert at("mentor").get(there.new).form("sign-off").offered["seen_on"] == [first.isoformat(), "other"]
    clock.move(days=1)
    days = [clock.today().isoformat(), (clock.today() - timedelta(days=1)).isoformat(), "other"]
    assert at("mentor").get(there.new).form("sign-off").offered["seen_on"] == days


def test_somebody_whose_identity_nobody_checked_is_told_before_anything_else(
    world: World, at: At, clock: Clock
) -> None:
    plan_ends = clock.today() + timedelta(days=90)
    agreement = world.maker.agreement(world.colleague, [world.unchecked], world.area, clock.today(), plan_ends)
    plan = world.maker.plan(world.unchecked, agreement, world.framework, "senior", clock.today(), plan_ends)
    visitor = at("unchecked")
    first = next(link for link in visitor.get(f"/plans/{plan}").links() if "/items/" in link)
    reason = "Before your first sign-off somebody records that they checked who you are. Ask your manager."
    assert reason in visitor.get(first).text
    assert reason in visitor.get(f"{first}/sign-offs/new", 403).text

"""Who sees which page, and what it says; every page is built the same way."""

import re
from datetime import timedelta

import pytest

from backend.kernel.ids import new_id
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.rules import Mode
from backend.signoff.requests import RequestSignOff, request_sign_off
from tests.conftest import Clock
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.web.reading import Page
from tests.world import CAST, World

SEES_THE_PLAN = {"mentee", "mentor", "comentor", "manager", "line", "area", "learning", "people_team"}
SIGNS = {"mentor", "comentor"}
STARTS = {
    **dict.fromkeys(("manager", "area", "far_area", "learning", "people_team"), "/board"),
    "line": "/plans",
    **dict.fromkeys(("mentee", "colleague", "stranger", "unchecked"), "/plan"),
    "admin": "/people",
}


def ask(world: World, key: str, note: str | None = None) -> None:
    act = RequestSignOff(plan_id=world.plan, item_id=world.item(key).id, mentor_id=world.mentor, note=note)
    world.do("mentee", request_sign_off, act)


@pytest.mark.parametrize("who", CAST)
def test_each_of_the_cast_sees_what_they_may(world: World, at: At, clock: Clock, who: str) -> None:
    there = spot(world, "cover-shifts")
    signed = world.maker.sign(world.mentor, world.plan, there.item, clock.today(), "Found cover.")
    visitor = at(who)
    seen = 200 if who in SEES_THE_PLAN else 404
    visitor.get(f"/plans/{world.plan}", seen)
    visitor.get(there.page, seen)
    visitor.get(f"/sign-offs/{signed}/receipt", seen)
    may_open = who in ("mentor", "area", "people_team")  # their own word, or as governance
    visitor.get(f"/sign-offs/{signed}/withdrawal/new", 200 if may_open else seen if seen == 404 else 403)
    visitor.get(there.new, 200 if who in SIGNS else 403 if who in SEES_THE_PLAN else 404)
    for path in ("/me", "/plan", "/mentees", "/plans", "/agreements", "/agreements/new", "/hours"):
        visitor.get(path)
    agreed = f"/agreements/{world.agreement}"
    visitor.get(agreed, seen)
    visitor.get(f"{agreed}/conversations", 200 if who in SIGNS | {"mentee"} else 403 if seen == 200 else 404)
    visitor.get(f"{agreed}/amendments/new", 200 if who in SIGNS | {"mentee"} else 403 if seen == 200 else 404)
    visitor.get(f"{agreed}/mentors/new", 200 if who == "area" else 403 if seen == 200 else 404)
    leaves = who in ("area", "mentor")
    visitor.get(f"{agreed}/mentors/{world.mentor}/leaving/new", 200 if leaves else 403 if seen == 200 else 404)
    assert STARTS.get(who) is None or visitor.goes("/") == STARTS[who]


@pytest.mark.parametrize("who", ["mentor", "mentee", "area", "admin"])
def test_another_organisation_is_not_there(world: World, other: World, at: At, clock: Clock, who: str) -> None:
    there = spot(other, "cover-shifts")
    signed = other.maker.sign(other.mentor, other.plan, there.item, clock.today(), "Found cover.")
    ask(other, "on-call")
    visitor = at(who)
    for path in (f"/plans/{other.plan}", there.page, there.new, f"/sign-offs/{signed}/receipt"):
        text = visitor.get(path, 404).text
        assert text == visitor.get(path.replace(str(other.plan)[-4:], "0000"), 404).text
    assert "Nothing waits for you" in at("mentor").get("/").text


def test_a_sign_off_cannot_be_sent_to_another_organisations_plan(
    world: World, other: World, at: At, clock: Clock
) -> None:
    mentor, theirs = at("mentor"), spot(other, "cover-shifts")
    form = mentor.get(spot(world, "cover-shifts").new).form("sign-off")
    mentor.send(f"{theirs.page}/sign-offs", form.filled(**competent(clock.today())), 404)
    assert other.item("cover-shifts").sign_offs == []


def test_what_waits_is_said_in_a_sentence_oldest_first(world: World, at: At, clock: Clock) -> None:
    ask(world, "team-meeting")
    clock.move(days=9)
    ask(world, "on-call")
    page = at("mentor").get("/")
    assert page.heading == "Two requests for you, from Maya Alder"
    assert page.text.index("Chair a team meeting") < page.text.index("Be 'on call'")
    assert "Maya Alder · asked 9 days ago, passes to another mentor on Thursday" in page.text
    assert "Waiting 2" in page.text
    assert spot(world, "team-meeting").new in page.links()


def test_what_was_asked_of_any_mentor_passes_to_nobody(world: World, at: At) -> None:
    act = RequestSignOff(plan_id=world.plan, item_id=world.item("on-call").id)
    world.do("mentee", request_sign_off, act)
    text = at("comentor").get("/").text
    assert "One request for you, from Maya Alder" in text
    assert "passes" not in text


def test_the_mentee_reads_first_what_has_waited_for_long(world: World, at: At, clock: Clock) -> None:
    ask(world, "team-meeting")
    clock.move(days=2)
    assert "Still waiting" not in at("mentee").get("/plan").text
    clock.move(days=1)
    assert "Still waiting: Jo has had Chair a team meeting for 3 days." in at("mentee").get("/plan").text
    clock.move(days=6)
    text = at("mentee").get("/plan").text
    assert "0 of 22 criteria signed" in text
    assert "Still waiting: Jo has had Chair a team meeting for 9 days. It passes to Sam on Thursday." in text
    assert "With Jo since 1 October" in text


def test_the_last_two_weeks_of_a_plan_are_told_without_pressure(world: World, at: At, clock: Clock) -> None:
    clock.move(days=81)
    assert (
        "Its dates end in nine days; a review can extend them. Jo and Sam can sign." in at("mentee").get("/plan").text
    )
    clock.move(days=10)
    assert "Its dates ended yesterday; signing stays open until the review." in at("mentee").get("/plan").text


def test_without_a_plan_the_page_says_how_one_comes_about(at: At) -> None:
    text = at("colleague").get("/plan").text
    assert "You have no plan yet." in text


def test_an_administrator_is_not_sent_to_a_manager_for_a_plan(at: At) -> None:
    text = at("admin").get("/plan").text
    assert "Nothing waits for you here. People and sites are looked after under People." in text
    assert "Ask your manager" not in text


def test_a_list_shows_the_measure_that_its_words_say(world: World, at: At, clock: Clock) -> None:
    twice = world.item("support-plans")
    world.maker.sign(world.mentor, world.plan, twice.id, clock.today(), "Once.", method=twice.policy.methods[0])
    world.maker.sign(world.mentor, world.plan, spot(world, "cover-shifts").item, clock.today(), "Found cover.")
    page = at("comentor").get("/mentees")
    (bar,) = [element.attrs for element in page.elements if element.tag == "progress"]
    assert (bar["value"], bar["max"], "1 of 22 criteria signed" in page.text) == ("1", "22", True)


def test_a_page_that_is_not_there_or_not_ones_own_keeps_name_and_tabs(world: World, at: At, nobody: Visitor) -> None:
    mentee = at("mentee")
    for page in (mentee.get("/nowhere", 404), mentee.get(spot(world, "on-call").new, 403)):
        assert ("Maya Alder" in page.text, page.by_id("tabs") is not None) == (True, True)
    assert nobody.get("/nowhere", 404).by_id("tabs") is None
    text = at("area").get(spot(world, "on-call").new, 403).text
    assert text.count("for someone else to do") == 2  # the title of the page and its heading


def test_several_plans_of_ones_own_are_a_list(world: World, at: At, clock: Clock) -> None:
    ends_on = clock.today() + timedelta(days=60)
    second = world.maker.plan(world.mentor, world.agreement, world.framework, "senior", clock.today(), ends_on)
    page = at("mentee").get("/plan")
    assert page.heading == "My plans"
    assert {link for link in page.links() if link.startswith("/plans/")} == {f"/plans/{world.plan}", f"/plans/{second}"}


def test_lists_go_on_by_page_and_end(world: World, at: At, clock: Clock) -> None:
    ends_on = clock.today() + timedelta(days=60)
    for _ in range(26):
        world.maker.plan(world.mentor, world.agreement, world.framework, "senior", clock.today(), ends_on)
    area, seen = at("area"), 0
    path: str | None = "/plans"
    while path:
        page = area.get(path)
        seen += len([link for link in page.links() if link.startswith("/plans/")])
        path = next((f"/plans{link}" for link in page.links() if link.startswith("?cursor=")), None)
    assert seen == 27


def test_a_made_up_cursor_is_refused_kindly(at: At) -> None:
    assert "Please look at this again" in at("area").get("/plans?cursor=%00nonsense", 422).text


@pytest.mark.parametrize(
    ("who", "tabs"),
    [
        ("mentor", ["Waiting", "Board", "Observations", "Me"]),  # also manages a site
        ("comentor", ["Waiting", "Mentees", "Observations", "Me"]),
        ("mentee", ["Waiting", "My plan", "Me"]),
        ("area", ["Waiting", "Board", "Observations", "Me"]),
        ("colleague", ["Waiting", "My plan", "Me"]),
    ],
)
def test_the_tabs_lead_where_there_is_something(at: At, who: str, tabs: list[str]) -> None:
    html = at(who).get("/me").html
    nav = html[html.index('<nav class="tabs"') : html.index("</nav>")]
    assert re.findall(r"<span>([^<]+)</span>", nav) == tabs


def test_waiting_is_a_place_for_everybody_also_when_nothing_waits_there(at: At) -> None:
    for who, start in (("mentee", "/plan"), ("area", "/board"), ("admin", "/people")):
        visitor = at(who)
        assert visitor.goes("/") == start
        page = visitor.get("/waiting")
        assert page.heading == "Nothing waits for you"
        assert "Everybody has what they need from you." in page.text


def every_page(world: World, at: At, clock: Clock) -> list[tuple[str, Page]]:
    """Each page in each of its states."""
    cover, call = spot(world, "cover-shifts"), spot(world, "on-call")
    signed = world.maker.sign(world.mentor, world.plan, cover.item, clock.today(), "Found cover.")
    ask(world, "on-call", "Saturday night.")
    mentor, mentee = at("mentor"), at("mentee")
    shared = ["/me", "/plan", "/mentees", "/plans", f"/plans/{world.plan}", cover.page, call.page]
    own = f"/sign-offs/{signed}"
    pages = [(path, mentor.get(path)) for path in (*shared, "/", cover.new, f"{own}/receipt", f"{own}/withdrawal/new")]
    agreed = f"/agreements/{world.agreement}"
    act = NoteConversation(agreement_id=world.agreement, held_on=clock.today(), minutes=30, mode=Mode.BOTH, note="x")
    noted = world.do("mentor", note_conversation, act).id
    mine = ["/agreements", "/hours", agreed, f"{agreed}/conversations", f"{agreed}/amendments/new"]
    ways = [f"{agreed}/mentors/{world.mentor}/leaving/new", f"/conversations/{noted}/striking/new"]
    pages += [(path, mentor.get(path)) for path in (*mine, *ways)]
    area = at("area")
    pages += [
        (path, area.get(path))
        for path in (agreed, "/agreements/new", "/agreements/new?group=1", f"{agreed}/mentors/new")
    ]
    pages += [(path, mentee.get(path)) for path in (*mine, *shared, spot(world, "reflect").page)]
    refused = mentor.fill(cover.new, "sign-off", 422)
    return [*pages, ("refused", refused), ("404", mentor.get("/nowhere", 404)), ("door", _nobody(mentor))]


def _nobody(visitor: Visitor) -> Page:
    return Visitor(visitor.app, visitor.app.test_client()).get("/sign-in")


def test_no_page_carries_a_style_or_a_script_of_its_own(world: World, at: At, clock: Clock) -> None:
    for path, page in every_page(world, at, clock):
        for element in page.elements:
            assert element.tag != "style", path
            assert element.tag != "script" or element.attrs.get("src"), path
            odd = [name for name in element.attrs if name == "style" or name.startswith(("on", "hx-on"))]
            assert odd == [], (path, element)
            assert not str(element.attrs.get("href", "")).startswith("javascript:")


def test_every_form_carries_the_token_and_posts_with_and_without_htmx(world: World, at: At, clock: Clock) -> None:
    for path, page in every_page(world, at, clock):
        assert len(page.forms) == len([e for e in page.elements if e.tag == "form"]), path
        for form in page.forms:
            assert form.fields["csrf_token"], (path, form)
        for element in page.elements:
            if element.tag == "form":
                assert element.attrs["method"] == "post"
                assert element.attrs["action"] == element.attrs["hx-post"]


def test_every_page_has_one_heading_a_title_and_a_language(world: World, at: At, clock: Clock) -> None:
    for path, page in every_page(world, at, clock):
        tags = [element.tag for element in page.elements]
        assert (tags.count("h1"), tags.count("title"), tags.count("main")) == (1, 1, 1), path
        assert page.elements[0].attrs["lang"] == "en-GB"


def test_ids_on_a_page_are_there_once(world: World, at: At, clock: Clock) -> None:
    for path, page in every_page(world, at, clock):
        ids = [str(element.attrs["id"]) for element in page.elements if element.attrs.get("id")]
        assert sorted(ids) == sorted(set(ids)), path


def test_addresses_hold_nothing_about_a_person(world: World, at: At, clock: Clock) -> None:
    people = {word.casefold() for name, _, _ in CAST.values() for word in name.split()}
    for path, page in every_page(world, at, clock):
        for link in page.links():
            assert not people & set(re.split(r"[^a-z]+", link.casefold())), (path, link)


def test_what_people_write_is_shown_as_they_wrote_it(world: World, at: At) -> None:
    ask(world, "on-call", '<script>alert(1)</script> & "more"')
    html = at("mentor").get(spot(world, "on-call").page).html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;more&#34;" in html


def test_an_unknown_item_of_a_known_plan_is_not_there(world: World, at: At) -> None:
    page = at("mentor").get(f"/plans/{world.plan}/items/{new_id()}", 404)
    assert page.heading == "There is nothing here"


def test_an_agreement_waits_for_each_whose_word_it_needs(world: World, at: At, clock: Clock) -> None:
    ends_on = clock.today() + timedelta(days=60)
    world.maker.propose(world.comentor, world.colleague, [world.comentor, world.mentor], clock.today(), ends_on)
    titles = {"mentor": "Mentoring Lee Willow", "colleague": "Your mentoring agreement", "area": "Mentoring Lee Willow"}
    for who, title in titles.items():
        page = at(who).get("/")
        assert (page.heading, title in page.text) == ("One mentoring agreement for you to think about", True)
    note = "Whether you take part is up to you, and a no needs no reason."
    assert note in at("mentor").get("/").text
    text = at("area").get("/").text
    assert (note in text, "Next shift" in text) == (False, False)
    ask(world, "on-call")
    assert at("mentor").get("/").heading == "One request and one agreement for you"
    assert at("comentor").get("/").heading == "Nothing waits for you"  # who proposes has agreed for themselves
    assert at("mentee").goes("/") == "/plan"

"""Notes on the pages: jotted down in two taps, signed or dropped from a list, read by nobody else."""

from tests.conftest import Clock
from tests.web.conftest import At, spot
from tests.web.filling import competent
from tests.world import World

TEXT = "Rang round and found cover before noon."


def test_a_note_from_a_criterion_is_signed_in_its_words(world: World, at: At, clock: Clock) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.fill(there.page, "note", jotting=TEXT)
    assert mentor.location == f"{there.page}?done=jotted"
    assert "It waits under your notes until you sign or drop it." in mentor.get(mentor.location).text
    page = mentor.get("/notes")
    assert (page.heading, TEXT in page.text) == ("My notes", True)
    (link,) = [one for one in page.links() if one.endswith("/signing")]
    clock.move(days=4)
    mentor = at("mentor")
    signing = mentor.goes(link)
    assert signing.startswith(f"{there.new}?note=")
    form = mentor.get(signing).form("sign-off")
    assert (form.fields["statement"], form.fields.get("seen_on")) == (TEXT, None)
    assert form.offered["seen_on"][2] == "2026-10-01"  # the note's day is offered, and not chosen
    typed = competent(clock.today(), statement=None, seen_on="2026-10-01")
    del typed["statement"]
    mentor.send(form.action, form.filled(**typed))
    for reader in (mentor, at("mentee")):
        text = reader.get(there.page).text
        assert "From a note: it happened 1 October 2026, 10:00 BST, noted 1 October 2026, 10:00 BST." in text
        assert "Signed 4 days after it was seen." in text
    (signed,) = world.item("cover-shifts").sign_offs
    assert "From a note" in at("mentee").get(f"/sign-offs/{signed.id}/receipt").text
    assert mentor.get("/notes").heading == "No notes just now"


def test_a_note_about_nothing_in_particular_asks_which_criterion(world: World, at: At) -> None:
    mentor = at("mentor")
    mentor.fill(f"/plans/{world.plan}", "note", jotting=TEXT)
    (link,) = [one for one in mentor.get("/notes").links() if one.endswith("/signing")]
    page = mentor.get(link)
    assert page.heading == "Which criterion is it about?"
    assert len([one for one in page.links() if "?note=" in one]) == len(world.show("mentor").items)


def test_a_note_is_dropped_for_good_and_never_anybody_elses(world: World, at: At) -> None:
    mentor, comentor = at("mentor"), at("comentor")
    mentor.fill(spot(world, "on-call").page, "note", jotting=TEXT)
    page = mentor.get("/notes")
    (form,) = [form for form in page.forms if (form.id or "").startswith("drop-")]
    assert TEXT not in comentor.get("/notes").text + at("mentee").get("/notes").text
    stolen = comentor.get("/me").form("sign-out").fields
    comentor.send(form.action, stolen, 404)
    mentor.send(form.action, form.filled())
    assert "Dropped. Nothing is left of it." in mentor.get(mentor.location).text


def test_a_note_without_words_comes_back(world: World, at: At) -> None:
    page = at("mentor").fill(spot(world, "on-call").page, "note", 422, jotting="  ")
    assert "Write a few words about what you saw." in page.text
    long = at("mentor").fill(spot(world, "on-call").page, "note", 422, jotting="x" * 2001)
    assert "This is longer than we can keep." in long.text


def test_the_mentee_is_offered_no_note_on_their_own_plan(world: World, at: At) -> None:
    mentee = at("mentee")
    for path in ("/plan", spot(world, "on-call").page):
        assert [form.id for form in mentee.get(path).forms if form.id == "note"] == []


def test_s28_the_history_of_a_criterion_is_read_on_its_page(world: World, at: At, clock: Clock) -> None:
    there = spot(world, "on-call")
    mentee, mentor = at("mentee"), at("mentor")
    mentee.fill(there.page, "ask-form", mentor_id=world.mentor, note="Tonight?")
    mentor.fill(there.new, "sign-off", **competent(clock.today(), method="observed"))
    assert f"{there.page}/history" in mentee.get(there.page).links()
    text = mentee.get(f"{there.page}/history").text
    first, second = text.index("Maya Alder asked for a sign-off Tonight?"), text.index("Jo Rowan signed: competent, as")
    assert first < second
    at("stranger").get(f"{there.page}/history", 404)


def test_s45_the_same_words_are_said_to_both(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    for key, pin in (("cover-shifts", "135790"), ("on-call", None)):
        mentor.fill(spot(world, key).new, "sign-off", **competent(clock.today(), pin=pin))
    for who in ("mentor", "mentee"):
        visitor = at(who)
        assert "Jo had used these same words before." in visitor.get(spot(world, "on-call").page).text
        assert "same words" not in visitor.get(spot(world, "cover-shifts").page).text

"""Mentoring agreements at a browser: suggested, answered, approved, changed and talked under, without a script."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.ids import Id
from backend.mentoring.reading import AgreementFilter, list_agreements, show_agreement
from backend.mentoring.shown import AgreementShown
from backend.people.appointments import RecordLeaving, record_leaving
from backend.reviews.rules import Decision
from tests.conftest import Clock
from tests.notices.test_telling import ask
from tests.records.helping import drafted
from tests.reviews.helping import decide
from tests.web.conftest import At
from tests.world import World


def suggest(at: At, world: World, who: str = "area", **values: Any) -> Id:
    """Suggests through the page that the manager mentor the colleague; the agreement's id."""
    given: dict[str, Any] = {
        "mentee_id": world.colleague,
        "mentor_1": world.manager,
        "what_matters": "Feeling sure of myself.",
    }
    visitor = at(who)
    visitor.fill("/agreements/new", "propose", **{**given, **values})
    return Id(visitor.location.split("/")[2].split("?")[0])


def shown(world: World, agreement: Id, who: str = "area") -> AgreementShown:
    found: AgreementShown = world.read(who, show_agreement, agreement)
    return found


def answer(at: At, who: str, agreement: Id, word: str, status: int = 303) -> str:
    visitor = at(who)
    form = visitor.get(f"/agreements/{agreement}").form("answer-form")
    visitor.send(form.action, {**form.fields, "answer": word}, status)
    return visitor.location if status == 303 else ""


def settle(at: At, world: World, **values: Any) -> Id:
    agreement = suggest(at, world, **values)
    for who in ("colleague", "manager"):
        answer(at, who, agreement, "agree")
    at("area").fill(f"/agreements/{agreement}", "approve-form")
    assert shown(world, agreement).status == "active"
    return agreement


def test_an_agreement_is_suggested_answered_and_approved_from_what_waits(at: At, world: World, clock: Clock) -> None:
    agreement = suggest(at, world, short_1="Lead a shift.", long_1="Become a senior.", mentor_2=world.comentor)
    found = shown(world, agreement)
    assert [(goal.text, goal.horizon) for goal in found.goals] == [
        ("Lead a shift.", "short"), ("Become a senior.", "long"),
    ]  # fmt: skip
    assert (found.programme, (found.ends_on - found.starts_on).days) == ("new_managers", 91)
    for who in ("colleague", "manager", "comentor"):
        page = at(who).get("/")
        assert f"/agreements/{agreement}" in page.links()
        assert "Whether you take part is up to you, and a no needs no reason." in page.text
        assert answer(at, who, agreement, "agree") == f"/agreements/{agreement}?done=agreed"
    page = at("area").get(f"/agreements/{agreement}")
    assert "Waiting for approval by Ash Linden." in page.text
    at("area").fill(f"/agreements/{agreement}", "approve-form")
    assert "under way Everyone has agreed." in at("colleague").get(f"/agreements/{agreement}?done=agreed").text


def test_a_proposal_whose_only_mentor_has_left_says_that_nobody_is_left_to_mentor(at: At, world: World) -> None:
    agreement = suggest(at, world)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.manager))
    answer(at, "colleague", agreement, "agree")
    assert "Nobody is left to mentor. Ask somebody to join" in at("area").get(f"/agreements/{agreement}").text


def test_a_no_is_as_easy_as_a_yes_and_known_to_whoever_asked_alone(at: At, world: World) -> None:
    agreement = suggest(at, world, "manager")
    page = at("colleague").get(f"/agreements/{agreement}")
    buttons = [e.attrs for e in page.elements if e.tag == "button" and e.attrs.get("name") == "answer"]
    assert [(one["value"], one["class"]) for one in buttons] == [("agree", "button"), ("decline", "button")]
    assert "Yes and no are equally good answers, and neither needs a reason." in page.text
    assert answer(at, "colleague", agreement, "decline") == "/agreements?done=not_taking_part"
    assert (
        "That is fine. Only whoever asked you learns of it"
        in at("colleague").get("/agreements?done=not_taking_part").text
    )
    for who in ("colleague", "area", "learning"):
        at(who).get(f"/agreements/{agreement}", 404)
    assert (
        "Somebody would rather not take part. Only you see this" in at("manager").get(f"/agreements/{agreement}").text
    )


def test_htmx_is_answered_with_the_page_after_a_no(at: At, world: World) -> None:
    agreement = suggest(at, world)
    colleague = at("colleague")
    form = colleague.get(f"/agreements/{agreement}").form("answer-form")
    page = colleague.send(form.action, {**form.fields, "answer": "decline"}, 200, htmx=True)
    assert page.heading == "Mentoring agreements"


def test_what_is_missing_in_a_suggestion_is_said_at_its_field_and_nothing_typed_is_lost(at: At, world: World) -> None:
    page = at("area").fill("/agreements/new?programme=clinical", "propose", 422, short_1="Ring somebody.")
    for text in ("Choose who would be mentored.", "Choose who would be the mentor.", "Write a sentence about what"):
        assert text in page.text
    assert page.form("propose").fields["short_1"] == "Ring somebody."
    assert page.form("propose").fields["programme"] == "clinical"
    page = at("area").fill(
        "/agreements/new", "propose", 422, mentee_id=world.colleague, mentor_1=world.colleague, what_matters="Time."
    )
    assert "Nobody mentors themselves." in page.text


@pytest.mark.parametrize(("code", "days"), [("new_managers", 91), ("new_starters", 84), ("clinical", 182)])
def test_each_programme_brings_its_own_defaults(at: At, world: World, clock: Clock, code: str, days: int) -> None:
    fields = at("area").get(f"/agreements/new?programme={code}").form("propose").fields
    assert fields["ends_on"] == (clock.today() + timedelta(days=days)).isoformat()


def test_a_group_is_suggested_at_once_and_each_decides_alone(at: At, world: World) -> None:
    area = at("area")
    form = area.get("/agreements/new?group=1&programme=new_starters").form("propose")
    data = form.filled(name="Autumn starters", mentor_1=world.manager, what_matters="Arriving well.")
    both = [world.colleague, world.mentee]
    area.answer = area.client.post(form.action, data={**data, "mentee_ids": both})
    assert area.answer.status_code == 303
    found = {one.mentee.id: one for one in world.read("area", list_agreements, AgreementFilter()).items if one.group_id}
    assert set(found) == set(both)
    made = [found[mentee] for mentee in both]
    assert len(area.get(f"/agreements?group_id={made[0].group_id}").links()) == len(area.get("/agreements").links()) - 1
    answer(at, "colleague", made[0].id, "decline")
    assert shown(world, made[1].id).status == "proposed"
    at("mentee").get(f"/agreements/{made[0].id}", 404)
    assert "Autumn starters" not in at("mentee").get(f"/agreements/{made[1].id}").text


def test_who_approves_and_manages_says_so_on_the_page(at: At, world: World) -> None:
    agreement = suggest(at, world, mentor_1=world.area)
    form = at("area").get(f"/agreements/{agreement}").form("approve-form")
    assert "consulted" in form.fields
    at("area").fill(f"/agreements/{agreement}", "approve-form", consulted="Bay Juniper, learning lead")
    text = at("colleague").get(f"/agreements/{agreement}").text
    assert "Ash Linden approved it and is a mentor here." in text
    assert "Consulted beforehand, unconnected with it: Bay Juniper, learning lead." in text


def test_a_mentor_is_asked_in_somebodys_place_and_joins_with_their_own_yes(at: At, world: World) -> None:
    agreement = settle(at, world)
    at("area").fill(
        f"/agreements/{agreement}/mentors/new", "add-mentor", person_id=world.comentor, replaces_id=world.manager,
        reason="Kit moves house.",
    )  # fmt: skip
    text = at("colleague").get(f"/agreements/{agreement}").text
    assert "Mentor · is asked to take the place of Kit" in text
    assert "Everyone else has agreed; Sam may still say yes or no." in text
    assert "moves house" not in text
    assert "Kit moves house." in at("area").get(f"/agreements/{agreement}").text
    answer(at, "comentor", agreement, "agree")
    found = {one.name: one.left_at is None for one in shown(world, agreement).mentors}
    assert found == {"Kit Hawthorn": False, "Sam Beech": True}


def test_a_mentor_leaves_with_a_reason_that_the_mentee_does_not_read(at: At, world: World) -> None:
    agreement = settle(at, world, mentor_2="")
    there = f"/agreements/{agreement}/mentors/{world.manager}/leaving/new"
    assert "Nobody else mentors Lee Willow here." in at("manager").get(there).text
    page = at("manager").fill(there, "leaving", 422)
    assert "Say in a few words why." in page.text
    at("manager").fill(there, "leaving", reason="My own health.")
    text = at("colleague").get(f"/agreements/{agreement}").text
    assert "No mentor is in it just now." in text
    assert ("Kit Hawthorn left." in text, "health" in text) == (True, False)
    at("colleague").get(f"/agreements/{agreement}/mentors/new", 403)


def test_a_page_says_whom_a_leaving_concerns_before_it_asks_for_a_yes(at: At, world: World) -> None:
    ask(world, "on-call", mentor="mentor")
    drafted(world)
    there = f"/agreements/{world.agreement}/mentors/{world.mentor}/leaving/new"
    own, seen = at("mentor").get(there).text, at("area").get(there).text
    for said in ("Maya Alder Is mentored here.", "Sam Beech Goes on mentoring", "One plan under way Goes on as it is."):
        assert (said in own, said in seen) == (True, True)
    assert "One request with you It passes to Sam Beech." in own
    assert "One request with Jo It passes to Sam Beech." in seen
    assert ("One draft of yours about Maya" in own, "draft" in seen) == (True, False)


def test_an_agreement_whose_plans_are_all_closed_offers_an_end_or_another_plan(at: At, world: World) -> None:
    here, done = f"/agreements/{world.agreement}", "Every plan of this agreement is closed"
    assert done not in at("area").get(here).text
    decide(world, decision=Decision.CLOSE)
    offers = [f"{here}/plans", f"{here}/ending/new"]
    for who, offered in (("area", offers), ("mentee", offers[1:]), ("line", [])):
        page = at(who).get(here)
        assert (done in page.text, set(offered) <= set(page.links())) == (bool(offered), True)


def test_the_words_are_amended_and_the_earlier_ones_stay_to_be_read(at: At, world: World) -> None:
    agreement = settle(at, world, short_1="Lead a shift.")
    at("colleague").fill(
        f"/agreements/{agreement}/amendments/new", "amend", what_matters="Time for rotas.", short="Write a rota.\nAsk."
    )
    text = at("manager").get(f"/agreements/{agreement}").text
    assert "Lee Willow put it in other words." in text
    assert text.index("Time for rotas.") < text.index("Before that it said") < text.rindex("Feeling sure of myself.")
    assert [goal.text for goal in shown(world, agreement).goals] == ["Write a rota.", "Ask."]


def test_a_quiet_request_is_read_by_those_who_approve_and_never_by_a_mentor(at: At, world: World) -> None:
    agreement = settle(at, world)
    there = f"/agreements/{agreement}"
    at("colleague").fill(there, "change-form", text="Somebody from another site, please.")
    assert f"{there}" in at("area").get("/").links()
    assert "Asked for a change today" in at("area").get("/").text
    for who, sees in (("area", True), ("colleague", True), ("manager", False), ("learning", False)):
        assert ("another site" in at(who).get(there).text) is sees
    (form,) = [form for form in at("area").get(there).forms if form.action.endswith("/answer")]
    area = at("area")
    area.send(form.action, {**area.get(there).form(form.id or "").fields, "text": "Let us talk on Tuesday."})
    assert "Ash Linden" in at("colleague").get(there).text
    assert "Let us talk on Tuesday." in at("colleague").get(there).text
    assert "Asked for a change" not in at("area").get(there).text


def test_a_conversation_is_noted_read_by_both_and_struck_through(at: At, world: World, clock: Clock) -> None:
    agreement = settle(at, world)
    there = f"/agreements/{agreement}/conversations"
    page = at("manager").fill(there, "note-form", 422, minutes="4", mode="both", held_on=clock.today().isoformat())
    assert "between 5 and 480" in page.text
    said: dict[str, Any] = {
        "minutes": "45",
        "mode": "coaching",
        "held_on": clock.today().isoformat(),
        "note": "The first rota.",
    }
    at("manager").fill(there, "note-form", **said)
    page = at("colleague").get(there)
    assert ("45 minutes · coaching · Kit Hawthorn" in page.text, "The first rota." in page.text) == (True, True)
    assert [form.action for form in page.forms] == []
    for who in ("area", "learning"):
        at(who).get(there, 403)
    assert "Lee Willow One conversation · 45 min" in at("manager").get("/hours").text
    assert "Nothing is noted yet." in at("comentor").get("/hours").text
    (link,) = [link for link in at("manager").get(there).links() if link.endswith("/striking/new")]
    at("colleague").get(link, 403)
    at("manager").fill(link, "striking", reason="It was Tuesday.")
    assert "It was Tuesday." in at("colleague").get(there).text
    assert "Nothing is noted yet." in at("manager").get("/hours").text

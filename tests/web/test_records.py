"""Records on the pages: written on one screen, shared, talked about, answered, amended side by side."""

from datetime import timedelta
from typing import Any

import pytest

from seeds.making import PIN
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.records.helping import CONCERN, STEP, amend, answer, drafted, listed, seen, share, shared
from tests.web.conftest import HTMX, At, Visitor, spot
from tests.world import World

ACCOUNT = "Took the late handover on her own."


def form(world: World, **other: Any) -> dict[str, Any]:
    yesterday = world.clock.today() - timedelta(days=1)
    return {"kind": "observation", "happened_on": yesterday.isoformat(), "shows": "both", "account": ACCOUNT, **other}


def written(world: World, visitor: Visitor, then: str = "share", **other: Any) -> str:
    """Writes about the mentee; the address of the record."""
    visitor.fill(f"/people/{world.mentee}/records/new", "writing", then=then, **form(world, **other))
    return visitor.location.split("?")[0]


def test_an_observation_is_written_shared_talked_about_and_answered(world: World, at: At) -> None:
    mentor, mentee = at("mentor"), at("mentee")
    address = written(world, mentor, step_1="Read the actions out.", discussed_on="")
    assert "Shared. They can read it now." in mentor.get(f"{address}?done=record_shared").text
    page = mentee.get(address)
    assert page.heading == "Observation"
    assert "Happened Wednesday 30 September, written Thursday 1 October, by Jo Rowan, manager." in page.text
    assert (ACCOUNT in page.text, "Read the actions out." in page.text, "Answer it" in page.text) == (True, True, False)
    assert "Talk it through with Maya Alder" in mentor.get("/").text
    mentor.fill(address, "discussion", discussed_on=world.clock.today().isoformat())
    assert "What was written about you" in mentee.get("/").text
    assert "The answer is hoped for by 8 October." in mentor.get(address).text
    mentee.fill(f"{address}/answer/new", "answer", how="partly", comment="Lee was with me.", pin=PIN)
    assert mentee.location == f"{address}?done=record_answered"
    text = mentor.get(address).text
    assert ("Maya Alder agrees in part" in text, "Lee was with me." in text) == (True, True)
    assert mentor.get("/").heading == "Nothing waits for you"


def test_a_draft_is_kept_changed_and_shared_or_thrown_away(world: World, at: At) -> None:
    mentor = at("mentor")
    address = written(world, mentor, then="keep", step_1="Read on.")
    page = mentor.get(f"{address}?done=kept")
    assert ("Kept as a draft" in page.text, "it goes on 15 October unless you do" in page.text) == (True, True)
    fields = page.form("writing").fields
    assert (fields["account"], fields["step_1"], fields["happened_on"]) == (ACCOUNT, "Read on.", "2026-09-30")
    assert "goes on 15 October unless you share it" in mentor.get("/records").text
    at("mentee").get(address, 404)
    mentor.fill(address, "writing", then="keep", account="Took it well.")
    stale = {**page.form("writing").filled(account="Late."), "then": "keep"}
    assert "Somebody has changed this" in mentor.send(f"{address}/draft", stale, 412).text
    mentor.fill(address, "writing", then="share")
    assert "Took it well." in at("mentee").get(address).text
    mentor.send(f"{address}/draft", stale, 409)
    other = written(world, mentor, then="keep")
    mentor.fill(other, "discard")
    assert mentor.location == "/records?done=discarded"
    mentor.get(other, 404)


def test_what_is_missing_is_said_at_each_field_with_the_form_as_typed(world: World, at: At) -> None:
    mentor, new = at("mentor"), f"/people/{world.mentee}/records/new"
    page = mentor.fill(new, "writing", 422, then="share", account="Half a thought.", step_1="A step.")
    assert "Three things to look at again" in page.text
    assert [one for one in ("Say what it is.", "Choose the day it happened.", "Say what it shows.")
            if one not in page.text] == []  # fmt: skip
    assert (page.form("writing").fields["account"], page.form("writing").fields["step_1"]) == (
        "Half a thought.", "A step.",
    )  # fmt: skip
    concern = form(world, kind="practice_to_improve")
    page = mentor.fill(new, "writing", 422, then="share", **concern)
    assert "Say what the concern is." in page.text
    texts: dict[str, Any] = {name: CONCERN[name] for name in ("concern", "good_would_look_like", "support_offered")}
    page = mentor.fill(new, "writing", 422, then="share", **concern, **texts)
    assert "Talk it through first." in page.text
    assert listed(world, "mentor") == listed(world, "mentor", state="draft") == []
    address = written(world, mentor, **{**concern, **texts}, discussed_on=world.clock.today().isoformat())
    assert ("A line after each visit." in at("mentee").get(address).text) is True
    at("comentor").get(address, 404)


def test_the_same_form_sent_twice_shares_once(world: World, at: At) -> None:
    mentor = at("mentor")
    found = mentor.get(f"/people/{world.mentee}/records/new").form("writing")
    data = {**found.filled(**form(world)), "then": "share"}
    for _ in range(2):
        mentor.send(found.action, data)
    assert len(listed(world, "mentor")) == 1


def test_an_amended_record_shows_both_versions_and_is_answered_anew(world: World, at: At) -> None:
    record = shared(world, discussed=True)
    answer(world, "mentee", record, "disagree", comment="Lee was with me.")
    mentor = at("mentor")
    fields = mentor.get(f"/records/{record}/amendments/new").form("amendment").fields
    assert (fields["account"], fields["follows"]) == (ACCOUNT, "1")
    assert "Say in a few words why." in mentor.fill(f"/records/{record}/amendments/new", "amendment", 422).text
    mentor.fill(
        f"/records/{record}/amendments/new", "amendment", account="Took it with a colleague.", reason="There were two."
    )
    page = at("mentee").get(f"/records/{record}")
    order = [page.text.index(text) for text in ("Took it with a colleague.", ACCOUNT, "Lee was with me.")]
    assert order == sorted(order)
    assert "Why it was amended: There were two." in page.text
    assert seen(world, "mentee", record).may["answer"] is True


def test_an_answer_to_a_version_that_was_amended_meanwhile_comes_back(world: World, at: At) -> None:
    record = shared(world, discussed=True)
    mentee = at("mentee")
    found = mentee.get(f"/records/{record}/answer/new").form("answer")
    amend(world, "mentor", record)
    page = mentee.send(found.action, found.filled(how="agree", comment="As I said.", pin=PIN), 409)
    assert ("This has been amended since you read it." in page.text, "As I said." in page.text) == (True, True)


def test_an_answer_without_a_word_or_a_pin_says_so(world: World, at: At) -> None:
    record = shared(world, discussed=True)
    page = at("mentee").fill(f"/records/{record}/answer/new", "answer", 422)
    assert ("Choose one of the four; each is fine." in page.text, "Type the six digits" in page.text) == (True, True)


def test_open_steps_come_back_on_the_next_form_and_are_settled_there(world: World, at: At) -> None:
    first = shared(world)
    step = seen(world, "mentee", first).next_steps[0].id
    line = at("line")
    new = f"/people/{world.mentee}/records/new"
    assert STEP.text in line.get(new).text
    dropped: dict[str, Any] = {f"settle_{step}": "dropped"}
    page = line.fill(new, "writing", 422, then="keep", **form(world), **dropped)
    assert "Say in a word why it is dropped." in page.text
    dropped[f"why_{step}"] = "Not at night."
    line.fill(new, "writing", then="share", **form(world), **dropped)
    assert "Dropped, Robin Elder, 1 October: Not at night." in at("mentor").get(f"/records/{first}").text
    assert STEP.text not in line.get(new).text


def test_a_step_is_settled_on_the_record(world: World, at: At) -> None:
    record = shared(world)
    step = seen(world, "mentee", record).next_steps[0].id
    mentee = at("mentee")
    mentee.fill(f"/records/{record}", f"settling-{step}", outcome="done", why="On the tenth.")
    assert mentee.location == f"/records/{record}?done=settled"
    assert "Done, Maya Alder, 1 October: On the tenth." in mentee.get(mentee.location).text


def test_the_person_takes_a_record_into_their_review_and_out_again(world: World, at: At) -> None:
    record = shared(world)
    mentee = at("mentee")
    mentee.fill(f"/records/{record}", "inclusion")
    assert "You have said that this is read in your review." in mentee.get(mentee.location).text
    assert "review" not in at("line").get(f"/records/{record}").text
    mentee.fill(f"/records/{record}", "inclusion")
    assert seen(world, "mentee", record).included is False


def test_a_record_stands_on_the_criterion_it_is_evidence_for(world: World, at: At) -> None:
    record = shared(world, criteria=["team-meeting"])
    there = spot(world, "team-meeting")
    for who in ("mentee", "comentor", "line"):
        assert f"/records/{record}" in at(who).get(there.page).links()
    assert f"/records/{record}" not in at("learning").get(there.page).links()
    mentor = at("mentor")
    new = f"/people/{world.mentee}/records/new?criterion=team-meeting"
    assert new in mentor.get(there.page).links()
    assert mentor.get(new).form("writing").fields["criteria"] == "team-meeting"


def test_a_record_is_written_up_from_a_note(world: World, at: At) -> None:
    mentor = at("mentor")
    mentor.fill(spot(world, "cover-shifts").page, "note", jotting="Rang round before noon.")
    (link,) = [one for one in mentor.get("/notes").links() if "?note=" in one]
    fields = mentor.get(link).form("writing").fields
    assert (fields["account"], fields["happened_on"], fields["criteria"]) == (
        "Rang round before noon.", "2026-10-01", "cover-shifts",
    )  # fmt: skip
    mentor.fill(link, "writing", then="share", kind="observation", shows="good_practice")
    assert mentor.get("/notes").heading == "No notes just now"


@pytest.mark.parametrize(("who", "leads"), [("manager", True), ("mentee", False), ("comentor", False), ("area", True)])
def test_those_who_lead_see_first_to_whom_one_is_due(world: World, at: At, who: str, leads: bool) -> None:
    page = at(who).get("/records")
    assert ("Due an observation or a talk" in page.text) is leads
    assert ("/rhythm" in page.links()) is leads
    assert 'class="actions"' not in page.html  # it would stand where the tabs do


def test_who_has_had_none_for_how_long(world: World, at: At, clock: Clock) -> None:
    shared(world)
    text = at("manager").get("/rhythm").text
    assert "Lee Willow None written down here yet · Maple Court due" in text
    assert "Maya Alder One day without, the last yesterday · Maple Court" in text


def test_the_list_about_somebody_is_as_far_as_one_may_read(world: World, at: At) -> None:
    record, narrow = shared(world), shared(world, **CONCERN)
    for who, found in (("manager", {record}), ("line", {record, narrow}), ("people_team", {narrow})):
        page = at(who).get(f"/records?subject_id={world.mentee}")
        assert page.heading == "About Maya Alder"
        assert {link.removeprefix("/records/") for link in page.links() if link.startswith("/records/0")} == found
    assert at("mentee").get(f"/records?subject_id={world.mentee}").heading == "About you"


def test_only_those_who_write_are_offered_to(world: World, at: At) -> None:
    new = f"/people/{world.mentee}/records/new"
    for who, offered in (("manager", True), ("line", True), ("learning", False), ("colleague", False)):
        assert (new in at(who).get(f"/people/{world.mentee}").links()) is offered
        at(who).get(new, 200 if offered else 403)
    assert new in at("comentor").get("/records/new").links()


def test_htmx_gets_the_page_itself(world: World, at: At) -> None:
    mentor = at("mentor")
    found = mentor.get(f"/people/{world.mentee}/records/new").form("writing")
    page = mentor.send(found.action, {**found.filled(**form(world)), "then": "keep"}, 200, htmx=True)
    assert ("Kept as a draft" in page.text, HTMX) == (True, {"HX-Request": "true"})


def test_another_rhythm_is_a_setting(world: World, at: At) -> None:
    admin = at("admin")
    admin.fill("/organisation", "settings", observation_days="14", small_setting="no")
    assert admin.get("/organisation").form("settings").fields["observation_days"] == "14"
    page = admin.fill("/organisation", "settings", 422, observation_days="often", small_setting="no")
    assert "A whole number of days, from 0 to 366." in page.text


def test_lists_of_records_cost_the_same_for_one_and_for_three(world: World, at: At) -> None:
    mentor, mentee = at("mentor"), at("mentee")
    record = shared(world)
    mentor.get(f"/records/{record}")
    found = []
    for _ in range(3):
        found.append([mentor.statements("/records"), mentee.statements("/records"), mentor.statements("/rhythm"),
                      mentor.statements(f"/records/{record}"), mentor.statements("/records/new"),
                      mentor.statements(f"/people/{world.mentee}/records/new")])  # fmt: skip
        shared(world)
        drafted(world)
    assert found[0] == found[1] == found[2]
    assert found[0] == [5, 4, 3, 8, 3, 5]


def test_a_name_in_a_record_is_pointed_out_and_kept_with_a_reason(world: World, at: At) -> None:
    mentor, new = at("mentor"), f"/people/{world.mentee}/records/new"
    typed = form(world, account="Helped Doris to the garden.", then="share")
    page = mentor.fill(new, "writing", 422, **typed)
    assert "Could this tell who somebody is? “Doris”" in page.text
    again = page.form("writing")
    mentor.send(again.action, again.filled(**typed, kept_because="She is a colleague."))
    (record,) = listed(world, "mentor")
    assert seen(world, "mentee", record).kept_because == "She is a colleague."


def test_a_draft_needs_one_word_and_sharing_it_says_what_is_missing(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    found = mentor.get(f"/people/{world.mentee}/records/new").form("writing")
    mentor.send(found.action, {**found.filled(kind="observation", account=" "), "then": "keep"}, 422)
    mentor.send(found.action, {**found.filled(kind="observation", account="Calm."), "then": "keep"})
    (draft,) = listed(world, "mentor", state="draft")
    kept = seen(world, "mentor", draft)
    assert (kept.account, kept.shows, kept.happened_on) == ("Calm.", None, clock.today())
    page = mentor.fill(f"/records/{draft}", "writing", 422, then="share")
    assert page.by_id("shows-error") is not None
    with refused("record.text_needed") as told:
        share(world, "mentor", draft)
    assert told.value.detail == "This kind of record needs a little more: shows."
    mentor.fill(f"/records/{draft}", "writing", then="share", shows="both")
    assert seen(world, "mentee", draft).shows == "both"
    page = at("mentee").get(f"/records/{draft}")
    assert "Once Jo Rowan has noted the day, you can answer here." in page.text
    assert f"/records?subject_id={world.mentee}" in page.links()

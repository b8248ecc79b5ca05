"""Before anything is saved, a page points out what could tell who somebody is; the writer changes it or says why."""

from pathlib import Path
from typing import Any

import pytest

from backend.signoff.rules import Outcome
from seeds.making import PIN
from tests.conftest import Clock
from tests.kernel.helping import entries, head
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.web.reading import Page
from tests.world import World

TEMPLATES = Path(__file__).resolve().parents[2] / "web" / "templates"
SAID = "Mrs Hill in room 12 chose the blue cup herself."


def words_of_last(world: World) -> Any:
    return entries(world.maker.database, world.org)[-1].words


def marked(page: Page) -> list[str]:
    return [piece.split("</mark>")[0] for piece in page.html.split("<mark>")[1:]]


def test_p10_a_sign_off_with_details_comes_back_as_typed_with_the_words_marked(
    world: World, at: At, clock: Clock
) -> None:
    mentor, before = at("mentor"), head(world.maker.database, world.org)
    page = mentor.fill(spot(world, "cover-shifts").new, "sign-off", 422, **competent(clock.today(), statement=SAID))
    assert marked(page) == ["Mrs Hill", "room 12"]
    assert "“Mrs Hill” (a name) and “room 12” (a room or a bed)" in page.text
    assert page.form("sign-off").fields["statement"] == SAID
    assert page.form("sign-off").fields["outcome"] == Outcome.COMPETENT
    assert page.form("sign-off").fields["kept_because"] == ""
    assert head(world.maker.database, world.org) == before


def test_p10_with_a_reason_the_same_words_are_kept_and_the_reason_beside_them(
    world: World, at: At, clock: Clock
) -> None:
    mentor = at("mentor")
    page = mentor.fill(spot(world, "cover-shifts").new, "sign-off", 422, **competent(clock.today(), statement=SAID))
    again = page.form("sign-off")
    mentor.send(again.action, again.filled(kept_because="She asked to be named."))
    assert words_of_last(world) == {"statement": SAID, "kept_because": "She asked to be named."}


def test_p10_other_words_are_kept_without_a_reason(world: World, at: At, clock: Clock) -> None:
    mentor = at("mentor")
    page = mentor.fill(spot(world, "cover-shifts").new, "sign-off", 422, **competent(clock.today(), statement=SAID))
    again = page.form("sign-off")
    mentor.send(again.action, again.filled(statement="A lady chose the blue cup herself."))
    assert words_of_last(world) == {"statement": "A lady chose the blue cup herself."}


def test_a_reason_stays_in_the_form_when_something_else_is_refused(world: World, at: At, clock: Clock) -> None:
    wrong = competent(clock.today(), statement=SAID, kept_because="She asked to be named.", pin="000000")
    page = at("mentor").fill(spot(world, "cover-shifts").new, "sign-off", 401, **wrong)
    assert page.form("sign-off").fields["kept_because"] == "She asked to be named."


def test_those_whom_the_writer_works_with_are_no_details(world: World, at: At, clock: Clock) -> None:
    said = "Maya asked Sam to check."
    at("mentor").fill(spot(world, "cover-shifts").new, "sign-off", **competent(clock.today(), statement=said))
    assert [one.statement for one in world.item("cover-shifts").sign_offs] == [said]


def test_htmx_gets_the_same_page(world: World, at: At, clock: Clock) -> None:
    page = at("mentor").fill(
        spot(world, "cover-shifts").new, "sign-off", 422, htmx=True, **competent(clock.today(), statement=SAID)
    )
    assert marked(page) == ["Mrs Hill", "room 12"]


def test_of_several_only_the_one_with_details_comes_back_and_with_its_own_reason_it_is_signed(
    world: World, at: At, clock: Clock
) -> None:
    mentor = at("mentor")
    first, second = (world.item(key).id for key in ("cover-shifts", "on-call"))
    path = f"/plans/{world.plan}/sign-offs/new?item={first}&item={second}"
    found = mentor.get(path).form("several")
    typed: dict[str, Any] = {"item": [first, second], "pin": PIN, "csrf_token": found.fields["csrf_token"]}
    for item, statement in ((first, "Found cover before noon."), (second, SAID)):
        kept = {name: found.fields[f"{name}-{item}"] for name in ("id", "item_rev", "intent")}
        whole = {**competent(clock.today(), statement=statement), **kept}
        typed |= {f"{name}-{item}": value for name, value in whole.items() if name != "pin"}
    page = mentor.send(found.action, typed, 422)
    assert marked(page) == ["Mrs Hill", "room 12"]
    mentor.send(found.action, {**typed, f"kept_because-{second}": "She asked to be named."})
    assert words_of_last(world) == {"statement": SAID, "kept_because": "She asked to be named."}


def forms(world: World, clock: Clock) -> dict[str, tuple[str, str, str, dict[str, str]]]:
    """Every other form with words in it that is open at once: who, where, which form, and what else is typed."""
    there, agreement = spot(world, "cover-shifts"), f"/agreements/{world.agreement}"
    today = clock.today().isoformat()
    return {
        "request": ("mentee", there.page, "ask-form", {"mentor_id": "any"}),
        "dispute": ("mentee", f"{there.page}/disputes/new", "dispute", {}),
        "requirement": ("mentor", f"{there.page}/requirements/new", "requirement", {}),
        "note": ("mentor", there.page, "note", {}),
        "conversation": (
            "mentor", f"{agreement}/conversations", "note-form", {"held_on": today, "minutes": "30", "mode": "both"},
        ),
        "change": ("mentee", agreement, "change-form", {}),
        "amendment": ("mentee", f"{agreement}/amendments/new", "amend", {}),
        "pause": ("area", f"{agreement}/pauses/new", "pause", {}),
        "ending": ("area", f"{agreement}/ending/new", "ending", {"plans": "pause"}),
        "leaving": ("mentor", f"{agreement}/mentors/{world.mentor}/leaving/new", "leaving", {}),
    }  # fmt: skip


FIELDS = {
    "request": "note", "dispute": "text", "note": "jotting", "conversation": "note", "change": "text",
    "amendment": "what_matters",
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["request", "dispute", "requirement", "note", "conversation", "change", "amendment", "pause", "ending", "leaving"],
)
def test_p10_every_form_points_out_details_and_takes_a_reason(world: World, at: At, clock: Clock, name: str) -> None:
    who, path, form, also = forms(world, clock)[name]
    visitor: Visitor = at(who)
    typed: dict[str, Any] = {**also, FIELDS.get(name, "reason"): SAID}
    page = visitor.fill(path, form, 422, **typed)
    assert marked(page) == ["Mrs Hill", "room 12"]
    again = page.form(form)
    assert again.fields[FIELDS.get(name, "reason")] == SAID
    visitor.send(again.action, again.filled(**also, kept_because="She asked to be named."))
    if name != "note":  # which stands in no log
        assert words_of_last(world)["kept_because"] == "She asked to be named."


def test_every_template_that_takes_words_points_details_out() -> None:
    no_ones = {"frameworks/draft.html", "frameworks/new_draft.html"}  # the text of a framework is of nobody
    takes = {
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if "{{ textarea(" in path.read_text() and path.parent.name != "parts"
    }
    points = {path for path in takes if "pointed_out(typed" in (TEMPLATES / path).read_text()}
    assert takes - points == no_ones


def test_what_is_typed_is_shown_as_text_and_never_as_a_tag(world: World, at: At, clock: Clock) -> None:
    typed = competent(clock.today(), statement="<b>Doris</b> & <script>Harold</script>")
    page = at("mentor").fill(spot(world, "cover-shifts").new, "sign-off", 422, **typed)
    assert marked(page) == ["Doris", "Harold"]
    assert "&lt;b&gt;<mark>Doris</mark>&lt;/b&gt; &amp; &lt;script&gt;<mark>Harold</mark>" in page.html


def test_a_long_text_is_quoted_only_around_what_is_marked(world: World, at: At, clock: Clock) -> None:
    statement = f"{'Went well. ' * 40}Doris chose. {'Went well. ' * 40}"
    page = at("mentor").fill(
        spot(world, "cover-shifts").new, "sign-off", 422, **competent(clock.today(), statement=statement)
    )
    quoted = page.html.split('<blockquote class="words">')[1].split("</blockquote>")[0]
    assert quoted.startswith("… ")
    assert quoted.endswith(" …")
    assert len(quoted) < 200

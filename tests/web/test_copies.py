"""One's own copy at a browser: the way there, and the files."""

import orjson
import pytest

from backend.people.appointments import RecordLeaving, record_leaving
from tests.records.helping import shared
from tests.web.conftest import At
from tests.world import World


def test_the_mentee_finds_their_own_copy_from_the_plan_and_from_me(world: World, at: At) -> None:
    mentee = at("mentee")
    plan = f"/plans/{world.plan}/copy"
    assert plan in mentee.get("/plan").links()
    assert "/me/copy" in mentee.get("/me").links()
    page = mentee.get("/me/copy")
    assert (page.heading, {plan, "/me/copy.json"} <= set(page.links())) == ("Your own copy", True)
    page = mentee.get(plan)
    assert (page.heading, {f"{plan}.pdf", f"{plan}.json"} <= set(page.links())) == ("Your own copy", True)
    assert "Take it before your last day" in page.text


def test_a_record_and_a_review_are_printed_from_their_pages(world: World, at: At) -> None:
    record = shared(world)
    for who, page, file, name in (
        ("mentee", f"/records/{record}", f"/records/{record}/copy.pdf", "written-record-2026-10-01.pdf"),
        ("area", f"/plans/{world.plan}/review", f"/plans/{world.plan}/review.pdf", "review-pack-2026-10-01.pdf"),
        ("mentee", "/me/copy", "/me/copy.pdf", "own-copy-2026-10-01.pdf"),
    ):
        visitor = at(who)
        assert file in visitor.get(page).links()
        answer = visitor.client.get(file)
        told = [answer.headers[header] for header in ("Content-Type", "Content-Disposition", "Cache-Control")]
        assert told == ["application/pdf", f'attachment; filename="{name}"', "no-store"]
        assert answer.data.startswith(b"%PDF-1.7")


def test_whoever_sees_the_plan_takes_a_copy_of_it(world: World, at: At) -> None:
    mentor, path = at("mentor"), f"/plans/{world.plan}/copy"
    assert path in mentor.get(f"/plans/{world.plan}").links()
    assert mentor.get(path).heading == "A copy of Maya Alder’s plan"
    stranger = at("colleague")
    for kind in ("", ".pdf", ".json"):
        stranger.get(f"{path}{kind}", 404)


def test_the_files_are_what_they_say(world: World, at: At) -> None:
    mentee = at("mentee")
    for path, kind, name in (
        (f"/plans/{world.plan}/copy.pdf", "application/pdf", "mentoring-plan-2026-10-01.pdf"),
        (f"/plans/{world.plan}/copy.json", "application/json", "mentoring-plan-2026-10-01.json"),
        ("/me/copy.json", "application/json", "own-copy-2026-10-01.json"),
    ):
        answer = mentee.client.get(path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.data.startswith(b"%PDF-1.7") if kind.endswith("pdf") else orjson.loads(answer.data)["v"] == 1


def test_the_people_team_makes_a_copy_for_somebody_who_left(world: World, at: At) -> None:
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentee))
    team, path = at("people_team"), f"/people/{world.mentee}/copy"
    assert path in team.get(f"/people/{world.mentee}").links()
    assert team.get(path).heading == "A copy for Maya Alder"
    assert team.client.get(f"{path}.pdf").data.startswith(b"%PDF-1.7")
    assert orjson.loads(team.client.get(f"{path}.json").data)["person"]["name"] == "Maya Alder"


@pytest.mark.parametrize("kind", ["", ".pdf", ".json"])
def test_nobody_else_makes_a_copy_for_somebody(world: World, at: At, kind: str) -> None:
    path = f"/people/{world.mentee}/copy"
    admin = at("admin")
    assert path not in admin.get(f"/people/{world.mentee}").links()
    admin.get(f"{path}{kind}", 403)
    at("manager").get(f"{path}{kind}", 403)
    at("stranger").get(f"{path}{kind}", 404)


def test_pages_and_files_cost_the_same_for_one_plan_and_for_three(world: World, at: At) -> None:
    mentee, team, today = at("mentee"), at("people_team"), world.clock.today()
    mentee.get("/plan")
    for day in (30, 60, 90):
        found = [mentee.statements(path) for path in ("/me/copy", f"/plans/{world.plan}/copy", "/me/copy.json")]
        assert [*found, team.statements(f"/people/{world.mentee}/copy.json")] == [3, 3, 19, 16]
        ends_on = today.replace(year=today.year + 1, month=day // 30)
        world.maker.plan(world.mentor, world.agreement, world.framework, "senior", today, ends_on)

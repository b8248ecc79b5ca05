"""What there is to sign: read, drafted, published, retired, and plans moved, in a browser without a script."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from backend.frameworks.files import parse, write
from backend.frameworks.publishing import publish
from backend.people.organisation import operator
from seeds.making import MENTORING_PLAN
from tests.conftest import Clock
from tests.signoff.helping import CRITERION, SMALL
from tests.web.conftest import At
from tests.world import World

OLD = parse(MENTORING_PLAN.read_text())
NEWER = write(replace(OLD, version=2, criterion=[one for one in OLD.criterion if one.key != "on-call"]))
ONE = CRITERION.format(key="once", signatures=1, both="false", posts="")


def test_everybody_reads_what_there_is_to_sign_and_takes_it_as_a_file(world: World, at: At) -> None:
    mentee = at("mentee")
    listed = mentee.get("/frameworks")
    assert f"/frameworks/{world.framework}" in listed.links()
    assert "/framework-drafts/new" not in listed.links()
    page = mentee.get(f"/frameworks/{world.framework}")
    assert page.heading == "Senior and manager mentoring plan"
    assert "Which month? What did not balance, and what was done?" in page.text
    assert page.by_id("retire") is None
    mentee.get(f"/frameworks/{world.framework}/file")
    assert mentee.answer is not None
    named = 'attachment; filename="senior-manager-mentoring-plan-1.toml"'
    assert (mentee.answer.headers["Content-Disposition"], parse(mentee.answer.text)) == (named, OLD)


def test_a_version_is_taken_as_a_file_whatever_its_key(world: World, at: At) -> None:
    text = (SMALL + ONE).replace('key = "small"', 'key = "a\\"; filename=\\"b.exe\\n\\u20ac"', 1)
    assert parse(text).key == 'a"; filename="b.exe\n\u20ac'
    with world.maker.database.writing(world.org) as tx:
        published = publish(tx, operator(world.org), parse(text))
    mentee = at("mentee")
    mentee.get(f"/frameworks/{published}/file")
    assert mentee.answer is not None
    assert mentee.answer.headers["Content-Disposition"] == 'attachment; filename="a-filename-b.exe--1.toml"'


def test_a_draft_is_looked_at_mended_and_published(world: World, at: At) -> None:
    learning = at("learning")
    broken = SMALL + ONE.replace("signatures = 1", "signatures = 3")
    learning.fill("/framework-drafts/new", "draft", text=broken)
    draft = learning.location
    page = learning.get(draft)
    assert page.heading == "This draft is not whole yet"
    assert "line 12: signatures: " in page.text
    learning.fill(draft, "draft", text=SMALL + ONE)
    page = learning.get(f"{draft}?done=kept")
    assert (page.heading, "Kept. Nothing is published yet." in page.text) == ("Small, version 1", True)
    learning.fill(draft, "publication")
    there = learning.location
    assert "Published. Plans can be made of it from now on." in learning.get(there).text
    learning.get(draft, 404)
    at("mentee").get(there.partition("?")[0])


def test_a_draft_can_be_sent_as_a_file_and_begun_with_a_published_version(world: World, at: At) -> None:
    learning = at("learning")
    begun = learning.get(f"/framework-drafts/new?from={world.framework}").form("draft")
    assert parse(begun.fields["text"]) == OLD
    learning.fill("/framework-drafts/new", "draft", text=begun.fields["text"])
    same = learning.get(learning.location)
    assert "Nothing has changed, so there is nothing to publish" in same.text
    assert "publication" not in same.html
    data = {**begun.filled(), "text": "", "file": (BytesIO(NEWER.encode()), "newer.toml")}
    answer = learning.client.post(begun.action, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303
    page = learning.get(answer.headers["Location"])
    assert page.heading == "Senior and manager mentoring plan, version 2"
    assert "Left out" in page.text
    data = {
        **learning.get("/framework-drafts/new").form("draft").filled(),
        "file": (BytesIO(b"\xff\xfe\x00"), "x.toml"),
    }
    assert learning.client.post(begun.action, data=data, content_type="multipart/form-data").status_code == 422


def test_what_somebody_else_changed_is_not_written_over(world: World, at: At) -> None:
    learning, admin = at("learning"), at("admin")
    learning.fill("/framework-drafts/new", "draft", text=SMALL)
    draft = learning.location
    form = admin.get(draft).form("draft")
    learning.fill(draft, "draft", text=SMALL + ONE)
    page = admin.send(form.action, form.filled(text="mine, and long"), 412)
    assert "Somebody has changed this since you read it." in page.text
    assert page.form("draft").fields["text"].strip() == "mine, and long"


def test_only_those_who_may_publish_see_drafts(world: World, at: At) -> None:
    learning = at("learning")
    learning.fill("/framework-drafts/new", "draft", text=SMALL + ONE)
    draft = learning.location
    for who in ("mentee", "mentor", "area", "people_team"):
        visitor = at(who)
        visitor.get(draft, 404)
        visitor.get("/framework-drafts/new", 403)
        assert draft not in visitor.get("/frameworks").links()
    assert draft in at("admin").get("/frameworks").links()
    learning.fill(draft, "discard")
    assert draft not in learning.get("/frameworks").links()


def test_a_version_is_retired_from_a_day_on(world: World, at: At, clock: Clock) -> None:
    learning, there = at("learning"), f"/frameworks/{world.framework}"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page = learning.fill(there, "retirement", 422, on=yesterday)
    assert "That day is over." in page.text
    learning.fill(there, "retirement", on=clock.today().isoformat())
    assert "Retired since" in learning.get(there).text


def test_a_plan_is_moved_to_a_newer_version_after_a_look_at_what_changes(world: World, at: At, clock: Clock) -> None:
    world.maker.sign(world.mentor, world.plan, world.item("on-call").id, clock.today(), "Two calls on one night.")
    with world.maker.database.writing(world.org) as tx:
        newer = publish(tx, operator(world.org), parse(NEWER))
    area, plan = at("area"), f"/plans/{world.plan}"
    move = f"{plan}/moves/{newer}"
    assert move in area.get(plan).links()
    assert move not in at("mentor").get(plan).links()
    page = area.get(move)
    assert page.heading == "Move Maya Alder’s plan to version 2"
    assert "21 criteria carry over with everything signed on them." in page.text
    assert "One signature on what is left out would count no more." in page.text
    area.fill(move, "move")
    assert area.location == plan
    moved = area.get(plan)
    assert "Not on the plan any more" in moved.text
    assert move not in moved.links()
    left = area.get(f"{plan}/items/{world.show().left_items[0].id}")
    assert (left.heading, "Two calls on one night." in left.text) == ("Be 'on call'", True)
    area.get(move, 409)


def test_a_new_wording_stands_beside_the_old_and_what_was_signed_keeps_its_own(
    world: World, at: At, clock: Clock
) -> None:
    item = world.item("cover-shifts")
    world.maker.sign(world.mentor, world.plan, item.id, clock.today(), "Found two.", method=item.policy.methods[0])
    named = [replace(one, title="Cover fairly") if one.key == item.key else one for one in OLD.criterion]
    with world.maker.database.writing(world.org) as tx:
        newer = publish(tx, operator(world.org), replace(OLD, version=2, criterion=named))
    area, there = at("area"), f"/plans/{world.plan}/items/{item.id}"
    page = area.get(f"/plans/{world.plan}/moves/{newer}")
    assert f"Called, until now {item.title} Called, from then on Cover fairly" in page.text
    area.fill(f"/plans/{world.plan}/moves/{newer}", "move")
    page = area.get(there)
    assert (page.heading, f"Signed under version 1: {item.title}" in page.text) == ("Cover fairly", True)
    said = f"moved the plan to version 2; until then this criterion was called “{item.title}”"
    assert said in area.get(f"{there}/history").text

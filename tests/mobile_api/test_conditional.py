"""ETags: what has not changed is not sent again, and what has changed always is."""

from mobile_api.conditional import Kept
from tests.mobile_api.conftest import Desk, Phone, code_of


def tag_of(phone: Phone, path: str) -> str:
    """The ETag of an answer."""
    answer = phone.get(path)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def test_a_plan_that_has_not_changed_is_not_sent_again(desk: Desk) -> None:
    phone, path = desk.phone("mentor"), f"/plans/{desk.world.plan}"
    first = phone.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = phone.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert again.headers["Cache-Control"] == "private, no-cache"
    for said in ('"other", ' + first.headers["ETag"], "W/" + first.headers["ETag"], "*"):
        assert phone.get(path, If_None_Match=said).status_code == 304
    for said in ('"other"', "", "nonsense", first.headers["ETag"].strip('"') + "x"):
        assert phone.get(path, If_None_Match=said).data == first.data


def test_a_plans_tag_changes_with_every_act_on_it(desk: Desk) -> None:
    phone, path = desk.phone("mentor"), f"/plans/{desk.world.plan}"
    tags = [tag_of(phone, path)]
    item = desk.world.item("support-plans")
    desk.phone("mentee").post(f"{path}/items/{item.id}/requests", {})
    tags.append(tag_of(phone, path))
    signed = desk.sign("support-plans")["sign_off"]["id"]
    tags.append(tag_of(phone, path))
    body = {"reason": "Signed the wrong one.", "presence": desk.world.presence("mentor")}
    assert phone.post(f"/sign-offs/{signed}/withdrawal", body).status_code == 201
    tags.append(tag_of(phone, path))
    desk.clock.move(days=1)
    tags.append(tag_of(phone, path))
    assert len(set(tags)) == 5


def test_a_plan_says_at_once_what_those_on_it_are_called_now(desk: Desk) -> None:
    world, phone, team = desk.world, desk.phone("comentor"), desk.phone("people_team")
    path, away = f"/plans/{world.plan}", {"from_on": world.clock.today().isoformat()}
    assert team.post(f"/people/{world.mentor}/absences", away).status_code == 201
    assert team.post(f"/people/{world.mentor}/deputies", {"deputy_id": world.manager}).status_code == 201
    tag = tag_of(phone, path)
    for who, named in ((world.mentee, "Maya Oak"), (world.mentor, "Jo Ash-Rowan"), (world.manager, "Kit Elder")):
        assert team.post(f"/people/{who}/names", {"name": named}).status_code == 201
        found = phone.get(path, If_None_Match=tag)
        assert (found.status_code, named in str(found.json)) == (200, True), named
        tag = found.headers["ETag"]
    assert phone.get(path, If_None_Match=tag).status_code == 304
    for name in ("Jo\nRowan", "Jo \u202eRowan"):
        assert code_of(team.post(f"/people/{world.mentor}/names", {"name": name})) == (422, "request.invalid")


def test_a_plans_tag_is_the_viewers_own(desk: Desk) -> None:
    path = f"/plans/{desk.world.plan}"
    tags = {who: tag_of(desk.phone(who), path) for who in ("mentor", "comentor", "mentee", "area")}
    assert len(set(tags.values())) == 4
    mentees = desk.phone("mentee").get(path, If_None_Match=tags["mentor"])
    assert mentees.status_code == 200
    assert not any(item["may"]["sign_off"] for item in mentees.json["items"])


def test_a_kept_plan_is_shown_to_nobody_who_may_not_see_it(desk: Desk, elsewhere: Desk) -> None:
    path = f"/plans/{desk.world.plan}"
    tag = tag_of(desk.phone("mentor"), path)
    for stranger in (desk.phone("stranger"), desk.phone("admin"), elsewhere.phone("mentor")):
        assert code_of(stranger.get(path, If_None_Match=tag)) == (404, "not_found")
    assert code_of(Phone(desk.app).get(path, If_None_Match=tag)) == (401, "session.required")


def test_a_plan_from_memory_is_the_plan_from_the_database(desk: Desk) -> None:
    desk.sign()
    phone, path = desk.phone("mentor"), f"/plans/{desk.world.plan}"
    made, kept = phone.get(path), phone.get(path)
    desk.app.extensions["kept"] = Kept()
    assert made.data == kept.data == phone.get(path).data


def test_other_single_resources_have_tags_too(desk: Desk) -> None:
    signed = desk.sign()["sign_off"]["id"]
    phone = desk.phone("mentor")
    for path in (
        "/me",
        f"/frameworks/{desk.world.framework}",
        f"/agreements/{desk.world.agreement}",
        f"/sign-offs/{signed}/receipt",
        "/openapi.json",
    ):
        tag = tag_of(phone, path)
        assert phone.get(path, If_None_Match=tag).status_code == 304
        assert phone.get(path, If_None_Match='"other"').status_code == 200


def test_what_is_kept_stays_within_its_bytes() -> None:
    kept = Kept(most_bytes=100)
    kept.put(("org", "plan", "1"), b"x" * 60)
    kept.put(("org", "plan", "2"), b"y" * 60)
    kept.put(("org", "plan", "3"), b"z" * 101)
    found = [kept.get(("org", "plan", tag)) for tag in "123"]
    assert found == [None, b"y" * 60, None]

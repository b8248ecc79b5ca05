"""Frameworks as a phone or a script meets them: files, drafts with If-Match, retiring, moving plans."""

from typing import Any

from backend.frameworks.files import parse
from backend.kernel.ids import new_id
from seeds.making import MENTORING_PLAN
from tests.mobile_api.conftest import Desk, code_of
from tests.signoff.helping import CRITERION, SMALL

ONE = CRITERION.format(key="once", signatures=1, both="false", posts="")
NEWER = MENTORING_PLAN.read_text().replace("\nversion = 1\n", "\nversion = 2\n")


def drafted(desk: Desk, text: str = SMALL + ONE) -> tuple[str, str]:
    """A draft's address and its tag."""
    made = desk.phone("learning").post("/framework-drafts", {"text": text})
    assert made.status_code == 201
    path = f"/framework-drafts/{made.json['id']}"
    return path, desk.phone("learning").get(path).headers["ETag"]


def test_a_draft_is_changed_and_published_by_whoever_has_read_it(desk: Desk) -> None:
    phone = desk.phone("learning")
    path, tag = drafted(desk)
    changed = {"text": SMALL + ONE.replace('title = "once"', 'title = "Once more"')}
    assert code_of(phone.ask("PUT", path, changed)) == (428, "request.if_match_needed")
    answer = phone.ask("PUT", path, changed, If_Match=tag)
    assert (answer.status_code, answer.json["preview"]["criteria"][0]["title"]) == (200, "Once more")
    assert code_of(phone.ask("PUT", path, {"text": SMALL + ONE}, If_Match=tag)) == (412, "request.stale")
    assert code_of(phone.post(f"{path}/publication", {}, If_Match=tag)) == (412, "request.stale")
    published = phone.post(f"{path}/publication", {}, If_Match=answer.headers["ETag"])
    assert (published.status_code, published.json["title"]) == (201, "Small")
    assert phone.get(f"/frameworks/{published.json['id']}").json == published.json
    assert code_of(phone.get(path)) == (404, "not_found")


def test_the_same_draft_sent_again_is_the_first(desk: Desk) -> None:
    phone, body = desk.phone("learning"), {"id": new_id(), "text": SMALL}
    assert [phone.post("/framework-drafts", body).status_code for _ in range(2)] == [201, 200]
    assert code_of(phone.post("/framework-drafts", {**body, "text": "x"})) == (409, "id.reused")


def test_a_regulators_outcomes_are_loaded_into_a_draft(desk: Desk) -> None:
    path, tag = drafted(desk)
    text = '[[outcome]]\ncriterion = "once"\nnumber = "1.1"\ntext = "Say what it is for"\n'
    answer = desk.phone("learning").post(f"{path}/outcomes", {"text": text}, If_Match=tag)
    assert [(c["key"], c["section"]) for c in answer.json["preview"]["criteria"]] == [("once.1-1", "once")]
    wrong = desk.phone("learning").post(f"{path}/outcomes", {"text": text}, If_Match=answer.headers["ETag"])
    assert code_of(wrong) == (422, "framework.no_such_criterion")


def test_a_version_leaves_as_a_file_that_makes_the_same_again(desk: Desk) -> None:
    answer = desk.phone("mentee").get(f"/frameworks/{desk.world.framework}/file")
    assert answer.json["name"] == "senior-manager-mentoring-plan-1.toml"
    assert parse(answer.json["text"]) == parse(MENTORING_PLAN.read_text())


def test_a_plan_moves_and_says_beforehand_what_changes(desk: Desk) -> None:
    learning, path = desk.phone("learning"), f"/plans/{desk.world.plan}"
    draft, tag = drafted(desk, NEWER)
    newer = learning.post(f"{draft}/publication", {}, If_Match=tag).json["id"]
    preview: Any = learning.get(f"{path}/moves/{newer}").json
    assert (preview["version"], preview["kept"], preview["signed_left"]) == (2, 22, 0)
    body = {"id": new_id(), "framework_id": newer}
    answers = [learning.post(f"{path}/moves", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json["framework"]["version"] == 2
    assert code_of(desk.phone("mentor").post(f"{path}/moves", {"framework_id": newer})) == (403, "not_allowed")
    assert [one["id"] for one in learning.get(f"/plans?framework_id={newer}").json["items"]] == [desk.world.plan]


def test_a_version_is_retired(desk: Desk) -> None:
    path, on = f"/frameworks/{desk.world.framework}", desk.clock.today().isoformat()
    answer = desk.phone("learning").post(f"{path}/retirement", {"on": on})
    assert (answer.status_code, answer.json["retires_on"]) == (201, on)
    assert code_of(desk.phone("mentor").post(f"{path}/retirement", {"on": on})) == (403, "not_allowed")
    plan = {
        "agreement_id": desk.world.agreement, "framework_id": desk.world.framework, "role": "senior",
        "starts_on": on, "ends_on": "2026-12-31",
    }  # fmt: skip
    assert code_of(desk.phone("mentor").post("/plans", plan)) == (409, "framework.retired")

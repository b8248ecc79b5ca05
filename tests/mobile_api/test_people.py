"""People over the API."""

import pytest

from backend.kernel.ids import new_id
from backend.people.reading import Person
from mobile_api.answer_schemas import answer_schema
from mobile_api.doors import Body
from mobile_api.people import examples, managing, sites
from tests.mobile_api.conftest import Desk, code_of
from tests.mobile_api.test_description import strictly

DEEDS = {
    "appointments": examples.APPOINT,
    "line-manager": examples.LINE_MANAGER,
    "identity-checks": examples.IDENTITY_CHECK,
    "staff-number": examples.STAFF_NUMBER,
    "names": examples.NAME,
    "leaving": {},
    "returning": examples.APPOINT,
}


def test_people_are_searched_and_read(desk: Desk) -> None:
    phone = desk.phone("people_team")
    (jo,) = phone.get("/people?search=JO&limit=5").json["items"]
    assert (jo["name"], jo["post"], jo["site"]["name"]) == ("Jo Rowan", "manager", "Larch House")
    first = phone.get("/people?limit=10").json
    second = phone.get(f"/people?limit=10&cursor={first['next_cursor']}").json
    assert [len(first["items"]), len(second["items"]), second["next_cursor"]] == [10, 3, None]
    one = phone.get(f"/people/{jo['id']}")
    assert (one.status_code, one.json["name"]) == (200, "Jo Rowan")
    assert phone.get(f"/people/{jo['id']}", If_None_Match=one.headers["ETag"]).status_code == 304


def test_who_left_is_asked_for_by_those_who_manage_people(desk: Desk) -> None:
    assert desk.phone("people_team").get("/people?left=true").json == {"items": [], "next_cursor": None}
    assert len(desk.phone("mentee").get("/people?left=false").json["items"]) == 6
    assert code_of(desk.phone("mentee").get("/people?left=true")) == (403, "not_allowed")


def test_an_odd_question_is_told_what_is_odd(desk: Desk) -> None:
    for asked in ("left=perhaps", "site_id=x", "post=king", "search=", "limit=0", "cursor=x", "nonsense=1"):
        assert code_of(desk.phone("mentee").get(f"/people?{asked}")) == (422, "request.invalid"), asked


def test_another_organisations_people_are_not_there(desk: Desk, elsewhere: Desk) -> None:
    phone = desk.phone("people_team")
    assert code_of(phone.get(f"/people/{elsewhere.world.mentee}")) == (404, "not_found")
    assert phone.get(f"/people?site_id={elsewhere.world.site}").json["items"] == []


def test_somebody_is_added_moved_renamed_and_leaves(desk: Desk) -> None:
    phone, world = desk.phone("people_team"), desk.world
    body = {"id": new_id(), "name": "Ari Hazel", "post": "senior", "starts_on": "2026-10-01", "site_id": world.site}
    made = phone.post("/people", body)
    assert (made.status_code, made.json["id"], made.json["area"]["name"]) == (201, body["id"], "North")
    assert phone.post("/people", body).status_code == 200
    assert code_of(phone.post("/people", {**body, "name": "Ari Oak"})) == (409, "id.reused")
    path = f"/people/{body['id']}"
    told = {
        "appointments": {"post": "deputy", "starts_on": "2026-10-01", "site_id": world.other_site},
        "line-manager": {"manager_id": world.manager},
        "identity-checks": {"method": "video", "checked_on": "2026-09-30"},
        "staff-number": {"staff_number": "0417"},
        "names": {"name": "Ari Hazel-Oak"},
    }
    for noun, given in told.items():
        assert phone.post(f"{path}/{noun}", given).status_code == 201, noun
    one = phone.get(path).json
    assert (one["name"], one["post"], one["site"]["name"], one["staff_number"], one["line_manager"]["name"]) == (
        "Ari Hazel-Oak", "deputy", "Larch House", "0417", "Kit Hawthorn",
    )  # fmt: skip
    assert one["identity_check"]["checked_by"]["name"] == "Ivy Cedar"
    assert phone.delete(f"{path}/line-manager").status_code == 204
    assert phone.delete(f"{path}/line-manager").status_code == 204
    assert phone.post(f"{path}/leaving", {}).json["left_at"] is not None
    assert code_of(phone.post(f"{path}/names", {"name": "X"})) == (409, "people.has_left")
    back = phone.post(f"{path}/returning", {"post": "relief", "starts_on": "2026-10-01", "site_id": world.site}).json
    assert (back["id"], back["post"], back["left_at"]) == (body["id"], "relief", None)


def test_f16_who_does_not_manage_people_does_none_of_it(desk: Desk, elsewhere: Desk) -> None:
    world = desk.world
    for noun, given in DEEDS.items():
        path = f"/people/{world.mentee}/{noun}"
        assert code_of(desk.phone("colleague").post(path, given)) == (403, "not_allowed"), noun
        assert code_of(desk.phone("stranger").post(path, given)) == (404, "not_found"), noun
        theirs = f"/people/{elsewhere.world.mentee}/{noun}"
        assert code_of(desk.phone("people_team").post(theirs, given)) == (404, "not_found"), noun
    for who in ("mentee", "manager", "area", "learning"):
        assert code_of(desk.phone(who).post("/people", examples.ADD_PERSON)) == (403, "not_allowed"), who
        assert code_of(desk.phone(who).post("/areas", examples.AREA)) == (403, "not_allowed"), who


def test_areas_and_sites_are_opened_renamed_and_listed(desk: Desk, elsewhere: Desk) -> None:
    phone = desk.phone("admin")
    area = phone.post("/areas", {"name": "West"}).json["id"]
    site = phone.post("/sites", {"name": "Fir Yard", "area_id": area}).json["id"]
    assert phone.post(f"/sites/{site}/names", {"name": "Fir Court"}).json == {"id": site, "name": "Fir Court"}
    assert phone.post(f"/areas/{area}/names", {"name": "Far West"}).status_code == 201
    expected = {"id": site, "name": "Fir Court", "area": {"id": area, "name": "Far West"}}
    assert desk.phone("mentee").get(f"/sites?area_id={area}").json == {"items": [expected], "next_cursor": None}
    assert len(phone.get("/areas").json["items"]) == 3
    first = phone.get("/sites?limit=3").json
    second = phone.get(f"/sites?limit=3&cursor={first['next_cursor']}").json
    assert [one["name"] for one in [*first["items"], *second["items"]]] == [
        "Cedar Lodge", "Fir Court", "Larch House", "Maple Court",
    ]  # fmt: skip
    assert code_of(phone.post("/sites", {"name": "X", "area_id": elsewhere.world.area_id})) == (
        422, "people.unknown_area",
    )  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [managing.ADD, managing.APPOINT, managing.LINE_MANAGER, managing.IDENTITY_CHECK, managing.STAFF_NUMBER,
     managing.NAME, managing.LEAVING, managing.RETURN, sites.AREA, sites.SITE, sites.AREA_NAME, sites.SITE_NAME],
    ids=lambda body: body.shape.__name__,
)  # fmt: skip
def test_an_example_of_a_body_about_people_is_one_that_is_taken(body: Body) -> None:
    assert body.schema().validate(body.example) == {}


def test_the_example_of_a_person_is_one_that_is_given() -> None:
    assert strictly(answer_schema(Person), examples.PERSON) == {}

"""People over the API."""

from tests.mobile_api.conftest import Desk, code_of


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

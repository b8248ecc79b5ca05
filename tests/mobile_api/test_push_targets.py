"""A phone says where it can be reached."""

from tests.mobile_api.conftest import Desk, code_of


def test_a_phone_registers_and_takes_it_back_over_the_api(desk: Desk) -> None:
    phone = desk.phone("mentor")
    device = desk.world.do("mentor", lambda _tx, actor: actor.device)
    path = f"/devices/{device}/push-target"
    answer = phone.ask("PUT", path, {"kind": "fid", "value": "abc"})
    assert (answer.status_code, sorted(answer.json)) == (200, ["device_id", "kind", "seen_at"])
    assert code_of(phone.ask("PUT", path, {"kind": "pigeon", "value": "abc"})) == (422, "request.invalid")
    assert code_of(desk.phone("mentee").ask("PUT", path, {"kind": "fid", "value": "abc"})) == (404, "not_found")
    assert code_of(desk.phone("mentee").delete(path)) == (404, "not_found")
    assert [phone.delete(path).status_code, phone.delete(path).status_code] == [204, 204]

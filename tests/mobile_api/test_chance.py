"""F15, F18: what chance sends never ends in a 5xx, and what is sent twice at once happens once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.kernel.ids import new_id
from mobile_api.accounts import examples as accounts
from mobile_api.signoff import examples as signoff
from tests.mobile_api.conftest import Desk
from tests.world import World

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40)
    | st.dates().map(str)
    | st.uuids().map(str)
    | st.sampled_from(["competent", "not_yet", "observed", "alone", "pin", "password", "manager", "me", "ios"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


def addresses(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Where things are made, with a body that is taken or nearly so."""
    item = f"/plans/{world.plan}/items/{world.item('cover-shifts').id}"
    plan = {**signoff.CREATE_PLAN, "agreement_id": world.agreement, "framework_id": world.framework}
    return [
        ("/auth/sessions", accounts.SIGN_IN),
        ("/auth/refreshes", accounts.REFRESH),
        ("/auth/presences", accounts.PRESENCE),
        ("/plans", plan),
        (f"{item}/requests", signoff.REQUEST),
        (f"{item}/sign-offs", {**signoff.SIGN_OFF, "presence": world.presence("mentor")}),
        (f"/sign-offs/{new_id()}/withdrawal", signoff.WITHDRAWAL),
    ]


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_f15_no_body_ends_in_a_mistake_of_ours(desk: Desk, data: st.DataObject) -> None:
    path, body = data.draw(st.sampled_from(addresses(desk.world)), label="address")
    changed = data.draw(st.dictionaries(st.sampled_from([*body, "id"]), anything, max_size=3), label="changed")
    who = data.draw(st.sampled_from(["mentor", "mentee"]), label="who")
    answer = desk.phone(who).post(path, body | changed)
    assert answer.status_code < 500, answer.json
    assert answer.json["status"] == answer.status_code if answer.status_code >= 400 else True


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.dictionaries(st.sampled_from(["limit", "cursor", "mentee_id", "mentor_id", "status"]), st.text()))
def test_f15_no_query_ends_in_a_mistake_of_ours(desk: Desk, query: dict[str, str]) -> None:
    with desk.app.test_client() as client:
        headers = {"Authorization": f"Bearer {desk.world.token('mentor')}"}
        answer = client.get("/v1/plans", query_string=query, headers=headers)
        assert answer.status_code in (200, 422)


def test_s05_f18_a_sign_off_sent_many_times_at_once_is_signed_once(desk: Desk) -> None:
    presence, phone = desk.world.presence("mentor"), desk.phone("mentor")
    path, body = desk.signing(presence=presence, id=new_id())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: phone.post(path, body), range(24)))
    assert sorted(answer.status_code for answer in answers) == [200] * 23 + [201]
    assert all(answer.json == answers[0].json for answer in answers)
    (signed,) = desk.world.item("cover-shifts").sign_offs
    assert signed.id == body["id"]

"""A phone that lost the answer sends its request again: whatever it puts or removes is answered as the first time."""

from typing import Any

import orjson
import pytest

from backend.people.deputies import NameDeputy, name_deputy
from backend.people.rules import Post
from backend.practice.reflections import MakeReflection, write_reflection
from mobile_api import description
from mobile_api.accounts import examples as accounts
from mobile_api.frameworks import examples as frameworks
from mobile_api.mentoring import examples as mentoring
from mobile_api.notices import examples as notices
from mobile_api.people import examples as people
from mobile_api.practice import examples as practice
from mobile_api.records import examples as records
from tests.matrix.places import person_of, place
from tests.mentoring.test_pausing import pause
from tests.mobile_api.conftest import Desk, Phone, code_of
from tests.records.helping import drafted

CHANGES: dict[str, tuple[str, Any]] = {
    "PUT /organisation": ("admin", people.CHANGE_SETTINGS),
    "PUT /framework-drafts/{draft_id}": ("learning", frameworks.CHANGED_DRAFT),
    "PUT /reflections/{reflection_id}": ("mentee", practice.CHANGED_REFLECTION),
    "PUT /records/{record_id}": ("mentor", records.REWRITE),
    "PUT /notice-preferences": ("line", notices.PUT_PREFERENCES),
    "PUT /devices/{device_id}/push-target": ("mentor", notices.PUT_TARGET),
    "DELETE /framework-drafts/{draft_id}": ("learning", None),
    "DELETE /reflections/{reflection_id}": ("mentee", None),
    "DELETE /records/{record_id}": ("mentor", None),
    "DELETE /devices/{device_id}/push-target": ("mentor", None),
    "DELETE /me/calendar": ("mentor", None),
    "DELETE /notes/{note_id}": ("mentor", None),
    "DELETE /requests/{request_id}": ("mentee", None),
    "DELETE /requirements/{requirement_id}": ("mentee", None),
    "DELETE /withdrawals/{withdrawal_id}": ("second_area", None),
    "DELETE /liftings/{lifting_id}": ("second_area", None),
    "DELETE /reviews/{review_id}": ("area", None),
    "DELETE /people/{person_id}/line-manager": ("people_team", None),
    "DELETE /people/{person_id}/deputies/current": ("people_team", None),
    "DELETE /agreements/{agreement_id}/pauses/current": ("area", None),
    "DELETE /agreements/{agreement_id}/mentors/{mentor_id}": ("area", mentoring.REMOVE_MENTOR),
    "DELETE /auth/sessions/{session_id}": ("comentor", None),
    "PUT /me/password": ("comentor", accounts.CHANGE_PASSWORD),
    "PUT /me/pin": ("manager", accounts.CHANGE_PIN),
}
"""Everything that is put or removed: by whom, with which body, in an order in which all of it can be."""

OVER = {"DELETE /auth/sessions/current", "DELETE /auth/sessions"}
"""After these nobody is signed in: the second answer says that, and no more."""


@pytest.fixture
def ids(desk: Desk) -> dict[str, str]:
    """One of everything that can be changed or removed."""
    world = desk.world
    desk.clock.move(days=60)  # the days of the examples have come by then
    person_of(world, "second_area", "Sky Maple", Post.AREA_MANAGER, area=world.area_id)
    found = place(world, "mentee", ("mentor", "comentor"), "area", "second_area")
    pause(world, agreement_id=found["agreement_id"])
    world.do("people_team", name_deputy, NameDeputy(person_id=world.mentee, deputy_id=world.colleague))
    reflection = MakeReflection(text="I waited for an answer.")
    world.do("mentee", write_reflection, reflection)
    world.maker.sign_in(world.comentor)
    (session, *_) = desk.phone("comentor").get("/auth/sessions").json["items"][1:]
    device = world.do("mentor", lambda _tx, actor: actor.device)
    more = {"record_id": drafted(world), "reflection_id": reflection.id, "session_id": session["id"]}
    return {**found, **more, "device_id": device}


def test_everything_that_is_put_or_removed_is_answered_alike_when_it_is_sent_again(
    desk: Desk, ids: dict[str, str]
) -> None:
    told = orjson.loads(description())["paths"]
    every = {
        f"{method.upper()} {path.removeprefix('/v1')}"
        for path, methods in told.items()
        for method in methods
        if method in ("put", "delete")
    }
    assert every == {*CHANGES, *OVER}
    for change, (who, body) in CHANGES.items():
        method, path = change.format(**ids).split(" ")
        phone = desk.phone(who)
        tag = phone.get(path).headers.get("ETag") if method == "PUT" else None
        first, second = (_sent(phone, method, path, body, tag) for _ in range(2))
        assert (first.status_code, change) == (204 if first.data == b"" else 200, change), first.data
        assert (second.status_code, second.headers.get("ETag")) == (first.status_code, first.headers.get("ETag")), (
            change, second.data,
        )  # fmt: skip
        assert _lasting(second.json) == _lasting(first.json), change


def _sent(phone: Phone, method: str, path: str, body: Any, tag: str | None) -> Any:
    return phone.ask(method, path, body, **({"If_Match": tag} if tag else {}))


def _lasting(said: Any) -> Any:
    """An answer without the instant at which a device was seen last."""
    return {name: value for name, value in said.items() if name != "seen_at"} if said else said


def test_what_somebody_has_removed_is_not_there_for_anybody_else(
    desk: Desk, elsewhere: Desk, ids: dict[str, str]
) -> None:
    path = f"/notes/{ids['note_id']}"
    assert desk.phone("mentor").delete(path).status_code == 204
    for phone in (desk.phone("comentor"), desk.phone("admin"), elsewhere.phone("mentor")):
        assert code_of(phone.delete(path)) == (404, "not_found")

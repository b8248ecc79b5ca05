"""The description says what the API does: every route, body, answer and error, with examples that hold."""

import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from marshmallow import RAISE, Schema, ValidationError, fields

from backend.accounts.making_codes import JoiningCode
from backend.kernel.errors import CATALOGUE
from backend.mentoring.shown import AgreementShown
from backend.people.imports.doing import PeopleImport
from backend.people.settings import Settings
from backend.practice.evidence_shown import Evidence
from backend.practice.notes import Note
from backend.practice.reflections import Reflection
from backend.reviews.shown import ReviewPack, ReviewShown, ViewShown
from backend.signoff.receipts import Receipt, SignedOff
from backend.signoff.shown import Plan
from mobile_api import ROOMS, description
from mobile_api.accounts import examples as accounts
from mobile_api.answer_schemas import answer_schema, page_schema
from mobile_api.doors import Body
from mobile_api.mentoring import examples as mentoring
from mobile_api.people import examples as people
from mobile_api.practice import examples as practice
from mobile_api.problems import HTTP_PROBLEMS
from mobile_api.reviews import examples as reviews
from mobile_api.signoff import examples as signoff
from tests.mobile_api.conftest import Desk, Phone
from tests.mobile_api.test_strangers import ROUTES

FILES = {
    "/v1/people/imports": ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    "/v1/evidence": ["multipart/form-data"],
}
BODIES = [body for room in ROOMS for body in vars(sys.modules[room.import_name]).values() if isinstance(body, Body)]
COMMITTED = Path(__file__).parents[2] / "openapi.json"


@pytest.fixture(scope="module")
def told() -> Any:
    return orjson.loads(description())


def operations(told: Any) -> list[tuple[str, str, Any]]:
    """Method, path and description of every operation."""
    return [
        (method, path, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]


def test_the_committed_description_is_todays() -> None:
    assert COMMITTED.read_bytes() == description(), "write it anew with ./run openapi"


def test_the_description_is_the_same_each_time_and_served_as_it_is(desk: Desk) -> None:
    assert description() == description()
    served = Phone(desk.app).get("/openapi.json")
    assert (served.data, served.headers["Content-Type"]) == (description(), "application/json")


def test_every_route_is_described(told: Any) -> None:
    described = {f"{method.upper()} {path}" for method, path, _ in operations(told)}
    routes = {line.replace("<id:", "{").replace(">", "}") for line in ROUTES.splitlines()}
    assert described == routes


def test_the_description_names_mount_and_scheme(told: Any) -> None:
    assert (told["openapi"], told["servers"]) == ("3.1.0", [{"url": "/api"}])
    scheme = told["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert told["security"] == [{"bearer": []}]


def test_every_operation_says_what_it_answers_and_refuses(told: Any) -> None:
    for method, path, operation in operations(told):
        answers = operation["responses"]
        assert operation["summary"].endswith((".", "!")), path
        assert {"200", "201", "204"} & answers.keys(), path
        assert "503" in answers, path
        if operation.get("security") != []:
            assert "401" in answers, path
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= answers.keys(), (method, path)
            taken = operation["requestBody"]["content"]
            assert path in FILES or "example" in taken["application/json"], path
            assert path not in FILES or list(taken) == FILES[path], path
        for status, answer in answers.items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (path, status)
                assert answer["content"]["application/problem+json"]["schema"] == {
                    "$ref": "#/components/schemas/Problem"
                }
                known = {*CATALOGUE, *(code for code, _ in HTTP_PROBLEMS.values())}
                assert any(f"`{code}`" in answer["description"] for code in known), (path, status)


def test_operations_have_names_of_their_own(told: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(told)]
    assert len(set(names)) == len(names) == len(ROUTES.splitlines())


def test_every_reference_leads_somewhere_and_every_schema_is_used(told: Any) -> None:
    text = orjson.dumps(told).decode()
    schemas = set(told["components"]["schemas"])
    used = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}
    assert used == schemas


def test_answers_may_grow_and_bodies_may_not(told: Any) -> None:
    schemas = told["components"]["schemas"]
    assert "additionalProperties" not in schemas["Plan"]
    assert schemas["SignOff"]["additionalProperties"] is False
    assert schemas["SignOff"]["properties"]["statement"]["maxLength"] == 2000
    assert "maxLength" not in schemas["SignOffShown"]["properties"]["statement"]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.shape.__name__)
def test_an_example_of_a_body_is_one_that_is_taken(body: Body) -> None:
    assert body.schema().validate(body.example) == {}


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (Plan, signoff.PLAN),
        (Settings, people.SETTINGS),
        (PeopleImport, people.PEOPLE_IMPORT),
        (SignedOff, signoff.SIGNED_OFF),
        (Receipt, signoff.RECEIPT),
        (ReviewShown, reviews.REVIEW),
        (ReviewPack, reviews.PACK),
        (ViewShown, reviews.VIEW_SHOWN),
        (JoiningCode, accounts.MADE_CODE),
        (Note, practice.NOTE),
        (Reflection, practice.REFLECTION),
        (Evidence, practice.EVIDENCE),
        (AgreementShown, mentoring.AGREEMENT),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_an_example_of_an_answer_is_one_that_is_given(shape: type, example: Any) -> None:
    assert strictly(answer_schema(shape), example) == {}


def strictly(schema: type[Schema], shown: Any) -> Any:
    """What is wrong with `shown`, unknown fields included, at any depth."""
    made = schema(unknown=RAISE)
    for field in made.fields.values():
        strict(field)
    return made.validate(shown)


def strict(field: Any) -> None:
    """Makes nested schemas refuse what they do not know."""
    if isinstance(field, fields.List):
        strict(field.inner)
    if isinstance(field, fields.Nested):
        field.unknown = RAISE
        for inner in field.schema.fields.values():
            strict(inner)


def test_every_answer_satisfies_its_schema(desk: Desk) -> None:
    signed = desk.sign("support-plans")
    item = desk.world.item("cover-shifts")
    asked = desk.phone("mentee").post(f"/plans/{desk.world.plan}/items/{item.id}/requests", {"note": "On Thursday."})
    phone = desk.phone("mentor")
    note = {**practice.MAKE_NOTE, "person_id": desk.world.mentee, "happened_at": "2026-10-01T08:59:00Z"}
    noted = phone.post("/notes", note).json
    plan = phone.get(f"/plans/{desk.world.plan}").json
    assert (len(plan["items"]), asked.status_code) == (22, 201)
    lists = ("plans", "waits", "frameworks", "agreements", "notes", "auth/sessions")
    listed = {path: phone.get(f"/{path}").json for path in lists}
    listed["history"] = phone.get(f"/plans/{desk.world.plan}/items/{item.id}/history").json
    single = {
        "me": phone.get("/me").json,
        "framework": phone.get(f"/frameworks/{desk.world.framework}").json,
        "agreement": phone.get(f"/agreements/{desk.world.agreement}").json,
    }
    shapes = shapes_of(desk)
    for name, shown in {"plan": plan, "signed": signed, "asked": asked.json, "note": noted, **listed, **single}.items():
        assert strictly(shapes[name], shown) == {}, name


def shapes_of(desk: Desk) -> dict[str, type[Schema]]:
    """The schema of each answer."""
    from backend.accounts.elsewhere import SessionShown
    from backend.frameworks.reading import FrameworkListed, FrameworkShown
    from backend.mentoring.shown import AgreementListed
    from backend.notices.inbox import Home
    from backend.signoff.history import Happened
    from backend.signoff.reading import PlanListed, Requested
    from backend.signoff.waiting import Wait

    pages = {"plans": PlanListed, "waits": Wait, "frameworks": FrameworkListed, "agreements": AgreementListed}
    pages |= {"notes": Note, "history": Happened, "auth/sessions": SessionShown}
    single = {"plan": Plan, "signed": SignedOff, "asked": Requested, "me": Home, "framework": FrameworkShown}
    single |= {"agreement": AgreementShown, "note": Note}
    return {name: page_schema(shape) for name, shape in pages.items()} | {
        name: answer_schema(shape) for name, shape in single.items()
    }


def test_the_check_of_answers_would_notice(desk: Desk) -> None:
    wrong = [
        {**signoff.PLAN, "colour": "blue"},
        {**signoff.PLAN, "mentee": {**signoff.PLAN["mentee"], "login": "x"}},
        {**signoff.PLAN, "starts_on": "soon"},
        {name: value for name, value in signoff.PLAN.items() if name != "progress"},
    ]
    assert [bool(strictly(answer_schema(Plan), one)) for one in wrong] == [True] * 4
    with pytest.raises(ValidationError):
        answer_schema(Plan)().load({})

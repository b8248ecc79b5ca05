"""F15: requests made from the description itself, right, nearly right and quite wrong: none ends in a mistake of ours.

Every status is one the description names for that operation, and every error is a problem document.
"""

from random import Random
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from flask import Flask

from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from mobile_api import description
from tests.conftest import Clock
from tests.long import often
from tests.mobile_api.conftest import Phone, parts
from tests.practice.pictures import DAMAGED, PDF, REFUSED, bomb, docx, photo
from tests.records.helping import drafted, seen, shared
from tests.world import World

REQUESTS = often(1_500, 10_000)
DESCRIBED = orjson.loads(description())
OPERATIONS = [
    (method, path, told)
    for path, methods in sorted(DESCRIBED["paths"].items())
    for method, told in sorted(methods.items())
    if method in ("get", "post", "put", "delete")
]
WHO = ("mentor", "mentor", "mentee", "mentee", "area", "manager", "learning", "people_team", "admin", "stranger")
ODD: list[Any] = [
    None, True, False, 0, -1, 2**53, 1.5, 1e308, "", " ", "x", "\u0000", "\ud7ff", "0" * 5000, "2026-02-30",
    "9999-12-31", "0001-01-01",
    "2026-W47-6", [], {}, [[]], [None], {"": 0}, "00000000-0000-0000-0000-000000000000", "'; --", "\u202e",
    "💙", -0.0, 10**18,
]  # fmt: skip

_LIST = b"Staff number,Name,Post,Site,Starts on\n"
FILES = [
    _LIST + b"0417,Ari Hazel,Senior,Maple Court,2026-09-01\n", _LIST + b"0417,Ari Oak,Deputy,Larch House,\n",
    _LIST + b"0418,\x00,,,\n", _LIST, b"", b"PK\x03\x04", b"\xff\xfe", b"a;b\n" * 300,
]  # fmt: skip

UPLOADS = [
    None, b"", b"Agreed.", photo(), photo(form="PNG"), PDF, docx(), *REFUSED.values(), *DAMAGED.values(), bomb(6_000),
]  # fmt: skip


class Chance:
    """Values as schemas want them, mostly; with ids that mean something, mostly."""

    def __init__(self, rng: Random, ids: list[str], today: str) -> None:
        self.rng, self.ids, self.today = rng, ids, today

    def id(self) -> str:
        """An id: one that is somebody's, or one that is nobody's."""
        return self.rng.choice(self.ids) if self.rng.random() < 0.9 else new_id()

    def value(self, schema: dict[str, Any], depth: int = 0) -> Any:
        """A value of that schema, or now and then anything."""
        if self.rng.random() < 0.04:
            return self.rng.choice(ODD)
        if "$ref" in schema:
            return self.value(DESCRIBED["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], depth)
        if branches := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            return self.value(self.rng.choice(branches), depth)
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        kinds = schema.get("type", "string")
        kind = self.rng.choice(kinds) if isinstance(kinds, list) else kinds
        return self._of(kind, schema, depth)

    def _of(self, kind: str, schema: dict[str, Any], depth: int) -> Any:
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            items = schema.get("items", {})
            return [self.value(items, depth + 1) for _ in range(self.rng.choice([0, 1, 1, 2, 3]))]
        if kind == "integer":
            return self.rng.choice([schema.get("minimum", 0), schema.get("maximum", 3), self.rng.randint(-3, 40)])
        if kind in ("boolean", "null", "number"):
            return {"boolean": self.rng.random() < 0.5, "null": None, "number": self.rng.random()}[kind]
        return self._text(schema)

    def _object(self, schema: dict[str, Any], depth: int) -> Any:
        if depth > 5:
            return {}
        needed = set(schema.get("required", ()))
        made = {}
        for name, inner in schema.get("properties", {}).items():
            if (name in needed and self.rng.random() < 0.98) or self.rng.random() < 0.5:
                made[name] = self.value(inner, depth + 1)
        if self.rng.random() < 0.02:
            made[self.rng.choice(["", "id", "__class__", "kind", "org", "x" * 300])] = self.rng.choice(ODD)
        return made

    def _text(self, schema: dict[str, Any]) -> str:
        if schema.get("format") == "uuid":
            return self.id()
        if schema.get("format") == "date":
            return self.rng.choice([self.today, "2026-12-01", "2026-09-01"])
        if schema.get("format") == "date-time":
            return f"{self.today}T09:00:00Z"
        words = ["Found cover before noon.", "Kit", "a", "ü" * 20, "two\nlines", "135790", "x" * 600]
        return self.rng.choice(words)


def ids_of(world: World) -> list[str]:
    """Ids that mean something to somebody of the cast."""
    plan = world.show()
    record, draft = shared(world, discussed=True), drafted(world)
    step = seen(world, "mentee", record).next_steps[0].id
    return [record, draft, step, shared(world),
            world.plan, world.agreement, world.framework, world.site, world.org, *world.people.values(),
            *(item.id for item in plan.items[:4]), world.plan, world.agreement]  # fmt: skip


def token_of(world: World, who: str) -> str | None:
    """Somebody's token; None once one of these requests was that they leave."""
    try:
        return world.token(who)
    except Refused:
        return None


def addressed(chance: Chance, path: str, told: dict[str, Any]) -> str:
    """The path with ids in it, and a query."""
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + chance.id() + rest.partition("}")[2]
    wanted = [one for one in told.get("parameters", []) if one.get("in") == "query" and chance.rng.random() < 0.4]
    query = {one["name"]: chance.value(one["schema"]) for one in wanted}
    said = urlencode({name: value for name, value in query.items() if value is not None}, errors="replace")
    return f"{path.removeprefix('/v1')}{said and '?'}{said}"


def test_f15_no_request_ends_in_a_mistake_of_ours(app: Flask, world: World, clock: Clock) -> None:
    rng = Random(15)
    chance = Chance(rng, ids_of(world), clock.today().isoformat())
    for number in range(REQUESTS):
        method, path, told = rng.choice(OPERATIONS)
        who = rng.choice(WHO)
        token = token_of(world, who) if rng.random() < 0.97 else None
        phone = Phone(app, token or "nothing")
        headers = {"If_Match": rng.choice(['"x"', f'"{new_id()}"', "*"])} if rng.random() < 0.5 else {}
        body = None
        if "requestBody" in told:
            kind, content = rng.choice(sorted(told["requestBody"]["content"].items()))
            body = rng.choice(FILES) if kind != "application/json" else chance.value(content["schema"])
            headers["Content_Type"] = kind
            if kind == "multipart/form-data":
                said = chance.value(content["schema"]["properties"]["said"])
                body, headers["Content_Type"] = parts(said, rng.choice(UPLOADS))
            if isinstance(body, dict) and "presence" in body and token and rng.random() < 0.7:
                body["presence"] = world.maker.live_presence(world.people[who])
        address = addressed(chance, path, told)
        answer = phone.ask(method.upper(), address, body, **headers)
        status, what = answer.status_code, (number, who, method, address, body)
        assert status < 500 or str(status) in told["responses"], (what, answer.data)
        assert str(status) in told["responses"], (what, status, answer.data)
        if status >= 400:
            assert answer.headers["Content-Type"] == "application/problem+json", what
            assert answer.json["status"] == status, what
        elif status == 201 and isinstance(answer.json, dict) and "id" in answer.json:
            chance.ids.append(answer.json["id"])
        if (method == "delete" and "sessions" in path) or "password" in path or status == 401:
            world.maker.tokens.pop(world.people[who], None)


@pytest.mark.parametrize("raw", [b"", b"[", b"null", b"\xff", b"1" * 6000, b'{"a":' * 2000, b'{"id": NaN}'])
def test_f15_bodies_that_are_no_json_are_told_so_everywhere(app: Flask, world: World, raw: bytes) -> None:
    phone = Phone(app, world.token("mentor"))
    for method, path, told in OPERATIONS:
        if "requestBody" in told and "application/json" in told["requestBody"]["content"]:
            address = path.removeprefix("/v1")
            while "{" in address:
                before, _, rest = address.partition("{")
                address = before + new_id() + rest.partition("}")[2]
            answer = phone.ask(method.upper(), address, raw)
            assert answer.status_code in (400, 422), (path, answer.data)
            assert answer.json["status"] == answer.status_code

"""F16: every route, for everybody of the cast, at every place: open, refused, hidden, or only after signing in.

Generated from both URL maps, complete by construction: a route without an expectation fails.
"""

import re
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask

import mobile_api
import web
from backend.house import APPLIES, House
from backend.kernel.ids import new_id
from backend.mentoring.tables import agreements
from backend.people.tables import people
from backend.records.tables import records
from backend.signoff.tables import plans
from seeds.making import PASSWORD
from tests.conftest import Clock
from tests.kernel.helping import rows_of
from tests.long import often
from tests.matrix.pages import PAGES
from tests.matrix.places import BOARDS, ROLES, SIGNED_OUT, STANDS, Undone, places_of
from tests.matrix.table import API, PUBLIC, Row, Sent
from tests.mobile_api.conftest import parts
from tests.world import make_world

OPEN, REFUSED, HIDDEN, SIGN_IN = "open", "refused", "hidden", "sign in"


def place_of_nothing(role: str) -> set[str]:
    """How somebody stands to what belongs to nobody in particular: to their own organisation."""
    letters = {"foreign admin": "D", "foreign mentor": "M"}.get(role) or STANDS["own"].get(role, "")
    return {*letters.split(), "MEMBER", *("B" for who in BOARDS if role.removeprefix("foreign ") == who)}


def stands(role: str, place: str) -> set[str]:
    """How somebody stands to a place, in letters."""
    if (place == "another organisation's") != role.startswith("foreign "):
        return set()
    return {*STANDS[place].get(role, "").split(), "MEMBER"}


def expected(row: Row, role: str, letters: set[str]) -> str:
    """What the table says."""
    if role in SIGNED_OUT:
        return SIGN_IN
    if row.sees != "*" and not letters & set(row.sees.split()):
        return HIDDEN
    if row.does is None:
        return OPEN
    wanted, _, without = row.does.partition(" but ")
    return OPEN if letters & set(wanted.split()) and not letters & set(without.split()) else REFUSED


def filled(value: Any, ids: dict[str, str]) -> Any:
    """A body with the place's ids where braces name them."""
    if isinstance(value, dict):
        return {name: filled(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids) for inner in value]
    return re.sub("{([a-z_]+)}", lambda name: ids[name[1]], value) if isinstance(value, str) else value


def routes(app: Flask) -> list[str]:
    """Every method and rule, without converters."""
    found = {
        f"{method} {re.sub('<id:', '<', rule.rule)}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    return sorted(route for route in found if "rapidoc" not in route)


class Walk:
    """Both surfaces on a database that keeps nothing, with everybody signed in and every place's ids."""

    def __init__(self, house: House, clock: Clock) -> None:
        self.world, self.other = make_world(house, clock), make_world(house, clock)
        # Who may do what is decided in Python; the other places are walked on PostgreSQL in long runs.
        is_quick = house.database.dialect.name == "postgresql" and often(1, 2) == 1
        self.here = ("own",) if is_quick else tuple(STANDS)
        self.places = places_of(self.world, self.other)
        pages = web.create_app(house)
        self.cookies = {role: self._entered(pages, role) for role in ROLES}
        undone = Undone(house.settings.database_url, clock, APPLIES)
        self.tokens = {role: self._token(role) for role in ROLES}
        self.house = House(house.settings, undone, house.vault)
        self.api = mobile_api.create_app(self.house)
        self.pages = web.create_app(self.house)
        self.pages.config["WTF_CSRF_ENABLED"] = False  # tests/web/test_guarding.py is about the token

    def _entered(self, pages: Flask, role: str) -> Any:
        client = pages.test_client()
        if role in SIGNED_OUT:
            return client._cookies
        of = self.other if role.startswith("foreign ") else self.world
        who = role.removeprefix("foreign ")
        page = client.get("/sign-in").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        form = {"csrf_token": token[1], "login": of.maker.logins[of.people[who]], "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 303
        return client._cookies

    def _token(self, role: str) -> str | None:
        if role == "nobody":
            return None
        of = self.other if role.startswith("foreign ") else self.world
        return of.token(role.removeprefix("foreign "))

    def ids(self, place: str) -> dict[str, str]:
        """The ids at a place, and one that nobody has for what has none there."""
        nowhere = ("session_id", "import_id", "device_id", "sample_id", "notice_id")
        return {**dict.fromkeys(nowhere, new_id()), **self.places[place]}

    def ask_api(self, route: str, row: Row, role: str, ids: dict[str, str]) -> tuple[str, Any]:
        """What the API answers somebody."""
        method, rule = route.split(" ", 1)
        headers = {"If-Match": f'"{new_id()}"'}
        if token := self.tokens[role]:
            headers["Authorization"] = f"Bearer {token}"
        body = query = None
        if method == "GET":
            query = filled(row.body, ids)
        elif isinstance(row.body, bytes):
            body, headers["Content-Type"] = row.body, "text/csv"
        elif isinstance(row.body, Sent):
            body, headers["Content-Type"] = parts(filled(row.body.said, ids))
        elif method in ("POST", "PUT") or row.body is not None:
            body, headers["Content-Type"] = orjson.dumps(filled(row.body, ids)), "application/json"
        address = addressed(rule, ids)
        answer = self.api.test_client().open(address, method=method, data=body, headers=headers, query_string=query)
        code = (answer.json or {}).get("code") if answer.is_json else None
        if answer.status_code == 401 and code == "session.required":
            return SIGN_IN, code
        return {403: REFUSED, 404: HIDDEN}.get(answer.status_code, OPEN), (answer.status_code, code)

    def ask_page(self, route: str, row: Row, role: str, ids: dict[str, str]) -> tuple[str, Any]:
        """What the pages answer somebody."""
        method, rule = route.split(" ", 1)
        form = filled(row.body, ids) if row.body is not None else {}
        address = addressed(rule, ids)
        client = self.pages.test_client()
        client._cookies = dict(self.cookies[role])
        answer = client.open(address, method=method, data=form if method == "POST" else None)
        location = answer.headers.get("Location", "")
        if (method == "GET" and location.startswith("/sign-in")) or (
            answer.status_code == 401 and "Please sign in again" in answer.text
        ):
            return SIGN_IN, answer.status_code
        return {403: REFUSED, 404: HIDDEN}.get(answer.status_code, OPEN), answer.status_code


def addressed(rule: str, ids: dict[str, str]) -> str:
    """A rule with the place's ids in it."""
    names = {"request_id": "change_id"} if "change-requests" in rule else {}
    return re.sub("<([a-z_]+)>", lambda name: ids[names.get(name[1], name[1])], rule)


@pytest.fixture(scope="module")
def walk(house: House, session_clock: Clock) -> Iterator[Walk]:
    made = Walk(house, session_clock)
    yield made
    made.house.database.close()


def is_placed(route: str, row: Row) -> bool:
    """Whether a route is about something at a place."""
    return "<" in route or row.names_a_place


def told(walk: Walk, ask: Any, route: str, row: Row) -> list[str]:
    """Where the house answers otherwise than the table says."""
    wrong = []
    for place in walk.here if is_placed(route, row) else ("own",):
        ids = walk.ids(place)
        for role in ROLES:
            letters = stands(role, place) if is_placed(route, row) else place_of_nothing(role)
            wanted, (found, why) = expected(row, role, letters), ask(route, row, role, ids)
            if found != wanted:
                wrong.append(f"{route}: {role} at {place}: wanted {wanted}, found {found} {why}")
    return wrong


def test_f16_every_route_of_the_api_has_its_expectation(walk: Walk) -> None:
    assert [route for route in routes(walk.api) if route not in API and route not in PUBLIC] == []
    assert [route for route in API if route not in routes(walk.api)] == []


def test_f16_every_route_of_the_pages_has_its_expectation(walk: Walk) -> None:
    assert [route for route in routes(walk.pages) if route not in PAGES and route not in PUBLIC] == []
    assert [route for route in PAGES if route not in routes(walk.pages)] == []


@pytest.mark.parametrize("route", API)
def test_f16_the_api_opens_what_the_table_says_and_nothing_else(walk: Walk, route: str) -> None:
    assert told(walk, walk.ask_api, route, API[route]) == []


@pytest.mark.same_on_both
@pytest.mark.parametrize("route", PAGES)
def test_f16_the_pages_open_what_the_table_says_and_nothing_else(walk: Walk, route: str) -> None:
    assert told(walk, walk.ask_page, route, PAGES[route]) == []


NOBODYS = "framework-drafts"
"""What is written there is a framework, and about nobody."""


@pytest.mark.parametrize("role", [role for role in ROLES if role not in SIGNED_OUT])
def test_every_page_that_somebody_writes_on_says_where_to_go_when_someone_is_at_risk(walk: Walk, role: str) -> None:
    client, ids = walk.pages.test_client(), walk.ids("own")
    client._cookies = dict(walk.cookies[role])
    told: list[str] = []
    silent: list[str] = []
    for route in (route for route in PAGES if route.startswith("GET ") and NOBODYS not in route):
        page = client.get(addressed(route[4:], ids)).data
        if b"<textarea" in page:
            (told if b'class="at-risk"' in page else silent).append(route)
    assert silent == []
    assert len(told) >= WRITES.get(role, 0), told


WRITES = {"mentee": 6, "mentor": 6, "area": 4}
"""On how many of the pages these write at least."""

LISTS = {"plans": plans, "agreements": agreements, "people": people, "records": records}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", [role for role in ROLES if role not in SIGNED_OUT])
def test_f16_a_list_shows_exactly_what_opens_one_by_one(walk: Walk, name: str, role: str) -> None:
    table, headers = LISTS[name], {"Authorization": f"Bearer {walk.tokens[role]}"}
    every = [row.id for of in (walk.world, walk.other) for row in rows_of(of.maker.database, of.org, table)]
    client = walk.api.test_client()
    opens = {id_ for id_ in every if client.get(f"/v1/{name}/{id_}", headers=headers).status_code == 200}
    listed: set[str] = set()
    cursor: str | None = ""
    while cursor is not None:
        page: Any = client.get(f"/v1/{name}?limit=3{cursor and '&cursor='}{cursor}", headers=headers).json
        assert listed.isdisjoint(one["id"] for one in page["items"])
        listed |= {one["id"] for one in page["items"]}
        cursor = page["next_cursor"]
    gone = {walk.world.left} if name == "people" else set()
    assert listed == opens - gone


@pytest.mark.parametrize("role", [role for role in ROLES if role not in SIGNED_OUT])
def test_f16_what_is_counted_as_waiting_is_what_is_listed(walk: Walk, role: str) -> None:
    headers, client = {"Authorization": f"Bearer {walk.tokens[role]}"}, walk.api.test_client()
    me, listed = (_json(client.get(f"/v1/{path}", headers=headers)) for path in ("me", "waits?limit=100"))
    assert me["waits"]["count"] == len(listed["items"]) == sum(me["waits"]["by_kind"].values())


def _json(answer: Any) -> Any:
    return answer.json

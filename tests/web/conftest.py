"""The pages as a browser without a script meets them, on both databases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.house import House
from backend.kernel.ids import Id
from seeds.making import PASSWORD
from tests.network import fresh_address
from tests.web.reading import Page
from tests.world import World
from web import create_app

HTMX = {"HX-Request": "true"}
ONCE = {
    *("door.enter", "door.leave", "joining.join", "organisations.go", "sessions.end_all"),
    *("phones.hand_over", "phones.unshare"),
}
"""Forms after which the browser is somebody else's, or nobody's: they are not there to be sent again."""
USED_UP = {"writing.rewrite", "drafts.publication"}
"""Forms that make something else of a draft: sent again, they say that it is that already, or no more."""


@dataclass
class Visitor:
    """Somebody at a browser. `answer` is the last answer."""

    app: Flask
    client: FlaskClient
    answer: TestResponse | None = None

    def get(self, path: str, status: int = 200) -> Page:
        """The page at `path`, which has to answer with that status."""
        self.answer = self.client.get(path)
        assert self.answer.status_code == status, (path, self.answer.status_code, self.answer.text[-2000:])
        return Page(self.answer.text)

    def goes(self, path: str) -> str:
        """Where `path` leads on to."""
        self.get(path, 303)
        return self.location

    @property
    def location(self) -> str:
        """Where the last answer leads on to."""
        assert self.answer is not None
        return self.answer.headers["Location"]

    def send(self, action: str, data: Mapping[str, str | list[str]], status: int = 303, *, htmx: bool = False) -> Page:
        """The answer to a form, which has to have that status. The first time a form goes well it is sent again."""
        self.answer = self.client.post(action, data=data, headers=HTMX if htmx else {})
        assert self.answer.status_code == status, (self.answer.status_code, Page(self.answer.text).text)
        if status == 303:
            self._tap_again(action, data)
        return Page(self.answer.text)

    def _tap_again(self, action: str, data: Mapping[str, str | list[str]]) -> None:
        """A double tap is answered like the first, for every form that any test sends: once in each process."""
        endpoint, _ = self.app.url_map.bind("").match(action.partition("?")[0], "POST")
        tapped: set[str] = self.app.extensions.setdefault("tapped", {*ONCE, *USED_UP})
        if endpoint in tapped:
            return
        tapped.add(endpoint)
        again = self.client.post(action, data=data)
        assert (again.status_code, again.headers.get("Location")) == (303, self.location), (
            endpoint, Page(again.text).text,
        )  # fmt: skip

    def fill(
        self, path: str, form: str, status: int = 303, *, htmx: bool = False, **values: str | None
    ) -> Page:  # fmt: skip
        """Opens the page at `path`, fills in that form and sends it."""
        found = self.get(path).form(form)
        return self.send(found.action, found.filled(**values), status, htmx=htmx)

    def sign_in(self, login: str) -> "Visitor":
        """Signs in."""
        self.fill("/sign-in", "sign-in", login=login, password=PASSWORD)
        return self

    def statements(self, path: str) -> int:
        """How many statements the page at `path` sends to the database."""
        with self.app.test_client() as client:
            client._cookies = self.client._cookies
            assert client.get(path).status_code == 200
            return int(g.trace.statements)


@cache
def _pages(house: House) -> Flask:
    made = create_app(house)
    made.testing = True
    return made


@pytest.fixture(scope="session")
def app(house: House) -> Flask:
    """The pages of that house, made once."""
    return _pages(house)


@pytest.fixture
def nobody(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app, browser(app))


def browser(app: Flask) -> FlaskClient:
    """A browser in a network of its own, so that one test's wrong tries slow no other test down."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = fresh_address()
    return client


At = Callable[..., Visitor]


@pytest.fixture
def at(app: Flask, world: World) -> At:
    """Gives somebody of the cast at a browser, signed in."""

    def signed_in(who: str, of: World = world) -> Visitor:
        return Visitor(app, browser(app)).sign_in(of.maker.logins[of.people[who]])

    return signed_in


@dataclass(frozen=True)
class Spot:
    """The addresses around one criterion of a plan."""

    plan: Id
    item: Id

    @property
    def page(self) -> str:
        """Its own page."""
        return f"/plans/{self.plan}/items/{self.item}"

    @property
    def new(self) -> str:
        """The page to sign on."""
        return f"{self.page}/sign-offs/new"


def spot(world: World, key: str) -> Spot:
    """The addresses around that criterion of the world's plan."""
    return Spot(world.plan, world.item(key).id)

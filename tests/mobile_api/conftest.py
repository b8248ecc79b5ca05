"""The API as a phone meets it: requests in, JSON out, on both databases."""

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import orjson
import pytest
from flask import Flask
from werkzeug.datastructures import Headers

from backend.house import House
from mobile_api import create_app
from tests.conftest import Clock
from tests.network import fresh_address
from tests.world import World

BASE = "/v1"


class Log(BytesIO):
    """What the app logs."""

    def lines(self) -> list[dict[str, Any]]:
        """Everything logged so far, and nothing of it again."""
        found = [orjson.loads(line) for line in self.getvalue().splitlines()]
        self.seek(0)
        self.truncate()
        return found


@pytest.fixture(scope="session")
def log() -> Log:
    return Log()


@cache
def _api(house: House, log: Log) -> Flask:
    return create_app(house, log)


@pytest.fixture(scope="session")
def app(house: House, log: Log) -> Flask:
    """The API of that house, made once."""
    return _api(house, log)


@dataclass
class Answer:
    """What a phone gets back; `json` is None where there is no JSON."""

    status_code: int
    headers: Headers
    data: bytes

    @property
    def json(self) -> Any:
        """The body, read."""
        return orjson.loads(self.data) if self.data else None


@dataclass
class Phone:
    """Somebody's phone: sends their token with each request."""

    app: Flask
    token: str | None = None
    address: str = field(default_factory=fresh_address)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Sends a request; `headers` with underscores for hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            given.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            given.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else orjson.dumps(body)
        answer = self.app.test_client().open(
            BASE + path, method=method, data=body, headers=given, environ_base={"REMOTE_ADDR": self.address}
        )
        return Answer(answer.status_code, answer.headers, answer.data)

    def get(self, path: str, **headers: str) -> Answer:
        """GET."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """POST."""
        return self.ask("POST", path, body, **headers)

    def delete(self, path: str) -> Answer:
        """DELETE."""
        return self.ask("DELETE", path)


@dataclass
class Desk:
    """A world and the phones of its cast."""

    app: Flask
    world: World
    clock: Clock

    def phone(self, who: str) -> Phone:
        """The phone of somebody of the cast."""
        return Phone(self.app, self.world.token(who))

    def signing(self, key: str = "cover-shifts", **changed: Any) -> tuple[str, dict[str, Any]]:
        """Where the mentor signs that criterion, and a body that would be taken but for its presence."""
        item = self.world.item(key, "mentor")
        body = {
            "outcome": "competent",
            "seen_on": self.clock.today().isoformat(),
            "method": "observed",
            "help": "alone",
            "statement": "Found cover for the late shift within the hour.",
            "item_rev": item.rev,
            "intent": item.intent,
            **changed,
        }
        return f"/plans/{self.world.plan}/items/{item.id}/sign-offs", body

    def sign(self, key: str = "cover-shifts", who: str = "mentor", **changed: Any) -> Any:
        """A sign-off by somebody; its answer."""
        path, body = self.signing(key, presence=self.world.presence(who), **changed)
        answer = self.phone(who).post(path, body)
        assert answer.status_code == 201, answer.json
        return answer.json


@pytest.fixture
def desk(app: Flask, world: World, clock: Clock) -> Desk:
    return Desk(app, world, clock)


@pytest.fixture
def elsewhere(app: Flask, other: World, clock: Clock) -> Desk:
    return Desk(app, other, clock)


def parts(said: Any, raw: bytes | None = b"What was agreed.", name: str = "rota.jpg") -> tuple[bytes, str]:
    """A form with what is said about a file and the file, and its content type. `said` may be text as it is."""
    line = b"--part\r\nContent-Disposition: form-data; "
    text = said if isinstance(said, bytes) else orjson.dumps(said)
    body = line + b'name="said"\r\nContent-Type: application/json\r\n\r\n' + text + b"\r\n"
    if raw is not None:
        named = f'name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
        body += line + named + raw + b"\r\n"
    return body + b"--part--\r\n", "multipart/form-data; boundary=part"


def code_of(answer: Answer) -> tuple[int, str]:
    """Status and code of a problem document."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.data
    problem = answer.json
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"]

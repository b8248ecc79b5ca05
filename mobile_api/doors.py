"""How a view lets somebody in: who asks, in which transaction, with which body; and how the answer goes out.

The order is the house's: size, content type, JSON and shape are looked at before the session. Source: decisions,
Order of checks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import orjson
from flask import Response, current_app, request
from marshmallow import Schema
from werkzeug.exceptions import UnsupportedMediaType

from backend.accounts.sessions import WHO, actor_of, note_use
from backend.accounts.shared_phones import stay
from backend.accounts.tokens import hash_of, org_of
from backend.house import House
from backend.kernel import loader, shapes
from backend.kernel.database import Given, Tx
from backend.kernel.errors import Fault, invalid
from backend.kernel.prepared import Row
from backend.kernel.ties import Actor
from mobile_api.logs import trace

JSON = "application/json"
NO_STORE = {"Content-Type": JSON, "Cache-Control": "no-store"}
T = TypeVar("T")
Inside = tuple[Tx, Actor, list[list[Row]]]


def house() -> House:
    """The house this app opens doors of."""
    found: House = current_app.extensions["house"]
    return found


def token() -> str | None:
    """The access token the request bears."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer.strip() if scheme.lower() == "bearer" else None


@contextmanager
def reading(*given: Given) -> Iterator[Inside]:
    """A reading transaction for whoever asks, with the rows of `given`, which are read in the same round trip.

    Raises `session.required`.
    """
    bearer = token()
    with house().database.reading(org_of(bearer)) as tx:
        inside = _entered(tx, bearer, given)
        yield inside
    _went_on(inside[1], tx)


@contextmanager
def writing() -> Iterator[tuple[Tx, Actor]]:
    """A writing transaction for whoever asks. Raises `session.required`."""
    bearer = token()
    with house().database.writing(org_of(bearer)) as tx:
        actor = _entered(tx, bearer, ())[1]
        yield tx, actor
    _went_on(actor, tx)


def _went_on(actor: Actor, tx: Tx) -> None:
    """The session was used just now: seldom a small write of its own, and none with most requests."""
    stay(house().database, actor)
    note_use(house().database, actor, tx.now)


def _entered(tx: Tx, bearer: str | None, given: tuple[Given, ...]) -> Inside:
    sessions, *found = tx.batch((WHO, {"access": hash_of(bearer or "")}), *given)
    actor = actor_of(bearer, sessions)
    trace().entered(tx)
    return tx, actor, found


def read(story: Callable[..., T], *given: Any) -> T:
    """The answer of a reading story that needs nothing but its own transaction. Raises what the story does."""
    with reading() as (tx, actor, _):
        return story(tx, actor, *given)


@dataclass(frozen=True)
class Body:
    """What an operation takes: the fields of `shape`, without those the address gives, with `extra` ones beside.

    `example` is shown in the description, and a test sends it.
    """

    shape: type
    example: dict[str, Any]
    without: tuple[str, ...] = ()
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def schema(self) -> type[Schema]:
        """The schema that checks it."""
        return shapes.schema(self.shape, self.without, self.extra)

    def load(self, **known: str) -> Any:
        """The act that the request's body says; `known` comes from the address.

        Raises `request.too_large`, 415, `request.malformed` or `request.invalid`.
        """
        return self.load_both(**known)[0]

    def load_both(self, **known: str) -> tuple[Any, dict[str, Any]]:
        """The act, and beside it the extra fields."""
        given, beside, _ = self._read()
        return self.shape(**given, **known), beside

    def load_said(self, **known: str) -> tuple[Any, frozenset[str]]:
        """The act, and which of its fields the body says: what it leaves out has its default in the act."""
        given, _, said = self._read()
        return self.shape(**given, **known), said

    def _read(self) -> tuple[dict[str, Any], dict[str, Any], frozenset[str]]:
        sent = _json()
        given = shapes.check(self.schema, sent)
        beside = {name: given.pop(name) for name, _ in self.extra}
        return given, beside, frozenset(sent)


@dataclass(frozen=True)
class File:
    """What an operation takes that is a file: the content types it may have, and what it is."""

    types: tuple[str, ...]
    about: str


def _json() -> Any:
    raw = request.get_data(cache=False)  # 413 by its Content-Length, or while it is read
    if request.mimetype != JSON or request.content_encoding not in (None, "identity"):
        raise UnsupportedMediaType
    return loader.load(raw)


def query(shape: type[T]) -> T:
    """What the query of the address asks for. Raises `request.invalid`."""
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            fault = Fault(f"/{name}", "Say this once.", "invalid")
            raise invalid(faults=[fault], fields=name)
        given[name] = _number(values[0]) if name == "limit" else values[0]
    for name in _flags(shape):
        given |= {name: _FLAGS[given[name]]} if given.get(name) in _FLAGS else {}
    return shapes.load(shape, given)


_FLAGS = {"true": True, "false": False}


def _flags(shape: type) -> list[str]:
    return [field.name for field in fields(shape) if field.type is bool]


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def dump(answer: Any) -> bytes:
    """An answer as JSON; instants end in `Z`."""
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


def answer(shown: Any, status: int = 200) -> Response:
    """An answer that nobody keeps."""
    return Response(dump(shown), status, NO_STORE)


def made(shown: Any, is_new: bool) -> Response:
    """The answer to something made: 201, or 200 when this very thing was made before."""
    return answer(shown, 201 if is_new else 200)


def done() -> Response:
    """204: done, and nothing to show."""
    return Response(status=204, headers={"Cache-Control": "no-store"})

"""Signing in against one Argon2id verification, and what other readers keep of their rate meanwhile."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import orjson

from backend.accounts.opening import Organisation, join, open_account
from backend.accounts.vault import Vault
from backend.kernel.ids import new_id
from backend.people.rules import Post
from bench.casts import Writer, cast, sign_half
from bench.client import Client
from bench.places import Place
from bench.reading import cpu_each
from bench.server import Server
from bench.table import Line
from seeds.making import PASSWORD

COUNTED, AT_ONCE, SECONDS = 40, 4, 4.0


def sign_in(place: Place, server: Server) -> Iterator[Line]:
    """The lines of signing in on that database, with a password hashed at its real cost."""
    (writer,) = cast(place, 1)
    sign_half(writer)
    login, limit = _opened(writer)
    body = orjson.dumps(
        {"login": login, "password": PASSWORD, "device": {"id": new_id(), "name": "Bench", "platform": "web"}}
    )
    client = Client(server.port)
    cost = cpu_each(server, lambda _: client.post("/api/v1/auth/sessions", body), 201, COUNTED, warm=3)
    detail = f"{cost / 1000:.1f} ms of CPU, one verification {limit / 1000:.1f} ms"
    yield Line(f"sign-in, {place.name}", limit / cost, 0.9, detail)
    alone = _reads(server, writer)
    storm = [threading.Thread(target=_storm, args=(server, body)) for _ in range(AT_ONCE)]
    for thread in storm:
        thread.start()
    meanwhile = _reads(server, writer)
    for thread in storm:
        thread.join()
    detail = f"{meanwhile:.0f}/s of {alone:.0f}/s, {AT_ONCE} signing in all the time"
    yield Line(f"reads while others sign in, {place.name}", meanwhile / alone, 0.8, detail)


def _opened(writer: Writer) -> tuple[str, float]:
    """A login whose password is hashed as in life, and microseconds of CPU for one verification."""
    vault, maker, login = Vault(2), writer.maker, f"real@{writer.maker.key}"
    kept, today = vault.hash(PASSWORD), datetime.now(UTC).date()
    person = maker.person("Wren Aspen", Post.LEARNING_LEAD, today)
    with maker.database.writing(maker.org) as tx:
        account = open_account(tx, login, kept, None)
        join(tx, account, Organisation(maker.org, maker.key, maker.name), person)
    began = time.process_time()
    for _ in range(COUNTED):
        assert vault.matches(kept, PASSWORD)
    return login, (time.process_time() - began) / COUNTED * 1e6


def _reads(server: Server, writer: Writer) -> float:
    """Reads of the plan a second, one after the other, for some seconds."""
    client, token = Client(server.port), f"Authorization: Bearer {writer.maker.token(writer.mentor)}\r\n"
    path, done, until = f"/api/v1/plans/{writer.plans[0].id}", 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        assert client.get(path, token).status == 200
        done += 1
    return done / SECONDS


def _storm(server: Server, body: bytes) -> None:
    client, until = Client(server.port), time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        assert client.post("/api/v1/auth/sessions", body).status in (201, 503)

"""POST sign-off over HTTP against raw commits of one row, with one, eight and thirty-two writers."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson

from backend.kernel.ids import new_id
from bench import raw
from bench.casts import LATEST_INTENT, STATEMENT, Writer, cast
from bench.client import Client
from bench.places import Place
from bench.server import Server
from bench.table import Line

USES = 20
CRITERIA = 22
WARM = 10


Asked = tuple[str, bytes]
"""Path and body of a POST."""


def bodies(writer: Writer, wanted: int) -> list[Asked]:
    """Path and body of `wanted` sign-offs over the writer's items, with presences opened beforehand."""
    seen_on = (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    items = [(plan, item) for plan in writer.plans for item in plan.items]
    made = []
    for number in range(wanted):
        if number % USES == 0:
            presence = writer.maker.presence(writer.mentor)
        plan, item = items[number % len(items)]
        body = {
            "id": new_id(),
            "outcome": "competent",
            "seen_on": seen_on,
            "method": item.policy.methods[0],
            "help": "alone",
            "statement": STATEMENT,
            "item_rev": item.rev,
            "intent": LATEST_INTENT,
            "presence": presence,
        }
        made.append((f"/api/v1/plans/{plan.id}/items/{item.id}/sign-offs", orjson.dumps(body)))
    return made


def storm(server: Server, work: list[tuple[Writer, list[Asked]]]) -> tuple[float, float, float]:
    """Requests a second, the 99th percentile in milliseconds, and microseconds of server CPU for one, when each writer
    sends theirs one after the other.
    """
    waited: list[float] = []
    ready = threading.Barrier(len(work) + 1)

    def run(writer: Writer, given: list[Asked]) -> None:
        client = Client(server.port)
        token = f"Authorization: Bearer {writer.maker.token(writer.mentor)}\r\n"
        ready.wait()
        for path, body in given:
            started = time.perf_counter()
            answer = client.post(path, body, token)
            waited.append(time.perf_counter() - started)
            assert answer.status == 201, answer.body

    threads = [threading.Thread(target=run, args=one) for one in work]
    for thread in threads:
        thread.start()
    ready.wait()
    cpu, started = server.cpu(), time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    total = len(waited)
    assert total == sum(len(given) for _, given in work)
    p99 = sorted(waited)[int(total * 0.99)] * 1000
    return total / took, p99, (server.cpu() - cpu) / total * 1e6


def sign_offs(place: Place, server: Server) -> Iterator[Line]:
    """The lines of POST sign-off on that database."""
    for count, organisations, limit, due in limits(place):
        each = max(20, 640 // count)
        # As in life, an item gets two sign-offs and not twenty.
        plans = -(-(WARM + each) // (2 * CRITERIA))
        writers = cast(place, count, plans_each=plans, organisations=organisations)
        storm(server, [(writer, bodies(writer, WARM)) for writer in writers])
        measured = storm(server, [(writer, bodies(writer, each)) for writer in writers])
        yield line(f"POST sign-off, {who(count, organisations)}, {place.name}", measured, limit, due)


def limits(place: Place) -> Iterator[tuple[int, int, float, float]]:
    """How many write in how many organisations, raw commits a second of as many, and what part of that is due."""
    if "SQLite" in place.name:
        for count in (1, 8, 32):
            yield count, 1, raw.sqlite_commits(place.folder, count), 0.25
        return
    for organisations, due in ((1, 0.08), (8, 0.12)):
        yield 8, organisations, raw.postgres_commits(place.owner_url, 8), due


def who(count: int, organisations: int) -> str:
    """How many write, in words."""
    of = f", {organisations} organisations" if organisations > 1 else ""
    return f"{count} writer{'s' if count > 1 else ''}{of}"


def line(name: str, measured: tuple[float, float, float], limit: float, due: float | None) -> Line:
    """What a storm came to, against raw commits."""
    rate, p99, cpu = measured
    return Line(name, rate / limit, due, f"{rate:.0f}/s, raw {limit:.0f}/s, p99 {p99:.0f} ms, {cpu:.0f} us of CPU")

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


def bodies(writer: Writer, wanted: int) -> list[tuple[str, bytes]]:
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


def storm(server: Server, writers: list[Writer], each: int) -> tuple[float, float, float]:
    """Sign-offs a second, the 99th percentile in milliseconds, and microseconds of server CPU for one."""
    work = [(writer, bodies(writer, each)) for writer in writers]
    waited: list[float] = []
    ready = threading.Barrier(len(work) + 1)

    def run(writer: Writer, given: list[tuple[str, bytes]]) -> None:
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
    assert total == each * len(writers)
    p99 = sorted(waited)[int(total * 0.99)] * 1000
    return total / took, p99, (server.cpu() - cpu) / total * 1e6


def sign_offs(place: Place, server: Server) -> Iterator[Line]:
    """The lines of POST sign-off on that database."""
    if "SQLite" in place.name:
        for count in (1, 8, 32):
            yield _line(place, server, count, 1, raw.sqlite_commits(place.folder, count), 0.25)
        return
    for organisations, due in ((1, 0.08), (8, 0.12)):
        limit = raw.postgres_commits(place.owner_url, 8)
        yield _line(place, server, 8, organisations, limit, due)


def _line(place: Place, server: Server, count: int, organisations: int, limit: float, due: float) -> Line:
    each = max(20, 640 // count)
    # As in life, an item gets two sign-offs and not twenty.
    writers = cast(place, count, plans_each=-(-(WARM + each) // (2 * CRITERIA)), organisations=organisations)
    storm(server, writers, WARM)
    rate, p99, cpu = storm(server, writers, each)
    of = f", {organisations} organisations" if organisations > 1 else ""
    name = f"POST sign-off, {count} writer{'s' if count > 1 else ''}{of}, {place.name}"
    detail = f"{rate:.0f}/s, raw {limit:.0f}/s, p99 {p99:.0f} ms, {cpu:.0f} us of CPU"
    return Line(name, rate / limit, due, detail)

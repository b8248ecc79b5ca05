"""GET plan (first time, again, 304), what-if and the board, as CPU of the server against a bare hello beside them."""

from collections.abc import Callable, Iterator

import orjson

from bench.casts import cast, sign_half
from bench.client import Answer, Client
from bench.places import Place
from bench.server import Server
from bench.table import Line

WARM, COUNTED = 200, 1500


def cpu_each(
    server: Server, send: Callable[[int], Answer], wanted: int, counted: int = COUNTED, warm: int = WARM
) -> float:
    """Microseconds of the server's CPU for one request of `send`, which must answer `wanted`."""
    for number in range(warm):
        assert send(number).status == wanted
    before = server.cpu()
    for number in range(counted):
        assert send(number).status == wanted
    return (server.cpu() - before) / counted * 1e6


def get_plan(place: Place, server: Server) -> Iterator[Line]:
    """The lines of GET plan on that database. 'First' asks where no answer is kept."""
    (writer,) = cast(place, 1)
    sign_half(writer)
    path = f"/api/v1/plans/{writer.plans[0].id}"
    token = f"Authorization: Bearer {writer.maker.token(writer.mentor)}\r\n"
    client = Client(server.port)
    tag = client.get(path, token).header("etag")
    limit = cpu_each(server, lambda _: client.get("/hello/"), 200)
    fresh = cpu_each(server, lambda _: client.get(path.replace("/api", "/forgetful"), token), 200)
    again = cpu_each(server, lambda _: client.get(path, token), 200)
    unchanged = cpu_each(server, lambda _: client.get(path, f"{token}If-None-Match: {tag}\r\n"), 304)
    due = (0.15, 0.35, 0.40) if "SQLite" in place.name else (0.07, 0.12, 0.15)
    for name, cost, wanted in zip(("first time", "again", "304"), (fresh, again, unchanged), due, strict=True):
        detail = f"{cost:.0f} us of CPU, hello {limit:.0f} us"
        yield Line(f"GET plan, {name}, {place.name}", limit / cost, wanted, detail)


def what_if(place: Place, server: Server) -> Iterator[Line]:
    """The line of what-if: everything a mentee has signed, held against another role."""
    (writer,) = cast(place, 1)
    sign_half(writer)
    plan = writer.plans[0]
    path = f"/api/v1/people/{plan.mentee.id}/what-if?framework_id={plan.framework.id}&role=senior"
    token = f"Authorization: Bearer {writer.maker.token(writer.mentor)}\r\n"
    client = Client(server.port)
    limit = cpu_each(server, lambda _: client.get("/hello/"), 200)
    cost = cpu_each(server, lambda _: client.get(path, token), 200)
    yield Line(f"GET what-if, {place.name}", limit / cost, None, f"{cost:.0f} us of CPU, hello {limit:.0f} us")


def board(place: Place, server: Server) -> Iterator[Line]:
    """The line of the board: fifty plans of a site, with what each still needs."""
    writers = cast(place, 50)
    for writer in writers:
        sign_half(writer)
    token = f"Authorization: Bearer {writers[0].maker.token(writers[0].mentor)}\r\n"
    client = Client(server.port)
    limit = cpu_each(server, lambda _: client.get("/hello/"), 200)
    answer = client.get("/api/v1/readiness?limit=50", token)
    assert len(orjson.loads(answer.body)["items"]) == 50
    cost = cpu_each(server, lambda _: client.get("/api/v1/readiness?limit=50", token), 200, counted=300)
    yield Line(
        f"GET readiness, 50 plans, {place.name}", limit / cost, 0.15, f"{cost:.0f} us of CPU, hello {limit:.0f} us"
    )

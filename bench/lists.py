"""Lists among 50, 5,000 and 500,000 plans: a page must cost the same wherever it lies and however few are one's own."""

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from backend.house import APPLIES
from backend.kernel.clock import system_clock
from backend.kernel.database import Database
from backend.kernel.ids import Id
from backend.people.rules import Post
from bench.client import Answer, Client
from bench.cost import in_hellos
from bench.filling import FAMILY, GIVEN, Copied, grow, id_at
from bench.pages import signed_in
from bench.places import Place
from bench.server import Server
from bench.table import Line
from seeds.making import Maker

SIZES = (50, 5_000, 500_000)
MOST_GROWTH = 1.3


def lists(place: Place, server: Server) -> Iterator[Line]:
    """The lines of every list on that database: what is due is the growth from the second size to the third."""
    maker, copied, people = _cast(place)
    tokens = {who: f"Authorization: Bearer {maker.token(person)}\r\n" for who, person in people.items()}
    cookies = {who: signed_in(Client(server.port), maker.logins[person]) for who, person in people.items()}
    took: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for size in SIZES:
        grow(place.owner_url, copied, size)
        client = Client(server.port)  # the server has closed the one before: filling takes a while
        for who, name, path in _asked(people, copied.near, size):
            head = (tokens if path.startswith("/api") else cookies)[who]
            cost = in_hellos(place, server, client, _sending(client, path, head))
            took.setdefault((who, name), []).append(cost)
    for (who, name), each in took.items():
        yield _line(f"{name}, {who}, {place.name}", each)


def _sending(client: Client, path: str, head: str) -> Callable[[], Answer]:
    return lambda: client.get(path, head)


def _line(name: str, each: list[tuple[float, float]]) -> Line:
    few, many, most = (hellos for hellos, _ in each)
    spent = " / ".join(f"{milliseconds:.2f}" for _, milliseconds in each)
    hellos = " / ".join(f"{one:.1f}" for one in (few, many, most))
    detail = f"x{most / many:.2f}, from the fewest x{most / few:.2f}: {spent} ms of CPU, {hellos} hellos"
    return Line(name, many / most, 1 / MOST_GROWTH, detail)


def _asked(people: dict[str, Id], site: Id, size: int) -> Iterator[tuple[str, str, str]]:
    """Who asks for what: a name for the table, and the path."""
    for who in people:
        for name, path in _everybody(site).items():
            yield who, name, path
    for who in ("site manager", "area manager", "people team"):
        for name, path in _leading().items():
            yield who, name, path
    for who in ("area manager", "people team"):
        for name, path in _leading_many(size).items():
            yield who, name, path


def _everybody(site: Id) -> dict[str, str]:
    people = "/api/v1/people?limit=50"
    return {
        "plans": "/api/v1/plans?limit=50",
        "agreements": "/api/v1/agreements?limit=50",
        "people": people,
        "people called": f"{people}&search={GIVEN}",
        "people of a site": f"{people}&site_id={site}",
        "page /people": "/people",
        "page /plans": "/plans",
        "page /agreements": "/agreements",
        "page of a person": f"/people/{id_at(1, 0)}",
    }


def _leading() -> dict[str, str]:
    board = "/api/v1/readiness?limit=50"
    return {
        "board": board,
        "board by name": f"{board}&sort=name",
        "board, behind": f"{board}&flag=behind",
        "board called": f"{board}&search={GIVEN}",
        "page /board": "/board",
        "page /rhythm": "/rhythm",
    }


def _leading_many(size: int) -> dict[str, str]:
    middle = size // 2
    key = f"{GIVEN} {FAMILY} {middle:012x}"
    deep, people, board = id_at(3, middle), "/api/v1/people?limit=50", "/api/v1/readiness?limit=50"
    return {
        "plans, deep": f"/api/v1/plans?limit=50{_cursor(deep)}",
        "agreements, deep": f"/api/v1/agreements?limit=50{_cursor(id_at(2, middle))}",
        "people, deep": people + _cursor(key, id_at(1, middle)),
        "people called, two words": f"{people}&search={FAMILY}%20{GIVEN}",
        "people in a post": f"{people}&post=senior",
        "board by end": f"{board}&sort=ends_on",
        "board, ready": f"{board}&flag=ready",
        "board, standing still (nobody)": f"{board}&flag=paused",
        "board, deep": board + _cursor(datetime.now(UTC).date().isoformat(), deep),
        "board by name, deep": f"{board}&sort=name{_cursor(key, deep)}",
        "board called, deep": f"{board}&search={GIVEN}{_cursor(key, id_at(1, middle), deep)}",
        "what mentors carry": "/api/v1/readiness/mentors?limit=50",
        "days to an answer": "/api/v1/readiness/answers?limit=50",
    }


def _cursor(*keys: str) -> str:
    return "&cursor=" + base64.urlsafe_b64encode("\x1f".join(keys).encode()).decode().rstrip("=")


def _cast(place: Place) -> tuple[Maker, Copied, dict[str, Id]]:
    maker = Maker(Database(place.url, system_clock, APPLIES), "bench-lists", "Bench").found()
    areas = [maker.area(name) for name in ("Brook", "Coast", "Dale")]
    near, elsewhere = maker.site(areas[0], "Maple Court"), maker.site(areas[1], "Larch House")
    today = datetime.now(UTC).date()
    since = today - timedelta(days=60)
    people = {
        "area manager": maker.person("Ash Linden", Post.AREA_MANAGER, since, area=areas[0]),
        "site manager": maker.person("Kit Hawthorn", Post.MANAGER, since, site=near),
        "people team": maker.person("Ivy Cedar", Post.PEOPLE_TEAM, since),
        "mentor": maker.person("Jo Rowan", Post.DEPUTY, since, site=elsewhere),
    }
    for who, person in people.items():
        maker.account(person, f"{who.replace(' ', '.')}@{maker.key}")
    mentee = maker.person("Maya Alder", Post.SENIOR, since, site=near)
    maker.account(mentee, f"mentee@{maker.key}")
    ends_on = today + timedelta(days=30)
    agreement = maker.agreement(mentee, [people["mentor"]], people["area manager"], since, ends_on)
    plan = maker.plan(people["mentor"], agreement, maker.framework(), "senior", since, ends_on)
    copied = Copied(maker.org, plan, agreement, mentee, people["mentor"], near, elsewhere, areas)
    return maker, copied, people

"""Lists among 50, 5,000 and 500,000 plans: a page must cost the same wherever it lies and however few are one's own."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter

from backend.house import APPLIES
from backend.kernel.clock import system_clock
from backend.kernel.database import Database
from backend.kernel.ids import Id
from backend.people.rules import Post
from bench.client import Client
from bench.filling import SEARCH, Copied, grow, id_at
from bench.places import Place
from bench.server import Server
from bench.table import Line
from seeds.making import Maker

SIZES = (50, 5_000, 20_000)
MOST_GROWTH = 1.3
WARM, COUNTED = 5, 40


def lists(place: Place, server: Server) -> Iterator[Line]:
    """The lines of every list on that database: growth is from the second size to the third."""
    maker, copied, people = _cast(place)
    tokens = {who: f"Authorization: Bearer {maker.token(person)}\r\n" for who, person in people.items()}
    took: dict[tuple[str, str], list[float]] = {}
    for size in SIZES:
        grow(place.owner_url, copied, size)
        client = Client(server.port)  # the server has closed the one before: filling takes a while
        for who, name, path in _asked(people, size):
            took.setdefault((who, name), []).append(_milliseconds(client, path, tokens[who]))
    for (who, name), each in took.items():
        growth = each[2] / each[1]
        detail = f"{' / '.join(f'{one:.2f}' for one in each)} ms, grows x{growth:.2f}"
        yield Line(f"{name}, {who}, {place.name}", 1 / growth, 1 / MOST_GROWTH, detail)


def _milliseconds(client: Client, path: str, token: str) -> float:
    """The first decile: what a request takes when nothing else is in its way."""
    took = []
    for _ in range(WARM + COUNTED):
        started = perf_counter()
        answer = client.get(path, token)
        took.append(perf_counter() - started)
        assert answer.status == 200, answer.body
    return sorted(took[WARM:])[COUNTED // 10] * 1000


def _asked(people: dict[str, Id], size: int) -> Iterator[tuple[str, str, str]]:
    """Who asks for what: a name for the table, and the path."""
    middle = size // 2
    plans, deep_plans = "/api/v1/plans?limit=50", _cursor(id_at(3, middle))
    agreements, deep_agreements = "/api/v1/agreements?limit=50", _cursor(id_at(2, middle))
    all_people, deep_people = "/api/v1/people?limit=50", _cursor(f"maya alder {middle:012x}", id_at(1, middle))
    for who in people:
        yield who, "plans", plans
        yield who, "agreements", agreements
        yield who, "people", all_people
        yield who, "people called", f"{all_people}&search={SEARCH}"
        if who != "mentor":
            yield who, "board", "/api/v1/readiness?limit=50"
            yield who, "board by name", "/api/v1/readiness?limit=50&sort=name"
            yield who, "board by end", "/api/v1/readiness?limit=50&sort=ends_on"
        if who in ("area manager", "people team"):
            yield who, "what mentors carry", "/api/v1/readiness/mentors?limit=50"
            yield who, "days to an answer", "/api/v1/readiness/answers?limit=50"
            yield who, "plans, deep", plans + deep_plans
            yield who, "agreements, deep", agreements + deep_agreements
            yield who, "people, deep", all_people + deep_people


def _cursor(*keys: str) -> str:
    return "&cursor=" + base64.urlsafe_b64encode("\x1f".join(keys).encode()).decode().rstrip("=")


def _cast(place: Place) -> tuple[Maker, Copied, dict[str, Id]]:
    maker = Maker(Database(place.url, system_clock, APPLIES), "bench-lists", "Bench").found()
    areas = [maker.area(name) for name in ("Brook", "Coast", "Dale", "Fell", "Heath", "Lake", "Marsh", "Moor", "Vale")]
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

"""`./run demo --scale` makes a crowd beside the people of the demo, by the same acts."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from backend.accounts.sessions import who
from backend.house import House
from backend.kernel.clock import system_clock
from backend.signoff.reading import PlanFilter, list_plans
from backend.upkeep.verifying import verify
from seeds.demo.cast import FILES, Cast
from seeds.demo.place import NAME, ensure_made, settings_of
from seeds.progress import Progress
from seeds.stops import Stop
from tests.seeds.test_demo import entered, told

SCALE = 50


@pytest.fixture(scope="module")
def crowded_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a demo and fifty people beside."""
    data = tmp_path_factory.mktemp("crowded")
    assert ensure_made(data, scale=SCALE)
    return data


@pytest.fixture(scope="module")
def crowded(crowded_data: Path) -> Iterator[House]:
    """The house of that demo."""
    made = House.open(replace(settings_of(crowded_data), connections=2), system_clock)
    yield made
    made.database.close()


def test_so_many_people_are_there_beside_those_told(crowded_data: Path, demo_data: Path) -> None:
    count = "SELECT count(*) FROM people GROUP BY org ORDER BY 1"
    ((rookery,), (hazelwood,)) = told(demo_data, count)
    assert told(crowded_data, count) == [(rookery,), (hazelwood + SCALE,)]
    assert told(crowded_data, "SELECT count(DISTINCT name) FROM people") == [(rookery + hazelwood + SCALE,)]


def test_nobody_of_the_crowd_has_a_login_or_is_still_signed_in(crowded_data: Path, demo_data: Path) -> None:
    in_bulk = "SELECT count(*) FROM sessions WHERE ended_at IS NULL AND device_name = 'Made by the operator'"
    assert told(crowded_data, in_bulk) == [(0,)]
    for table in ("accounts", "logins", "memberships"):
        question = f"SELECT count(*) FROM {table}"  # noqa: S608 - names of our own
        assert told(crowded_data, question) == told(demo_data, question)


def test_the_crowds_agreements_plans_and_signatures_come_on_top(crowded_data: Path, demo_data: Path) -> None:
    for table in ("agreements", "plans", "requests", "sign_offs"):
        question = f"SELECT count(*) FROM {table}"  # noqa: S608 - names of our own
        ((there,),), ((without,),) = told(crowded_data, question), told(demo_data, question)
        assert there > without, table
    assert told(crowded_data, "SELECT count(*) FROM sign_offs WHERE statement = ''") == [(0,)]


def test_every_sign_off_of_the_crowd_spent_a_presence_that_is_there(crowded_data: Path) -> None:
    spent = "json_extract(CAST(e.facts AS TEXT), '$.attestation.presence.id')"
    signed = "FROM entries e LEFT JOIN presences p ON p.id = " + spent + " WHERE e.kind = 'sign_off'"
    ((found, distinct),) = told(crowded_data, f"SELECT count(*), count(p.id) {signed}")
    assert (found > 300, distinct) == (True, found)


def test_the_demos_people_team_pages_through_all_plans(crowded: House, crowded_data: Path) -> None:
    token = entered(crowded, "people@demo.test").access_token
    org = token.partition(".")[0]
    seen, cursor = [], None
    while True:
        with crowded.database.reading(org) as tx:  # type: ignore[arg-type]  # an id, as the row says
            page = list_plans(tx, who(tx, token), PlanFilter(limit=10, cursor=cursor))
        seen += [plan.id for plan in page.items]
        if (cursor := page.next_cursor) is None:
            break
    plans = told(crowded_data, "SELECT p.id FROM plans p JOIN organisations o ON o.org = p.org AND o.key = 'hazelwood'")
    assert sorted(seen) == sorted(id_ for (id_,) in plans)
    assert len(seen) == len(set(seen))


def test_the_log_of_a_crowd_is_whole(crowded_data: Path) -> None:
    assert verify(f"sqlite:///{crowded_data / NAME}") == []


def test_a_second_start_finds_the_crowd_and_a_larger_one_is_told_to_begin_afresh(crowded_data: Path) -> None:
    assert (ensure_made(crowded_data, scale=SCALE), ensure_made(crowded_data)) == (False, False)
    with pytest.raises(Stop, match="was made with fewer people"):
        ensure_made(crowded_data, scale=5000)


def test_the_same_size_is_told_the_same_and_there_is_an_end_of_names() -> None:
    tellings = [Cast(FILES[0], SCALE) for _ in range(2)]
    assert tellings[0].crowd == tellings[1].crowd
    assert tellings[0].roles == tellings[1].roles
    assert len(Cast(FILES[0], 5000).roles) == len(Cast(FILES[0]).roles) + 5000
    with pytest.raises(Stop, match="There are names for"):
        Cast(FILES[0], 1_000_000)


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_line_every_tenth_and_a_bar_on_a_terminal() -> None:
    plain, bar = StringIO(), _Terminal()
    for out in (plain, bar):
        progress = Progress("Making", out)
        progress.total = 40
        for _ in range(40):
            progress.step()
    assert plain.getvalue().splitlines() == [f"Making: {percent} %" for percent in range(10, 101, 10)]
    assert bar.getvalue().endswith("\rMaking [########################################] 100 %\n")
    assert "\rMaking [####################                    ]  50 %" in bar.getvalue()

"""Serving starts once, answers, and stops cleanly."""

import json
import signal
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.seeds.conftest import ask, running, word

FOUNDING = [
    "--key", "oakfield", "--name", "Oakfield", "--administrator", "Ann Oak", "--login", "ann@oakfield.test",
]  # fmt: skip

NOWHERE = "203.0.113.1"
"""An address for documents, which this machine does not have: what is wrongly not refused cannot serve there."""


def answers(address: str) -> bool:
    try:
        return ask(address, "/healthz")[0] == 200
    except OSError:
        return False


def test_the_demo_answers_under_both_mounts(served: str) -> None:
    assert ask(served, "/healthz") == (200, "up\n")
    assert ask(served, "/readyz") == (200, "ready\n")
    status, described = ask(served, "/api/v1/openapi.json")
    assert (status, json.loads(described)["openapi"][:3]) == (200, "3.1")


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_a_real_organisation_can_begin_and_the_server_stops_cleanly(tmp_path: Path, way: signal.Signals) -> None:
    data = {"COUNTERSIGN_DATA": str(tmp_path / "data"), "COUNTERSIGN_SECURE_COOKIES": "0"}
    assert word("migrate", **data).returncode == 0
    founded = word("found-organisation", *FOUNDING, **data)
    password = next(line.strip() for line in founded.stdout.splitlines() if line.startswith("    "))
    assert word("load-frameworks", **data).stdout.splitlines() == [
        "oakfield: Care Certificate, version 1",
        "oakfield: Early years room leader plan, version 1",
        "oakfield: School support supervisor plan, version 1",
        "oakfield: Senior and manager mentoring plan, version 1",
    ]
    with running("serve", **data) as (address, process):
        act = {"login": "ann@oakfield.test", "password": password, "device": {"name": "A test", "platform": "web"}}
        status, answer = ask(address, "/api/v1/auth/sessions", act)
        assert (status, json.loads(answer)["person"]["name"]) == (201, "Ann Oak")
        process.send_signal(way)
        assert process.wait(20) == 0
        assert not answers(address)
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "countersign.sqlite3", "secret-key", "serving.lock",
    ]  # fmt: skip
    modes = [stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) for name in (".", "secret-key")]
    assert modes == [0o700, 0o600]


def test_a_worker_whose_keeper_is_killed_stops_too(tmp_path: Path) -> None:
    with running("serve", COUNTERSIGN_DATA=str(tmp_path)) as (address, process):
        process.kill()
        process.wait()
        deadline = time.monotonic() + 15
        while answers(address) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not answers(address)


def test_one_database_is_served_once_and_one_port_too(tmp_path: Path) -> None:
    data = {"COUNTERSIGN_DATA": str(tmp_path)}
    with running("serve", **data) as (address, _):
        port = address.rpartition(":")[2]
        refused = [
            word("serve", "--port", port, COUNTERSIGN_DATA=str(tmp_path / "other")),
            word("serve", "--host", NOWHERE, **data),
            word("migrate", **data),
        ]
    assert [answer.returncode for answer in refused] == [1, 1, 1]
    assert "Choose another with --port" in refused[0].stderr
    assert ["served already" in answer.stderr for answer in refused[1:]] == [True, True]


def test_it_refuses_a_database_that_is_behind(tmp_path: Path) -> None:
    data = {"COUNTERSIGN_DATA": str(tmp_path)}
    word("migrate", **data)
    with closing(sqlite3.connect(tmp_path / "countersign.sqlite3")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    answer = word("serve", "--host", NOWHERE, **data)
    assert (answer.returncode, "Take a copy of it, then run `./run migrate`" in answer.stderr) == (1, True)


def test_it_refuses_a_demos_database(demo_data: Path) -> None:
    answer = word("serve", "--host", NOWHERE, COUNTERSIGN_DATA=str(demo_data))
    assert (answer.returncode, "is a demo's" in answer.stderr) == (1, True)


def test_it_refuses_several_workers_on_the_embedded_database(tmp_path: Path) -> None:
    answer = word("serve", "--host", NOWHERE, "--workers", "2", COUNTERSIGN_DATA=str(tmp_path))
    assert (answer.returncode, "exactly one process" in answer.stderr) == (1, True)

"""A demo made once for all tests of it, and a copy of it served on a free port."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from backend.house import House
from backend.kernel.clock import system_clock
from seeds.__main__ import main
from seeds.demo.place import ensure_made, settings_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a fresh demo, for looking only."""
    data = tmp_path_factory.mktemp("demo")
    assert ensure_made(data)
    return data


@pytest.fixture(scope="session")
def demo(demo_data: Path) -> Iterator[House]:
    """The house of that demo."""
    made = House.open(replace(settings_of(demo_data), connections=2), system_clock)
    yield made
    made.database.close()


@pytest.fixture(scope="session")
def served(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a copy of the demo, served as `./run demo` serves it."""
    data = shutil.copytree(demo_data, tmp_path_factory.mktemp("served") / "demo")
    with running("demo", "--data", str(data)) as (address, _):
        yield address


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


@dataclass
class Said:
    """What a word of the command line answered."""

    returncode: int
    stdout: str
    stderr: str


def word(*arguments: str, **environ: str) -> Said:
    """A word of the command line, done here: starting an interpreter for each takes longer than the word."""
    out, err = (TextIOWrapper(BytesIO(), write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments, environ)
        except SystemExit as not_understood:
            status = int(not_understood.code or 0)
    said, wrong = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Said(status, said, wrong)


@contextmanager
def running(*arguments: str, **environ: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A word that serves, once it answers: its address and process. It is stopped at the end if it still runs."""
    port = free_port()
    command = [sys.executable, "-m", "seeds", *arguments, "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=_environ(environ), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            _await(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(20)


def _environ(own: dict[str, str]) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGN_")}
    return {**others, **own}


def _await(address: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(process.communicate()[0])
        try:
            assert ask(address, "/readyz")[0] == 200
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{address} did not answer")


def ask(address: str, path: str, body: Any = None) -> tuple[int, str]:
    """Status and text of an answer to a GET, or to a POST of `body` as JSON. Raises `OSError` when nobody answers."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=20)) as connection:
        method, given = ("GET", None) if body is None else ("POST", json.dumps(body))
        connection.request(method, path, given, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

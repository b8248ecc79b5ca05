"""Starts the app in a server process of its own, and reads what CPU time it used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import Client
from seeds.serving import THREADS

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server: where it listens, and its processes."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU that the server and its workers have used so far."""
        return sum(map(cpu_of, self.pids()))

    def pids(self) -> list[int]:
        """The server and its workers."""
        return [self.pid, *_children(self.pid)]


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found] + [grand for child in found for grand in _children(int(child))]


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(url: str, data: Path, threads: int = THREADS) -> Iterator[Server]:
    """The app on the database at `url`, with one worker of `threads` threads."""
    port = free_port()
    environment = {
        **os.environ,
        "COUNTERSIGN_DATABASE_URL": url,
        "COUNTERSIGN_DATA": str(data),
        "COUNTERSIGN_SECRET_KEY": "for the bench",
        "COUNTERSIGN_SECURE_COOKIES": "0",
    }
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "bench.app:application", "--host",
        "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", str(threads), "--backlog", "1024",
        "--no-ws", "--http", "1", "--log-level", "warning", "--respawn-failed-workers",
    ]  # fmt: skip
    with (data / "server.log").open("wb") as log:  # a line a request, as in real life
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _await(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(10)


def _await(port: int) -> None:
    for _ in range(6000):  # five minutes: on a busy machine it takes one
        try:
            Client(port).get("/hello/")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")

"""Worker processes that can be killed by the hundred: one process imports everything, and forks a worker when told to.

`python -m tests.notices.workers URL WORKER_URL ENDPOINT CREDENTIALS`; a line on its input starts one, its pid is the
answer. With its input it ends, and the workers with it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

from backend.house import House
from backend.kernel.lines import line_log
from backend.kernel.settings import Settings, Transports
from backend.notices.rules import WorkerPace

ROOT = Path(__file__).parents[2]
QUICK = WorkerPace(
    lease=timedelta(seconds=3),
    first=timedelta(milliseconds=50),
    longest=timedelta(milliseconds=500),
    idle=timedelta(milliseconds=50),
    at_once=16,
    ahead=48,
)
"""As in life, only sooner; a lease is longer than the longest time that the server asks to wait."""


def work(settings: Settings, pace: WorkerPace) -> None:
    """Works until it is killed or told to stop."""
    house, stop = House.open(settings), Event()

    def end(*_: object) -> None:
        stop.set()
        house.database.bell.set()

    signal.signal(signal.SIGTERM, end)
    house.worker(line_log(), pace, pattern=None, sweeps=False).run(stop)
    house.close()


@dataclass
class Workers:
    """The process that forks, and who is at work."""

    process: subprocess.Popen[str]
    pids: list[int]

    def start(self) -> None:
        """One more."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("one\n")
        self.process.stdin.flush()
        self.pids.append(int(self.process.stdout.readline()))

    def end(self, number: int, way: signal.Signals = signal.SIGKILL) -> None:
        """Kills one."""
        os.kill(self.pids.pop(number), way)


@contextmanager
def workers(settings: Settings, folder: Path, count: int, pace: str = "quick") -> Iterator[Workers]:
    """So many at work on the database of `settings`."""
    transports = settings.transports
    given = [settings.database_url, settings.worker_url, transports.fcm_endpoint, str(transports.firebase_credentials)]
    with (folder / "workers.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.notices.workers", pace, *given],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        made = Workers(process, [])
        try:
            for _ in range(count):
                made.start()
            yield made
        finally:
            for number in reversed(range(len(made.pids))):
                made.end(number)
            process.communicate()


def main(pace: str, url: str, worker_url: str, endpoint: str, credentials: str) -> None:
    """Forks a worker for each line of the input."""
    import backend.notices.firebase  # what a worker would load at its start, once for all of them

    assert backend.notices.firebase
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    transports = Transports(firebase_credentials=Path(credentials), fcm_endpoint=endpoint)
    settings = Settings(url, url, "only for tests", Path("/nonexistent"), worker_url=worker_url, transports=transports)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work(settings, QUICK if pace == "quick" else WorkerPace())
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main(*sys.argv[1:])

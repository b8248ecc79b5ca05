"""How far something long has come: a bar on a terminal, a line every tenth elsewhere."""

import sys
from typing import TextIO

WIDTH = 40


class Progress:
    """Counts steps of what is called `what`; it says nothing while `total` is 0."""

    def __init__(self, what: str, out: TextIO | None = None) -> None:
        self.total = 0
        self._what, self._out = what, out or sys.stdout
        self._done, self._shown = 0, 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self.total == 0:
            return
        percent = 100 * self._done // self.total
        if percent == self._shown or (percent % 10 and not self._out.isatty()):
            return
        self._shown = percent
        if self._out.isatty():
            bar = "#" * (WIDTH * percent // 100)
            end = "\n" if percent == 100 else ""
            print(f"\r{self._what} [{bar:<{WIDTH}}] {percent:3} %", end=end, file=self._out, flush=True)
        else:
            print(f"{self._what}: {percent} %", file=self._out, flush=True)

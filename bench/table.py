"""The table a bench prints: one line a figure, as a ratio to its limit, beside what is due."""

from dataclasses import dataclass


@dataclass
class Line:
    """One figure: `ratio` is to the raw limit in the same run, `due` is what it should reach."""

    name: str
    ratio: float
    due: float | None
    detail: str

    def text(self) -> str:
        """The line as printed."""
        due = "   -  " if self.due is None else f"{self.due:6.2f}"
        mark = " " if self.due is None or self.ratio >= self.due else "<"
        return f"{self.name:<52} {self.ratio:6.3f} {mark} {due}   {self.detail}"


HEADER = f"{'request':<52} {'ratio':>6}   {'due':>6}   measured"

"""What a surface notes of each request: one JSON line, without personal data.

No address with ids in it, no query, no name, no token: the route's pattern, the status, how long it took, and the first
eight digits of the organisation's id.
"""

import traceback
from dataclasses import dataclass, field
from time import perf_counter
from typing import BinaryIO

from backend.kernel.database import Tx
from backend.kernel.ids import Id, new_id
from backend.kernel.lines import line_log


@dataclass
class Trace:
    """What is noted of a request while it lasts. `began` is in seconds of a clock that only counts."""

    request_id: Id = field(default_factory=new_id)
    began: float = field(default_factory=perf_counter)
    org: str | None = None
    txs: list[Tx] = field(default_factory=list)

    def entered(self, tx: Tx) -> None:
        """Notes a transaction of this request, for whoever was let in."""
        self.txs.append(tx)
        self.org = tx.org[:8] if tx.org else None

    @property
    def statements(self) -> int:
        """How many statements it has sent so far."""
        return sum(tx.statements for tx in self.txs)


class RequestLog:
    """Writes lines to `out`, or to standard error."""

    def __init__(self, surface: str, out: BinaryIO | None = None) -> None:
        self._log = line_log(out, surface=surface)

    def answered(self, trace: Trace, method: str, route: str | None, status: int) -> None:
        """Notes the end of a request; `route` is the pattern it matched."""
        self._log.info(
            "request",
            request_id=trace.request_id,
            method=method,
            route=route,
            status=status,
            milliseconds=round((perf_counter() - trace.began) * 1000, 2),
            org=trace.org,
            statements=trace.statements,
        )

    def failed(self, trace: Trace, error: Exception) -> None:
        """Notes where a mistake of ours happened. Its message is left out: a database puts rows into them."""
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        self._log.error("failed", request_id=trace.request_id, error=type(error).__qualname__, where=where)

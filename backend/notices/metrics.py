"""The figures of deliveries, for whoever watches: how long the queue is, what was sent, what failed and why."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server

from backend.kernel.database import Database
from backend.notices.claiming import queue
from backend.notices.rules import Channel
from backend.notices.sending import Attempt, Verdict

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600, 86400)


class Metrics:
    """Counted since this process began; the queue is looked up when it is asked for."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        by = ["channel"]
        self._sent = Counter("countersign_deliveries_sent", "Deliveries handed over.", by, registry=own)
        self._failed = Counter("countersign_deliveries_failed", "Tries that failed.", [*by, "code"], registry=own)
        self._after = Histogram(
            "countersign_delivery_seconds", "From telling to handing over.", by, buckets=SECONDS, registry=own
        )
        self._depth = Gauge("countersign_deliveries_waiting", "Deliveries that wait.", registry=own)
        self._oldest = Gauge("countersign_deliveries_oldest_seconds", "How long the oldest has waited.", registry=own)
        self._dead = Gauge("countersign_deliveries_given_up", "Deliveries to look at and send again.", registry=own)

    def tried(self, channel: Channel, attempt: Attempt, made_at: datetime, now: datetime) -> None:
        """Counts a try."""
        if attempt.verdict is Verdict.SENT:
            self._sent.labels(channel.value).inc()
            self._after.labels(channel.value).observe((now - made_at).total_seconds())
        else:
            self._failed.labels(channel.value, attempt.code).inc()

    def serve(self, port: int, across: Database | None) -> None:
        """Answers with the page on that port of this machine, for a process that serves nothing else."""
        if across is not None:
            self._depth.set_function(lambda: _look(across)[0])
            self._oldest.set_function(lambda: _look(across)[1])
            self._dead.set_function(lambda: _look(across)[2])
        start_http_server(port, "127.0.0.1", self._registry)

    def page(self, across: Database | None) -> bytes:
        """All of it in Prometheus' text form; without the queue where this process cannot see it."""
        if across is not None:
            depth, oldest, dead = _look(across)
            self._depth.set(depth)
            self._oldest.set(oldest)
            self._dead.set(dead)
        return generate_latest(self._registry)


def _look(across: Database) -> tuple[float, float, float]:
    """How many wait, for how many seconds the oldest has, and how many were given up."""
    with across.reading(None) as tx:
        found = queue(tx)
        return found.depth, (tx.now - found.oldest).total_seconds() if found.oldest else 0, found.dead

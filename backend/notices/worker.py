"""The worker: claims what is due, asks again whether it concerns anybody, hands it over, and keeps what came of it.

At least once, always with the same tag: whatever a killed worker had in hand comes round again when its lease is over.
One thread looks after the queue, a bounded pool of others hands over. Source: trust, F10-F12; ecosystem, Jobs.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import SystemRandom
from threading import Event, Lock
from traceback import extract_tb
from typing import Any

from backend.kernel.database import Database
from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.notices.breaker import LONGEST, Breaker
from backend.notices.claiming import Kept, keep, next_due, take
from backend.notices.hours import Pattern
from backend.notices.metrics import Metrics
from backend.notices.preferences import stop_mail
from backend.notices.preparing import Concerned, prepare
from backend.notices.rules import HELD, Channel, State, WorkerPace, next_try
from backend.notices.sending import Attempt, Parcel, Sender, Verdict
from backend.notices.targets import disable, forget

_ALARMING = {Verdict.FOREIGN, Verdict.REFUSED}
_STATES = {
    Verdict.SENT: State.SENT,
    Verdict.AGAIN: State.WAITING,
    Verdict.GONE: State.GONE,
    Verdict.FOREIGN: State.GONE,
    Verdict.REFUSED: State.DEAD,
    Verdict.UNSET: State.SILENT,
}
_ENDED = {
    (False, Verdict.GONE): forget,
    (False, Verdict.FOREIGN): disable,
    (True, Verdict.GONE): stop_mail,
}
"""By whether it is mail, and what came of it: what is done about a target that is no more."""


@dataclass(frozen=True)
class Tools:
    """What a worker works with: `across` sees every organisation's deliveries, `database` serves one at a time.
    Outside people's working time, `pattern` for whoever has said nothing, nothing goes out; without a `pattern`
    nobody's hours are heeded. `sweep` tells what days alone make news of.
    """

    across: Database
    database: Database
    senders: Mapping[Channel, Sender]
    concerned: Concerned
    log: Any
    metrics: Metrics = field(default_factory=Metrics)
    pace: WorkerPace = field(default_factory=WorkerPace)
    chance: Callable[[], float] = SystemRandom().random
    pattern: Pattern | None = None
    sweep: Callable[[], None] | None = None


class Worker:
    """One worker. `run` it in a thread of its own, or take one `turn` at a time."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._pool = ThreadPoolExecutor(tools.pace.at_once, "push")
        self._breakers = {
            channel: Breaker(tools.pace.first / 2, min(tools.pace.longest, LONGEST)) for channel in tools.senders
        }
        self._in_hand: dict[Future[Attempt], tuple[Id, Parcel]] = {}
        self._settled: list[tuple[Id, Kept]] = []
        self._bell = tools.database.bell
        self._sweeps_at = tools.database.clock()
        self._left, self._counting = 0, Lock()

    def run(self, stop: Event) -> None:
        """Works until `stop`, then hands over what it has begun and keeps what came of it."""
        idle, has_waited = self._tools.pace.idle.total_seconds(), True
        while not stop.is_set():
            self._bell.clear()
            self._sweep()
            has_waited = not self._survived(has_waited) and not self._bell.wait(idle)
        self._finish()

    def _sweep(self) -> None:
        """Looks for what days alone make news of, when it is time to."""
        now = self._tools.database.clock()
        if self._tools.sweep is None or now < self._sweeps_at:
            return
        self._sweeps_at = now + self._tools.pace.sweeps
        try:
            self._tools.sweep()
        except Exception as error:  # a sweep that fails must not end all sending
            self._tools.log.error("the sweep stumbled", error=type(error).__qualname__)

    def turn(self, has_waited: bool = False) -> bool:
        """One turn: keeps what came of earlier ones and takes on what is due. Whether there was anything to do.

        What came of a few waits for what comes of the rest, so that one commit keeps many, unless it `has_waited`.
        """
        self._gather()
        rooms = self._rooms()
        is_little = bool(self._in_hand) and not has_waited and len(self._settled) < self._tools.pace.at_once
        if not rooms and (is_little or not self._settled):
            return False
        claim, orgs = new_id(), set[Id]()
        with self._tools.across.writing(None) as tx:
            for held, kept in self._settled:
                keep(tx, held, kept)
            for channel, room in rooms.items():
                orgs |= take(tx, channel, room, claim, tx.now + self._tools.pace.lease)
        self._settled.clear()
        handed = Counter(channel for org in sorted(orgs) for channel in self._take_on(org, claim))
        for channel in rooms:
            self._breakers[channel].sent(handed[channel])
        return True

    def wait(self) -> None:
        """Waits until everything in hand has been tried."""
        for future in list(self._in_hand):
            future.exception()

    def _rooms(self) -> dict[Channel, int]:
        """By which channels something is due and may go out now, and how much of it."""
        free = self._tools.pace.ahead - len(self._in_hand)
        if len(self._in_hand) > self._tools.pace.at_once:
            return {}
        with self._tools.across.reading(None) as tx:
            due, now = next_due(tx), tx.now
        rooms = {
            channel: breaker.room(now, free)
            for channel, breaker in self._breakers.items()
            if channel in due and due[channel] <= now
        }
        return {channel: room for channel, room in rooms.items() if room > 0}

    def _take_on(self, org: Id, claim: Id) -> list[Channel]:
        """Hands over what one organisation has in `claim`; by which channels."""
        with self._tools.database.reading(org) as tx:
            parcels, settled = prepare(tx, claim, self._tools.concerned, self._tools.pattern)
        self._settled += [(claim, kept) for kept in settled]
        for parcel in parcels:
            future = self._pool.submit(self._tools.senders[parcel.key.channel].send, parcel)
            self._in_hand[future] = (claim, parcel)
            with self._counting:
                self._left += 1
            future.add_done_callback(self._one_less)
        return [parcel.key.channel for parcel in parcels]

    def _one_less(self, _: Future[Attempt]) -> None:
        """Rings when there is soon nothing left to hand over: not for each, or each would cost a commit."""
        with self._counting:
            self._left -= 1
            is_running_out = self._left <= self._tools.pace.at_once // 2
        if is_running_out:
            self._bell.set()

    def _gather(self) -> None:
        """What came of those that are done."""
        done = [future for future in self._in_hand if future.done()]
        for future in done:
            claim, parcel = self._in_hand[future]
            attempt = self._attempt(future)
            self._heed(parcel, attempt)
            self._settled += [(claim, kept) for kept in self._kept(parcel, attempt)]
            del self._in_hand[future]

    def _attempt(self, future: Future[Attempt]) -> Attempt:
        error = future.exception()
        if error is None:
            return future.result()
        self._tools.log.error("a sender broke", error=type(error).__qualname__)
        return Attempt(Verdict.AGAIN, f"broke.{type(error).__name__}")

    def _heed(self, parcel: Parcel, attempt: Attempt) -> None:
        """Takes a target that is no more out of the way, and lets breaker, figures and log know."""
        tools, key = self._tools, parcel.key
        if attempt.verdict in (Verdict.GONE, Verdict.FOREIGN):
            with tools.database.writing(key.org) as tx:
                (_ENDED[key.channel is Channel.MAIL, attempt.verdict])(tx, key.target_id, parcel.value)
        now = tools.across.clock()
        self._breakers[key.channel].told(attempt, now)
        tools.metrics.tried(key.channel, attempt, parcel.made_at, now)
        if attempt.verdict in _ALARMING or (attempt.verdict is Verdict.AGAIN and not attempt.is_down):
            tools.log.error("needs somebody to look", org=key.org[:8], channel=key.channel.value, code=attempt.code)

    def _kept(self, parcel: Parcel, attempt: Attempt) -> list[Kept]:
        tools = self._tools
        due_at = tools.across.clock() + next_try(tools.pace, parcel.attempts, attempt.wait, tools.chance())
        code = HELD if parcel.is_held and attempt.verdict is Verdict.SENT else attempt.code
        return [Kept(key, _STATES[attempt.verdict], due_at, code) for key in (parcel.key, *parcel.beside)]

    def _survived(self, has_waited: bool) -> bool:
        """A turn that survives a database which is busy or away; what it had to keep it keeps later."""
        try:
            return self.turn(has_waited)
        except Refused as refused:
            self._tools.log.warning("the worker waits", code=refused.code)
        except Exception as error:  # a mistake of ours must not end all sending
            where = [f"{frame.filename}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
            self._tools.log.error("the worker stumbled", error=type(error).__qualname__, where=where)
        return False

    def _finish(self) -> None:
        self.wait()
        self._gather()
        with self._tools.across.writing(None) as tx:
            for claim, kept in self._settled:
                keep(tx, claim, kept)
        self._pool.shutdown()
        for sender in self._tools.senders.values():
            sender.close()

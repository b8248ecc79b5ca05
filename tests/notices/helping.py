"""What tests of notices share: somebody's phone, something to be told of, and a worker whose clock one moves."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from backend.house import House
from backend.kernel.database import Tx
from backend.kernel.ids import Id, new_id
from backend.kernel.lines import line_log
from backend.kernel.prepared import Row
from backend.notices import notifying
from backend.notices.hours import Pattern
from backend.notices.notifying import News
from backend.notices.preparing import Concerned
from backend.notices.rules import Channel, TargetKind, WorkerPace
from backend.notices.sending import Attempt, Parcel, Sender, Verdict
from backend.notices.tables import deliveries
from backend.notices.targets import PutTarget, put_target
from backend.notices.texts import GENERIC
from backend.notices.worker import Tools, Worker
from tests.kernel.helping import rows_of
from tests.world import World


@dataclass(frozen=True)
class Thing:
    """Something to be told of."""

    id: Id = field(default_factory=new_id)
    about: Id = field(default_factory=new_id)


def put(world: World, who: str, value: str | None = None, kind: TargetKind = TargetKind.TOKEN) -> Id:
    """Registers the phone somebody is on; its id."""

    def story(tx: Any, actor: Any) -> Id:
        put_target(tx, actor, actor.device, PutTarget(kind=kind, value=value or f"ok/{actor.device}"), loopback=True)
        device: Id = actor.device
        return device

    device: Id = world.do(who, story)
    return device


def notify(tx: Tx, thing: Thing, person: Id, kind: str = GENERIC) -> None:
    """Tells a person of it."""
    notifying.tell(tx, [News(thing.id, person, kind, thing.about)])


def tell(world: World, who: str, thing: Thing | None = None) -> Thing:
    """Tells somebody of something new."""
    thing = thing or Thing()
    with world.maker.database.writing(world.org) as tx:
        notify(tx, thing, world.people[who])
    return thing


def everybody(tx: Tx, rows: Sequence[Row]) -> Collection[tuple[Id, Id]]:
    """Everybody who was told is still concerned."""
    return {(row.entry_id, row.person_id) for row in rows}


@dataclass
class Pretend:
    """A sender that keeps what it was handed, and answers `attempts` in turn, then that it was sent."""

    attempts: list[Attempt] = field(default_factory=list)
    handed: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Attempt:
        """Answers the next one."""
        self.handed.append(parcel)
        return self.attempts.pop(0) if self.attempts else Attempt(Verdict.SENT)

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Post:
    """A worker that does a turn when told to."""

    house: House
    sender: Sender
    log: BytesIO = field(default_factory=BytesIO)
    concerned: Concerned = everybody
    pace: WorkerPace = field(default_factory=WorkerPace)
    chance: float = 1.0
    pattern: Pattern | None = None
    sweep: Callable[[], None] | None = None

    def __post_init__(self) -> None:
        assert self.house.across is not None
        senders = dict.fromkeys(Channel, self.sender)
        self.worker = Worker(
            Tools(
                self.house.across,
                self.house.database,
                senders,
                self.concerned,
                line_log(self.log),
                self.house.metrics,
                self.pace,
                lambda: self.chance,
                self.pattern,
                self.sweep,
            )
        )

    def go(self) -> None:
        """Sends what is due, until nothing is."""
        while self.worker.turn():
            self.worker.wait()


def states(world: World) -> list[tuple[str, str | None, int]]:
    """State, last code and tries of each delivery of the organisation, oldest first."""
    rows = rows_of(world.maker.database, world.org, deliveries)
    return [
        (row.state, row.last_code, row.attempts) for row in sorted(rows, key=lambda row: (row.made_at, row.entry_id))
    ]

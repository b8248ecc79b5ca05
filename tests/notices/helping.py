"""What tests of notices share: somebody's phone, something to be told of, and a worker whose clock one moves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.lines import line_log
from backend.notices.hours import Pattern
from backend.notices.notifying import PUSH, notify
from backend.notices.preparing import Concerned, everybody
from backend.notices.rules import Channel, Pace, TargetKind
from backend.notices.sending import Outcome, Parcel, Sender, Verdict
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


def tell(world: World, who: str, thing: Thing | None = None, mailed: bool = False, **given: Any) -> Thing:
    """Tells somebody of something new."""
    thing = thing or Thing()
    channels = (Channel.MAIL,) if mailed else PUSH
    with world.maker.database.writing(world.org) as tx:
        notify(tx, thing, world.people[who], GENERIC, channels, **given)
    return thing


@dataclass
class Pretend:
    """A sender that keeps what it was handed, and answers `outcomes` in turn, then that it was sent."""

    outcomes: list[Outcome] = field(default_factory=list)
    handed: list[Parcel] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Outcome:
        """Answers the next one."""
        self.handed.append(parcel)
        return self.outcomes.pop(0) if self.outcomes else Outcome(Verdict.SENT)

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Post:
    """A worker that does a turn when told to."""

    house: House
    sender: Sender
    log: BytesIO = field(default_factory=BytesIO)
    concerned: Concerned = everybody
    pace: Pace = field(default_factory=Pace)
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

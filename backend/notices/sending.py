"""What a channel is handed, and what it answers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from backend.kernel.ids import Id, derived_id
from backend.notices.claiming import Key
from backend.notices.rules import TargetKind
from backend.notices.texts import Text


@dataclass(frozen=True)
class Parcel:
    """One message on its way. `value` is the target's address, `tag` is the same for every message about one thing to
    one person, so that the newest takes the place of the last; `badge` counts what is unread; until `expires_at`, for
    as long as `lasts` from now, it is worth arriving. `beside` are other deliveries that it stands for; `is_held`
    when it waited for working time.
    """

    key: Key
    kind: TargetKind | None
    value: str
    text: Text
    tag: str
    badge: int
    made_at: datetime
    expires_at: datetime
    lasts: timedelta
    attempts: int
    beside: tuple[Key, ...] = ()
    is_held: bool = False

    @property
    def told(self) -> dict[str, str]:
        """What the app is told: references that mean nothing to anybody else."""
        return {"organisation": self.key.org, "notice": self.key.entry_id}

    @property
    def seconds(self) -> int:
        """`lasts` in whole seconds."""
        return max(int(self.lasts.total_seconds()), 1)


def tag_of(person: Id, about: Id) -> str:
    """A tag of 32 characters, as many as a browser's topic may have. It tells nobody that two people have to do with
    the same thing.
    """
    return UUID(derived_id(person, about)).hex


def hash_of_value(value: str) -> str:
    """What a target's address is looked up by."""
    return hashlib.sha256(value.encode()).hexdigest()


class Verdict(StrEnum):
    """What came of a try. `again`: passing trouble of the provider's. `gone`: the target is no more. `foreign`: the
    target belongs to somebody else's project. `refused`: this message will never be taken. `unset`: nobody has set
    this channel up.
    """

    SENT = "sent"
    AGAIN = "again"
    GONE = "gone"
    FOREIGN = "foreign"
    REFUSED = "refused"
    UNSET = "unset"


@dataclass(frozen=True)
class Attempt:
    """The verdict, the provider's code, and how long it asked us to wait. `is_down`: any other message would fare the
    same just now.
    """

    verdict: Verdict
    code: str = "sent"
    wait: timedelta | None = None
    is_down: bool = False


def again(code: str, wait: timedelta | None = None) -> Attempt:
    """The provider is not there, or has had enough for now."""
    return Attempt(Verdict.AGAIN, code, wait, is_down=True)


UNSET = "not_set_up"
"""What becomes of a delivery by a channel that nobody has set up."""


class Unset:
    """A channel that nobody has set up: notices stay in the inbox."""

    def send(self, parcel: Parcel) -> Attempt:
        """Goes nowhere."""
        return Attempt(Verdict.UNSET, UNSET)

    def close(self) -> None:
        """Nothing is held."""


class Sender(Protocol):
    """A channel's way out. It may be called from several threads at once."""

    def send(self, parcel: Parcel) -> Attempt:
        """Tries once, within ten seconds or little more; never raises for what the provider does."""

    def close(self) -> None:
        """Lets go of its connections."""

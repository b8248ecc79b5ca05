"""What became of what the demo's people were told: the hours of its last days go by once more, for a worker that has no
way out, so that the demo begins with some of everything that sending makes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event

from backend.kernel.database import Database
from backend.kernel.lines import line_log
from backend.notices.concerning import concerned
from backend.notices.hours import USUAL
from backend.notices.rules import Channel
from backend.notices.sending import Unset
from backend.notices.worker import Tools, Worker
from seeds.demo.walk import Walk

DAYS = 6
"""Fewer than anything is worth being pushed for."""


def send_what_was_told(database: Database, walk: Walk) -> None:
    """Works off what is to be sent as its hours come; nothing leaves the house. `walk` is the clock of `database`."""
    senders = {channel: Unset() for channel in Channel}
    worker = Worker(Tools(database, database, senders, concerned, line_log(surface="demo"), pattern=USUAL))
    for hour in _hours(walk):
        walk.go(hour)
        while worker.turn(has_waited=True):
            worker.wait()
    over = Event()
    over.set()
    worker.run(over)


def _hours(walk: Walk) -> Iterator[datetime]:
    at = walk.at(DAYS, 0)
    while at <= walk.end:
        yield at
        at += timedelta(hours=1)

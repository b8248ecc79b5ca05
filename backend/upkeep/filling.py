"""Filling a board that is new: what stood in the log before there was one. Run as the owner, after migrating."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from backend.house import APPLIES
from backend.kernel.clock import system_clock
from backend.kernel.database import Database
from backend.kernel.ids import Id
from backend.readiness.following import state_all

_WITHOUT = text(
    "SELECT org FROM heads WHERE EXISTS (SELECT id FROM plans WHERE plans.org = heads.org)"
    " AND NOT EXISTS (SELECT id FROM board WHERE board.org = heads.org) ORDER BY org"
)


def without_boards(connection: Connection) -> list[Id]:
    """The organisations that have plans and no board."""
    return [Id(str(org)) for (org,) in connection.execute(_WITHOUT)]


def fill_boards(url: str, organisations: Sequence[Id]) -> None:
    """States the boards of these organisations."""
    database = Database(url, system_clock, APPLIES, pool=1)
    try:
        for org in organisations:
            with database.writing(org) as tx:
                state_all(tx)
    finally:
        database.close()

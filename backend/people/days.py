"""The organisation's own days, for applies: they are given an entry's instant and need the day it was there."""

from datetime import date, datetime

from sqlalchemy import select

from backend.kernel.clock import day_in
from backend.kernel.database import Tx
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.people.tables import organisations

_ZONE = Prepared(select(organisations.c.zone).where(ours(organisations)))


def day_at(tx: Tx, instant: datetime) -> date:
    """The day it was where the organisation is, at that instant."""
    return day_in(tx.one(_ZONE).zone, instant)

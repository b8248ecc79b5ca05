"""Where one agreement stands, for whoever would pause or end it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, select

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.mentoring.ending import bar_to_ending
from backend.mentoring.file import AGREEMENT, MENTORS, AgreementFile, ensure_seen
from backend.mentoring.pausing import may_pause
from backend.mentoring.rules import PlansThen, Status
from backend.mentoring.tables import agreements
from backend.people.names import Named
from backend.people.tables import people


@dataclass
class AgreementNow:
    """Where an agreement stands: since when it stands still, the day it ended, and what the reader may do about it."""

    id: Id
    mentee: Named
    status: Status
    paused_on: date | None
    ended_on: date | None
    may: dict[str, bool]


_MENTEE = Prepared(
    select(people.c.id, people.c.name)
    .join(agreements, and_(agreements.c.org == people.c.org, agreements.c.mentee_id == people.c.id))
    .where(ours(people), agreements.c.id == bindparam("of_id", type_=IdType()))
)


def show_status(tx: Tx, actor: Actor, id_: Id) -> AgreementNow:
    """Where an agreement stands. Raises `not_found`."""
    given = {"of_id": id_}
    rows, mentors, mentee = tx.batch((AGREEMENT, given), (MENTORS, given), (_MENTEE, given))
    if not rows:
        raise missing()
    row, file = rows[0], AgreementFile(rows[0], mentors)
    ensure_seen(actor, row)
    status, pauses = Status(row.status), may_pause(actor, file)
    is_under_way = status in (Status.ACTIVE, Status.PAUSED)
    return AgreementNow(
        id=id_,
        mentee=Named(mentee[0].id, mentee[0].name),
        status=status,
        paused_on=row.paused_on,
        ended_on=row.ended_on,
        may={
            "pause": status is Status.ACTIVE and pauses,
            "resume": status is Status.PAUSED and pauses,
            "end": is_under_way and bar_to_ending(actor, file, PlansThen.PAUSE) is None,
            "close_plans": is_under_way and bar_to_ending(actor, file, PlansThen.CLOSE) is None,
        },
    )

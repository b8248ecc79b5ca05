"""What waited for somebody's working time goes out as one message for each target: as it begins, and not twice.

Several workers may have parts of it in hand. The one that claimed first sends; whoever claimed later looks again
shortly, and falls silent once something has gone out in this working time. What was read meanwhile is not in it.
Source: domain 8 (one daily digest instead of many).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, literal_column, null, select, union_all

from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.notices.claiming import Kept, Key
from backend.notices.rules import HELD, Channel, State
from backend.notices.tables import deliveries

LOOKS_AGAIN = timedelta(seconds=10)
LONGEST = timedelta(hours=25)
"""No working time is longer, also when the clocks go back in it."""

_CLAIM = bindparam("claim", type_=IdType())
_mine, _other = deliveries.alias("mine"), deliveries.alias("other")
_same_target = and_(
    _other.c.org == _mine.c.org,
    _other.c.person_id == _mine.c.person_id,
    _other.c.channel == _mine.c.channel,
    _other.c.target_id == _mine.c.target_id,
)
_ELSEWHERE = Prepared(
    union_all(
        select(_other.c.person_id, _other.c.channel, _other.c.target_id, _other.c.done_at)
        .select_from(_mine)
        .join(_other, _same_target)
        .where(ours(_mine), _mine.c.claim_id == _CLAIM, ours(_other))
        .where(_other.c.done_at > bindparam("recent", type_=Instant()))
        .where(_other.c.state == literal_column(f"'{State.SENT.value}'"))
        .where(_other.c.last_code == literal_column(f"'{HELD}'")),
        select(_other.c.person_id, _other.c.channel, _other.c.target_id, null().cast(Instant()).label("done_at"))
        .select_from(_mine)
        .join(_other, _same_target)
        .where(ours(_mine), _mine.c.claim_id == _CLAIM, ours(_other), _other.c.claim_id < _CLAIM)
        .where(_other.c.due_at > bindparam("now", type_=Instant())),
    )
)  # fmt: skip
"""What went out lately to the targets of a claim, and what somebody who claimed earlier has in hand for them."""

_Target = tuple[Id, str, Id]


@dataclass
class _Group:
    """What waits for one target, since when its person's working time has begun, and what is known of it elsewhere."""

    begun_at: datetime
    rows: list[Row] = field(default_factory=list)
    is_in_hand: bool = False
    is_told: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody else has it in hand, or has told of it."""
        return self.is_in_hand or self.is_told


def gather(tx: Tx, claim: Id, held: Sequence[tuple[Row, datetime]]) -> tuple[list[list[Row]], list[Kept]]:
    """What of `held` (each with the beginning of the working time that it waited for) goes out together, and what
    became of the rest.
    """
    if not held:
        return [], []
    groups: dict[_Target, _Group] = {}
    for row, begun_at in held:
        groups.setdefault(_target(row), _Group(begun_at)).rows.append(row)
    for found in tx.rows(_ELSEWHERE, claim=claim, recent=tx.now - LONGEST):
        if group := groups.get(_target(found)):
            group.is_in_hand |= found.done_at is None
            group.is_told |= found.done_at is not None and found.done_at >= group.begun_at
    together = [group.rows for group in groups.values() if not group.waits]
    return together, [_kept(tx, row, group) for group in groups.values() if group.waits for row in group.rows]


def _target(row: Row) -> _Target:
    return row.person_id, row.channel, row.target_id


def _kept(tx: Tx, row: Row, group: _Group) -> Kept:
    key = Key(tx.tenant, row.entry_id, row.person_id, Channel(row.channel), row.target_id)
    if group.is_told:
        return Kept(key, State.SILENT, row.due_at, "joined", tried=False)
    return Kept(key, State.WAITING, tx.now + LOOKS_AGAIN, "beside", tried=False)

"""Makes what people see of one sign-off from its rows: what it says, what became of it, what the viewer may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from backend.kernel.prepared import Row
from backend.kernel.ties import Actor, Do
from backend.practice.evidence_shown import EvidenceNamed
from backend.signoff.asides import DisputeShown
from backend.signoff.rules import FreezeEnd
from backend.signoff.shown import Freeze, Lifting, NotedAt, Signer, SignOffShown, Withdrawal, WithdrawalOpen
from backend.signoff.signed_under import SignedUnder
from backend.signoff.tables import PLAN_SCOPES


@dataclass(frozen=True)
class Governing:
    """What somebody may do about sign-offs of others on a plan, whether or not it is still open."""

    dispute: bool = False
    open_withdrawal: bool = False
    confirm_withdrawal: bool = False
    open_lifting: bool = False
    confirm_lifting: bool = False

    @classmethod
    def of(cls, actor: Actor, plan: Row) -> "Governing":
        """By the actor's ties to the plan, or to a sign-off's row that says of which plan it is."""
        if actor.person == plan.mentee_id:
            return cls(dispute=actor.may(Do.DISPUTE, PLAN_SCOPES, plan))
        return cls(**{do.value: actor.may(do, PLAN_SCOPES, plan) for do in _GOVERN})


_GOVERN = (Do.OPEN_WITHDRAWAL, Do.CONFIRM_WITHDRAWAL, Do.OPEN_LIFTING, Do.CONFIRM_LIFTING)
NOTHING = Governing()


def sign_off_of(
    actor: Actor,
    row: Row,
    governing: Governing = NOTHING,
    dispute: DisputeShown | None = None,
    frozen: Row | None = None,
    under: SignedUnder | None = None,
) -> SignOffShown:
    """A sign-off from its row, with what the viewer may do about it, what the mentee says against it, its freeze's row,
    and the version it was made under where that is not the plan's.
    """
    gap = (row.signed_on - row.seen_on).days
    withdrawal = _withdrawal(row)
    is_own, is_open = row.signer_id == actor.person, row.opening_id is not None
    is_doubted = row.frozen_at is not None or frozen is not None
    may_open = governing.open_withdrawal and not is_own and withdrawal is None and not is_open
    return SignOffShown(
        row.id,
        row.outcome,
        row.seen_on,
        row.method,
        row.help,
        row.statement,
        row.next_step,
        gap if gap > 2 else None,
        row.gap_reason,
        Signer(row.signer_id, row.signer_name, row.signer_post),
        row.signed_at,
        row.assurance,
        _flags(row),
        NotedAt(row.note_happened_at, row.note_made_at) if row.note_made_at else None,
        evidence_of(orjson.loads(row.rests_on)) if row.rests_on else [],
        withdrawal,
        _withdrawal_open(actor, row, governing) if is_open and withdrawal is None else None,
        None if frozen is None else _freeze(actor, frozen, governing),
        dispute,
        under,
        row.counts,
        {
            "withdraw": withdrawal is None and is_own and row.frozen_at is None,
            "report_not_me": withdrawal is None and is_own and not is_doubted,
            "open_withdrawal": may_open,
            "dispute": governing.dispute,
        },
    )


def _withdrawal(row: Row) -> Withdrawal | None:
    if row.withdrawn_at is None:
        return None
    return Withdrawal(
        row.withdrawal_id, row.withdrawn_at, row.withdrawn_by, row.withdrawal_reason, row.opened_at, row.confirmed_by
    )


def _withdrawal_open(actor: Actor, row: Row, governing: Governing) -> WithdrawalOpen:
    is_opener = actor.person == row.opened_by_id
    may_confirm = governing.confirm_withdrawal and not is_opener and actor.person != row.signer_id
    may = {"confirm": may_confirm, "take_back": is_opener}
    return WithdrawalOpen(row.opening_id, row.opened_by, row.opened_at, row.opening_reason, may)


def _freeze(actor: Actor, row: Row, governing: Governing) -> Freeze:
    is_over, is_own = row.ended_at is not None, actor.person == row.signer_id
    lifting = None
    if row.lifting_id is not None:
        is_opener = actor.person == row.opened_by_id
        may_confirm = governing.confirm_lifting and not (is_over or is_own or is_opener)
        lifting = Lifting(
            row.lifting_id,
            row.opened_by,
            row.opened_at,
            row.reason,
            row.confirmed_by if row.ended_how == FreezeEnd.LIFTED else None,
            {"confirm": may_confirm, "take_back": is_opener and not is_over},
        )
    may_lift = governing.open_lifting and not (is_over or is_own or row.lifting_id)
    return Freeze(row.id, row.since, row.ended_at, row.ended_how, lifting, {"lift": bool(may_lift)})


def evidence_of(rests_on: Sequence[Mapping[str, Any]]) -> list[EvidenceNamed]:
    """What a sign-off rests on, as its record names it."""
    return [EvidenceNamed(one["id"], one["kind"], one["digest"]) for one in rests_on]


def _flags(row: Row) -> list[str]:
    on_device = row.on_device_of == "mentee"
    flags = {"reciprocal": row.reciprocal, "same_words": row.same_words, "on_mentees_device": on_device}
    return [flag for flag, is_so in flags.items() if is_so]

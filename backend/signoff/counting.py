"""What signatures add up to. Pure. Source: domain 1; decisions, Counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from backend.frameworks.rules import Criterion
from backend.kernel.ids import Id
from backend.signoff.rules import ItemStatus, Missing, Outcome


@dataclass(frozen=True)
class Policy:
    """How many signatures an item needs, and what binds the second."""

    signatures: int
    other_day: bool
    other_mentor: bool


@dataclass(frozen=True)
class Signed:
    """What counting needs to know of a sign-off."""

    id: Id
    signer_id: Id
    outcome: str
    seen_on: date
    signed_at: datetime
    withdrawn: bool = False
    frozen: bool = False


@dataclass(frozen=True)
class Standing:
    """What an item's sign-offs add up to. `counted` are the ids of the earliest valid set."""

    status: ItemStatus
    counted: tuple[Id, ...]
    latest: Outcome | None
    missing: Missing | None


def policy_of(criterion: Criterion, signatures: int) -> Policy:
    """What binds an item that needs that many signatures: the framework's own rule for a second one where it asks for
    two, else another day. Source: decisions, Counting (other_day is the default for two).
    """
    is_own = signatures == 1 or criterion.signatures == 2
    return Policy(signatures, criterion.other_day if is_own else True, criterion.other_mentor)


def standing(policy: Policy, sign_offs: Sequence[Signed]) -> Standing:
    """What is signed and what is missing, by the order in which people signed (the id last).

    Complete when any valid set exists, whatever was signed in between. 'Not yet' never uncounts an earlier signature;
    a withdrawn one never counts, nor does one that is frozen. Source: decisions, Counting; trust, S20.
    """
    in_order = sorted((s for s in sign_offs if not (s.withdrawn or s.frozen)), key=lambda s: (s.signed_at, s.id))
    competent = [s for s in in_order if s.outcome == Outcome.COMPETENT]
    latest = Outcome(in_order[-1].outcome) if in_order else None
    counted = _earliest(policy, competent)
    if len(counted) == policy.signatures:
        return Standing(ItemStatus.SIGNED, counted, latest, None)
    status = ItemStatus.PART_SIGNED if counted else ItemStatus.OPEN
    return Standing(status, counted, latest, _missing(policy, bool(counted)))


def _earliest(policy: Policy, competent: Sequence[Signed]) -> tuple[Id, ...]:
    for group in combinations(competent, policy.signatures):
        if policy.signatures == 1 or _is_second(policy, *group):
            return tuple(s.id for s in group)
    return tuple(s.id for s in competent[:1])


def _is_second(policy: Policy, first: Signed, second: Signed) -> bool:
    other_day = first.seen_on != second.seen_on or not policy.other_day
    return other_day and (first.signer_id != second.signer_id or not policy.other_mentor)


def _missing(policy: Policy, has_one: bool) -> Missing:
    if not has_one:
        return Missing.SIGNATURE if policy.signatures == 1 else Missing.TWO_SIGNATURES
    if policy.other_day:
        return Missing.ANOTHER_DAY_AND_MENTOR if policy.other_mentor else Missing.ANOTHER_DAY
    return Missing.ANOTHER_MENTOR if policy.other_mentor else Missing.ANOTHER


def percent(counted: int, required: int) -> int:
    """Whole per cent signed, floored, so that 100 means all."""
    return 100 * counted // required

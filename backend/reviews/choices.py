"""Which decisions are open on a plan today, and what keeps the others closed: said before anybody writes reasons.

What is refused is decided by the acts alone, which count anew. Pure. Source: domain 1 (review); trust, S13.
"""

from collections.abc import Iterator, Sequence

from backend.people.names import given_name
from backend.reviews import rules
from backend.reviews.folding import ONLINE
from backend.reviews.rules import RESTS_ON_ALL, Decision
from backend.reviews.shown import DecisionChoice, Lacking
from backend.signoff.counting import Policy, Signed, standing
from backend.signoff.shown import Item, SignOffShown


def lacking(items: Sequence[Item]) -> list[Lacking]:
    """The criteria that keep a decision from resting on all of them, each with what it still needs and from whom."""
    return [*_missing(items), *_not_online(items)]


def is_online(items: Sequence[Item]) -> bool:
    """Whether what is signed is signed, or confirmed, online."""
    return not list(_not_online(items))


def choices(found: Sequence[Lacking], upheld: str | None, *, agreement_ended: bool) -> list[DecisionChoice]:
    """Every decision. `upheld` is the one that stands and needs another look: it may be upheld whatever is signed."""
    made = []
    for decision in Decision:
        rests = decision in RESTS_ON_ALL and bool(found)
        bar = rules.agreement_ended().detail if decision is Decision.EXTEND and agreement_ended else None
        stands_alone = rests and decision == upheld
        made.append(
            DecisionChoice(
                decision=decision,
                is_open=bar is None and (not rests or stands_alone),
                if_upheld=stands_alone,
                bar=bar,
                lacking=list(found) if rests else [],
            )
        )
    return made


def _missing(items: Sequence[Item]) -> Iterator[Lacking]:
    for item in items:
        if item.missing:
            yield Lacking(item.id, item.title, " ".join(one.text for one in item.missing))


def _not_online(items: Sequence[Item]) -> Iterator[Lacking]:
    for item in items:
        if item.missing or _is_signed_online(item):
            continue
        names = sorted({given_name(one.signer.name) for one in item.sign_offs if one.counts and not _online(one)})
        yield Lacking(
            item.id, item.title, f"Signed, and not confirmed online yet. {' and '.join(names)} can confirm it."
        )


def _online(one: SignOffShown) -> bool:
    return one.assurance == ONLINE


def _is_signed_online(item: Item) -> bool:
    policy = Policy(item.signatures_required, item.policy.other_day, item.policy.other_mentor)
    return standing(policy, [_signed(one) for one in item.sign_offs if _online(one)]).missing is None


def _signed(one: SignOffShown) -> Signed:
    return Signed(
        one.id, one.signer.id, one.outcome, one.seen_on, one.signed_at, withdrawn=one.withdrawal is not None,
        frozen=one.freeze is not None and one.freeze.ended_at is None,
    )  # fmt: skip

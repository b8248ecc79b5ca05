"""A plan on a sheet: the paper form that people know, and then every sign-off in full.

Source: trust, S26 (name, role, time and zone, meaning, assurance and receipt in every output).
"""

from collections.abc import Sequence
from typing import Any

from backend.archive.writing import Writer, day, written
from backend.people.names import initials
from backend.signoff.asides import DisputeShown, RequirementShown, SaidBefore
from backend.signoff.prior import PriorShown
from backend.signoff.rules import FreezeEnd, Outcome
from backend.signoff.shown import Item, Plan, SignOffShown

COLUMNS = 2
FEW_LINES = 20
"""A sign-off with more lines may run over to the next page; every other stays together."""


class PlanWriter(Writer):
    """Writes what a plan holds."""

    def plan(self, plan: Plan) -> dict[str, Any]:
        """A whole plan."""
        shown = plan.progress
        return {
            "part": "plan",
            "mentee": written(plan.mentee.name),
            "role": plan.role,
            "framework": written(f"{plan.framework.title}, version {plan.framework.version}"),
            "dates": f"{day(plan.starts_on)} to {day(plan.ends_on)}",
            "agreed_end": day(plan.agreed_ends_on) if plan.agreed_ends_on != plan.ends_on else None,
            "status": plan.status,
            "paused_since": day(plan.paused_since) if plan.paused_since else None,
            "mentors": [written(one.name) for one in plan.mentors],
            "criteria": [shown.criteria_complete, shown.criteria_total],
            "signatures": [shown.signatures_counted, shown.signatures_required],
            "id": plan.id,
            "items": [self.item(item) for item in plan.items],
            "left": [self.item(item) for item in plan.left_items],
        }

    def item(self, item: Item) -> dict[str, Any]:
        """A criterion: its two columns, and everything about it."""
        waiting, declined = item.waiting, item.declined
        return {
            "title": written(item.title),
            "question": written(item.question),
            "needs": item.signatures_required,
            "other_day": item.policy.other_day,
            "other_mentor": item.policy.other_mentor,
            "status": item.status,
            "columns": self.columns(item),
            "more": max(0, len(item.sign_offs) - COLUMNS),
            "sign_offs": [self.sign_off(one) for one in item.sign_offs],
            "missing": [written(one.text) for one in item.missing],
            "waiting": waiting and {
                "on": [written(one.name) for one in waiting.on],
                "since": self.moment(waiting.since),
                "note": written(waiting.note),
            },
            "declined": declined and {
                "by": written(declined.by.name), "at": self.moment(declined.at), "reason": written(declined.reason),
            },
            "requirements": [self.requirement(one) for one in item.requirements],
            "dispute": self.dispute(item.dispute),
            "prior": [self.prior(one) for one in item.prior],
        }  # fmt: skip

    def columns(self, item: Item) -> list[dict[str, Any]]:
        """The two columns: what counts, then the latest of the rest, then what is open or not asked for."""
        cells = [self.cell(one) for one in for_columns(item.sign_offs)]
        open_ = [{"state": "open" if len(cells) + i < item.signatures_required else "none"} for i in range(COLUMNS)]
        return [*cells, *open_][:COLUMNS]

    def cell(self, one: SignOffShown) -> dict[str, Any]:
        """A signature as the column of a paper form has it."""
        is_frozen = one.freeze is not None and one.freeze.ended_at is None
        state = "not_yet" if one.outcome == Outcome.NOT_YET else "signed"
        return {
            "state": "withdrawn" if one.withdrawal else "frozen" if is_frozen else state,
            "counts": one.counts,
            "initials": written(initials(one.signer.name)),
            "name": written(one.signer.name),
            "post": one.signer.role,
            "seen_on": day(one.seen_on),
            "method": one.method,
            "assurance": one.assurance,
        }

    def sign_off(self, one: SignOffShown) -> dict[str, Any]:
        """A sign-off in full, with its receipt."""
        receipt = self._receipts[one.id]
        vouched, signer = receipt.attestation, receipt.signer.words or {}
        return {
            **self.cell(one),
            "outcome": one.outcome,
            "site": written(signer.get("site")) or None,
            "help": one.help,
            "statement": written(one.statement),
            "is_long": _lines_of(one) > FEW_LINES,
            "next_step": written(one.next_step),
            "gap_days": one.gap_days,
            "gap_reason": written(one.gap_reason),
            "signed_at": self.moment(one.signed_at),
            "intent": vouched["intent"],
            "presence": vouched["presence"]["method"],
            "flags": one.flags,
            "under": one.signed_under and {
                "version": one.signed_under.version, "title": written(one.signed_under.title),
            },
            "note": one.note and {"happened": self.moment(one.note.happened_at), "made": self.moment(one.note.made_at)},
            "evidence": [{"kind": named.kind, "digest": named.digest} for named in one.evidence],
            "withdrawal": self.withdrawal(one),
            "opening": one.withdrawal_open and {
                "by": written(one.withdrawal_open.opened_by),
                "at": self.moment(one.withdrawal_open.opened_at),
                "reason": written(one.withdrawal_open.reason),
            },
            "freeze": self.freeze(one),
            "dispute": self.dispute(one.dispute),
            "receipt": self.receipt(one.id),
        }  # fmt: skip

    def freeze(self, one: SignOffShown) -> dict[str, Any] | None:
        """That it was looked into, since its signer said 'that was not me', and what came of it."""
        found = one.freeze
        if found is None:
            return None
        lifted = found.lifting if found.ended_how == FreezeEnd.LIFTED else None
        return {
            "since": self.moment(found.since),
            "ended": found.ended_at and self.moment(found.ended_at),
            "lifted_by": lifted and written(lifted.opened_by),
            "confirmed_by": lifted and written(lifted.confirmed_by),
            "reason": lifted and written(lifted.reason),
        }

    def withdrawal(self, one: SignOffShown) -> dict[str, Any] | None:
        """What became of a sign-off that was withdrawn: by its signer, or by two people."""
        gone = one.withdrawal
        if gone is None:
            return None
        return {
            "by": written(gone.by),
            "at": self.moment(gone.at),
            "reason": written(gone.reason),
            "opened_at": gone.opened_at and self.moment(gone.opened_at),
            "confirmed_by": written(gone.confirmed_by),
            "receipt": self.receipt(gone.id),
        }

    def dispute(self, said: DisputeShown | None) -> list[dict[str, Any]]:
        """What the mentee says against it, the newest words first."""
        every: list[DisputeShown | SaidBefore] = [said, *said.earlier] if said else []
        return [{"at": self.moment(one.at), "text": written(one.text)} for one in every]

    def requirement(self, one: RequirementShown) -> dict[str, Any]:
        """A change of what is asked for."""
        return {
            "by": written(one.by.name),
            "at": self.moment(one.asked_at),
            "before": one.before,
            "after": one.after,
            "reason": written(one.reason),
            "status": one.status,
            "answered_by": written(one.answered_by.name) if one.answered_by else None,
            "ended_at": one.ended_at and self.moment(one.ended_at),
        }

    def prior(self, one: PriorShown) -> dict[str, Any]:
        """A signature on an earlier plan, carried over to be read."""
        return {
            "by": written(one.signer),
            "post": one.role,
            "seen_on": day(one.seen_on),
            "method": one.method,
            "statement": written(one.statement),
            "signed_at": self.moment(one.signed_at),
            "assurance": one.assurance,
            "withdrawn_at": self.maybe_moment(one.withdrawn_at),
            "frozen_at": self.maybe_moment(one.frozen_at),
        }


def _lines_of(one: SignOffShown) -> int:
    gone = one.withdrawal or one.withdrawal_open
    said = [one.statement, one.next_step, one.gap_reason, gone.reason if gone else None]
    return sum(len(text.splitlines()) for text in said if text)


def for_columns(signed: Sequence[SignOffShown]) -> list[SignOffShown]:
    """Those for the two columns: what counts, in order; a place left over shows the latest of the others."""
    counting = [one for one in signed if one.counts][:COLUMNS]
    others = [one for one in reversed(signed) if not one.counts]
    return [*counting, *others][:COLUMNS]

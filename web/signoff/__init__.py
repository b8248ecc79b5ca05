"""Plans, requests and sign-offs as pages."""

from web.signoff import (
    asides,
    choices,
    disputes,
    faces,
    freezing,
    history,
    items,
    lending,
    passing_on,
    plans,
    receipts,
    requests,
    requirements,
    several,
    signing,
    standing_in,
    waiting,
    withdrawals,
    withdrawing_by_two,
)

ROOMS = (
    waiting.waiting,
    plans.plans,
    items.items,
    requests.requests,
    signing.signing,
    receipts.receipts,
    withdrawals.withdrawals,
    withdrawing_by_two.withdrawing_by_two,
    freezing.freezing,
    passing_on.passing_on,
    requirements.requirements,
    disputes.disputes,
    history.history,
    lending.lending,
    several.several,
)

__all__ = ["ROOMS", "asides", "choices", "faces", "standing_in"]

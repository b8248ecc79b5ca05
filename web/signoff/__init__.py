"""Plans, requests and sign-offs as pages."""

from web.signoff import choices, faces, items, plans, receipts, requests, signing, waiting, withdrawals

ROOMS = (
    waiting.waiting,
    plans.plans,
    items.items,
    requests.requests,
    signing.signing,
    receipts.receipts,
    withdrawals.withdrawals,
)

__all__ = ["ROOMS", "choices", "faces"]

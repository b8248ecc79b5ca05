"""Plans, requests, sign-offs and what waits, for phones."""

from mobile_api.signoff import (
    disputes,
    freezes,
    history,
    moves,
    plans,
    requests,
    requirements,
    sign_offs,
    taking_up,
    waiting,
    withdrawals,
)

ROOMS = (
    waiting.room,
    plans.room,
    taking_up.room,
    moves.room,
    requests.room,
    requirements.room,
    sign_offs.room,
    withdrawals.room,
    freezes.room,
    disputes.room,
    history.room,
)

"""What could not be sent, for whoever looks after the organisation."""

from flask import Response

from backend.notices.given_up import Deliveries, SentAgain, send_given_up, show_deliveries
from mobile_api.describing import Room
from mobile_api.doors import answer, read, writing
from mobile_api.notices import examples

room = Room("deliveries", __name__, description="How it stands with what is sent to phones, browsers and mailboxes.")


@room.operation(
    "GET", "/v1/deliveries", gives={200: Deliveries}, example=examples.DELIVERIES, refuses=["not_allowed"]
)  # fmt: skip
def deliveries() -> Response:
    """Read how much waits to be sent, what was given up and why, and how many devices cannot be reached: for
    administrators, in numbers, never who was told what.
    """
    return answer(read(show_deliveries))


@room.operation(
    "POST", "/v1/deliveries/resending", gives={200: SentAgain}, example={"count": 3}, refuses=["not_allowed"]
)  # fmt: skip
def make_resending() -> Response:
    """Have everything that was given up tried again. What was read meanwhile, or concerns nobody now, stays unsent."""
    with writing() as (tx, actor):
        again = send_given_up(tx, actor)
    return answer(again)

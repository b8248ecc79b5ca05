"""One's own password and PIN."""

from flask import Response

from backend.accounts.changing import ChangePassword, ChangePin, change_password, change_pin
from mobile_api.accounts import examples
from mobile_api.describing import Room
from mobile_api.doors import Body, done, house, token

room = Room("own", __name__, description="Your own password and PIN.")

PASSWORD = Body(ChangePassword, examples.CHANGE_PASSWORD)
PIN = Body(ChangePin, examples.CHANGE_PIN)


@room.operation(
    "PUT",
    "/v1/me/password",
    takes=PASSWORD,
    gives={204: None},
    refuses=["presence.wrong", "presence.locked", "password.too_short", "password.easy_to_guess"],
)
def set_password() -> Response:
    """Change your password. Every other session of yours ends.

    At least 15 characters, of any kind; spaces are fine. Not one that repeats, runs on, or is made of names that go
    with you or us. A wrong `current` counts as a wrong try at signing.
    """
    change_password(house().database, house().vault, token(), PASSWORD.load())
    return done()


@room.operation(
    "PUT",
    "/v1/me/pin",
    takes=PIN,
    gives={204: None},
    refuses=["presence.wrong", "presence.locked", "pin.easy_to_guess"],
)
def set_pin() -> Response:
    """Set your PIN: six digits, not all the same, and not running up or down. The password shows that it is you."""
    change_pin(house().database, house().vault, token(), PIN.load())
    return done()

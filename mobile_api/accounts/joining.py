"""Joining with a code, and making one for somebody."""

from flask import Response, request

from backend.accounts.joining import Join, join_with_code
from backend.accounts.making_codes import JoiningCode, MakeJoiningCode, make_joining_code
from backend.accounts.pairs import SignedIn
from backend.kernel.ids import Id
from mobile_api.accounts import examples
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, house, writing

room = Room("joining", __name__, description="Joining with a code that somebody was handed.")

JOIN = Body(Join, examples.JOIN)
MAKE = Body(MakeJoiningCode, examples.JOINING_CODE, without=("person_id",))


@room.operation(
    "POST",
    "/v1/auth/joinings",
    takes=JOIN,
    gives={201: SignedIn},
    example=examples.SIGNED_IN,
    refuses=[
        "joining.code_wrong", "joining.login_needed", "joining.login_taken", "session.wrong_login",
        "session.too_many_tries", "password.too_short", "password.easy_to_guess", "pin.easy_to_guess",
        "people.staff_number_taken",
    ],
    is_public=True,
)  # fmt: skip
def join() -> Response:
    """Join with a code, or get in again with one.

    The code works once. It gives whoever it was made for the password they choose and ends their earlier sessions.
    `login` is an e-mail address, needed only by people without a staff number; one that signs in to another
    organisation already comes with its present password.
    """
    return answer(join_with_code(house().database, house().vault, JOIN.load(), address=request.remote_addr), 201)


@room.operation(
    "POST",
    "/v1/people/<id:person_id>/joining-codes",
    takes=MAKE,
    gives={201: JoiningCode},
    example=examples.MADE_CODE,
    refuses=[
        "not_found", "not_allowed", "id.reused", "joining.own_code", "joining.code_shown_once", "people.has_left",
    ],
)  # fmt: skip
def make_code(person_id: Id) -> Response:
    """Make a joining code for somebody. Only who manages people may; the trail says who did.

    The code is shown this once, works once, until the end of the day `expires_on`, and ends the person's earlier ones.
    With `identity_method` and `checked_on` it also records that their identity was checked.
    """
    act = MAKE.load(person_id=person_id)
    with writing() as (tx, actor):
        made = make_joining_code(tx, actor, act)
    return answer(made, 201)

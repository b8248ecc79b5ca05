"""Looking at a text before it is sent."""

from flask import Response

from backend.people.text_checks import CheckText, TextChecked, check_text
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, read
from mobile_api.people import examples

room = Room("text checks", __name__, description="What in a text could tell who a client is.")

CHECK = Body(CheckText, examples.TEXT_CHECK)


@room.operation("POST", "/v1/text-checks", takes=CHECK, gives={200: TextChecked}, example=examples.TEXT_CHECKED)
def check() -> Response:
    """Have a text looked at before it is sent: names, NHS numbers, dates of birth, postcodes, addresses, room numbers.

    Point them out and let the writer choose: other words, or `kept_because` with the act and a reason. Nothing of the
    text is kept, logged or changed, and no act is refused because of what stands in it. Offsets count code points of
    `text` as it stands in the answer, which is how it would be kept; a client that counts UTF-16 units converts them.
    """
    return answer(read(check_text, CHECK.load()))

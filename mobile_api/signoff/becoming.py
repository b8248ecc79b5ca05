"""What the operations that do something to a sign-off share: the answer says what became of it."""

from collections.abc import Callable
from typing import Any

from flask import Response

from backend.kernel.entries import Entry
from backend.signoff.file import ItemFile
from backend.signoff.receipts import signed_off
from mobile_api.doors import made, writing


def become(story: Callable[..., tuple[Entry, ItemFile]], *given: Any) -> Response:
    """Does it as whoever is signed in, and shows the sign-off as it is then, with the receipt of what was done."""
    with writing() as (tx, actor):
        entry, file = story(tx, actor, *given)
        shown = signed_off(tx, actor, entry, file, entry.content["sign_off_id"])
    return made(shown, entry.is_new)

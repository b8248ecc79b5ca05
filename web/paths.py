"""The addresses of pages: nouns and opaque ids, nothing about a person."""

import re
from typing import Any
from urllib.parse import urlsplit

from werkzeug.routing import BaseConverter

from backend.kernel.ids import Id


class IdConverter(BaseConverter):
    """An id in an address, in the one form we store; anything else is not found."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def to_python(self, value: str) -> Any:
        """The id."""
        return Id(value)


def plan_at(plan_id: Id, own: bool = False) -> str:
    """Somebody's plan; one's own has a short address."""
    return "/plan" if own else f"/plans/{plan_id}"


def item_at(plan_id: Id, item_id: Id) -> str:
    """A criterion on a plan."""
    return f"/plans/{plan_id}/items/{item_id}"


def sign_offs_at(plan_id: Id, item_id: Id) -> str:
    """The sign-offs of an item; `/new` is the page to sign on."""
    return f"/plans/{plan_id}/items/{item_id}/sign-offs"


def sign_off_at(sign_off_id: Id) -> str:
    """One sign-off, followed by `/receipt` or `/withdrawal`."""
    return f"/sign-offs/{sign_off_id}"


def person_at(person_id: Id) -> str:
    """Somebody's page, followed by what is done about them."""
    return f"/people/{person_id}"


def withdrawal_at(withdrawal_id: Id) -> str:
    """One withdrawal, followed by `/receipt`, `/confirmations` or `/taking-back`."""
    return f"/withdrawals/{withdrawal_id}"


def lifting_at(lifting_id: Id) -> str:
    """That a frozen sign-off count again, followed by `/confirmations` or `/taking-back`."""
    return f"/liftings/{lifting_id}"


def record_at(record_id: Id) -> str:
    """What is written down about somebody, followed by `/answer`, `/amendments` and so on."""
    return f"/records/{record_id}"


def agreement_at(agreement_id: Id) -> str:
    """A mentoring agreement."""
    return f"/agreements/{agreement_id}"


def evidence_at(evidence_id: Id) -> str:
    """A piece of evidence; `/file` is the file itself."""
    return f"/evidence/{evidence_id}"


def local(address: str | None) -> str:
    """`address` when it is one of ours, else the start: nobody is led away by a link to our sign-in page."""
    if address is None or not re.fullmatch(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,400}", address):
        return "/"
    parts = urlsplit(address)
    return address if not parts.scheme and not parts.netloc else "/"

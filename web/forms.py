"""A form as it stands: what was typed into it, and what the house said about that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request

from backend.accounts.rules import presence_locked, wrong_presence
from backend.kernel.errors import CATALOGUE, Fault, Refused, id_reused, invalid
from backend.kernel.ids import Id, is_id
from web import refusals, words


@dataclass(frozen=True)
class Typed:
    """What a form holds. A refused one is shown as it was typed, each error at its field; a new one is empty."""

    values: Mapping[str, str] = field(default_factory=dict)
    refused: Refused | None = None

    def get(self, name: str) -> str | None:
        """What was typed into a field, or None."""
        return self.values.get(name) or None

    def form_id(self) -> Id | None:
        """The id the form was made with, by which it counts once however often it is sent; a new one if it was used."""
        typed_id = self.values.get("id", "")
        used = self.refused is not None and self.refused.code == id_reused.code
        return Id(typed_id) if is_id(typed_id) and not used else None

    @property
    def errors(self) -> dict[str, str]:
        """What to say at each field, in the order of the faults."""
        if self.refused is None:
            return {}
        named = {_field(fault): _text(fault) for fault in reversed(self.refused.faults)}
        if at := refusals.field_of(self.refused.code, self.values):
            named[at] = refusals.detail(self.refused)
        if self.refused.code == wrong_presence.code and self.get("password"):
            at = "current" if self.get("current") else "password"
            named = {at: refusals.WRONG_PASSWORD.format(**self.refused.params)}
        return dict(reversed(named.items()))

    def error(self, name: str) -> str | None:
        """What to say at one field."""
        return self.errors.get(name)

    @property
    def items(self) -> list[dict[str, str]]:
        """Every field that needs another look, to be linked from the top of the page."""
        return [{"field": name, "text": text} for name, text in self.errors.items()]

    @property
    def pointed(self) -> list[Any]:
        """What could tell who somebody is, marked in the words of each field it stands in."""
        return list(self.refused.params.get("pointed", ())) if self.refused else []

    @property
    def is_locked(self) -> bool:
        """Whether signing is paused, which only time or signing in again ends."""
        return self.refused is not None and self.refused.code == presence_locked.code

    @property
    def title(self) -> str:
        """The problem in one sentence."""
        assert self.refused is not None
        if not self.errors:
            return refusals.detail(self.refused)
        if len(self.errors) == 1:
            return "Please look at this again"
        return words.sentence(words.many(len(self.errors), "thing")) + " to look at again"


EMPTY = Typed()


def typed(refused: Refused) -> Typed:
    """The posted form, with why it was refused."""
    return Typed({name: value for name, value in request.form.items() if name != "csrf_token"}, refused)


def typed_now() -> Typed:
    """The posted form, when it is only to be shown again."""
    return Typed({name: value for name, value in request.form.items() if name != "csrf_token"})


def given(values: Mapping[str, str], *names: str) -> dict[str, Any]:
    """The fields of those names among `values`; blank ones are left out."""
    return {name: value for name in names if (value := values.get(name, "").strip())}


def posted(*names: str) -> dict[str, Any]:
    """The posted fields of those names; blank ones are left out."""
    return given(request.form, *names)


def asked(*names: str) -> dict[str, Any]:
    """What the address asks for under those names; blank ones are left out."""
    return {name: value for name in names if (value := request.args.get(name, "").strip())}


def ensure_filled(*names: str) -> None:
    """Raises `request.invalid` naming every field of these that is blank, so that all of them are said at once."""
    ensure_given(request.form, *names)


def ensure_given(values: Mapping[str, str], *names: str) -> None:
    """`ensure_filled`, for fields that are read already."""
    blank = [name for name in names if not values.get(name, "").strip()]
    if blank:
        faults = [Fault(f"/{name}", refusals.FAULTS[name.removesuffix("_other")], "required") for name in blank]
        raise invalid(faults=faults, fields=", ".join(blank))


def number(text: str | None) -> int | None:
    """A whole number from a hidden field; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def day(text: str | None) -> date | None:
    """The day that was typed; None for what is no day."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


_AT = re.compile(r"/[0-9]+$")


def _field(fault: Fault) -> str:
    name = _AT.sub("", fault.pointer.strip("/"))  # one of several is said at their field
    return name.removesuffix("_other")


def _text(fault: Fault) -> str:
    if fault.detail.startswith(("Longer than", "Length must")):
        return refusals.TOO_LONG
    if fault.code in CATALOGUE:  # a refusal of the house, in its own words
        return fault.detail
    return refusals.FAULTS.get(_field(fault), fault.detail)

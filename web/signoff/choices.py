"""The answers a form offers, as `choice` in `parts/field.html` takes them; and what of them is said back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.frameworks.choosing import PlanChoice
from backend.signoff.showing import day_in_words
from backend.signoff.shown import Item, MentorShown, Plan
from web import forms, words
from web.dates import When
from web.forms import Typed
from web.signoff import faces

Option = dict[str, Any]
ANY = "any"


def methods(item: Item) -> list[Option]:
    """The ways of seeing it that count for this criterion."""
    return [_option(code, *words.METHODS[code][:2]) for code in item.policy.methods]


def all_methods() -> list[Option]:
    """Every way of seeing it there is."""
    return [_option(code, *said[:2]) for code, said in words.METHODS.items()]


def items(found: Sequence[Item], when: When) -> list[Option]:
    """Criteria to choose from, with where each stands."""
    return [{"value": one.id, "label": one.title, "hint": faces.in_short(one, when)} for one in found]


def outcomes() -> list[Option]:
    """The two words a mentor may give."""
    return [_option(code, label, label.lower()) for code, label in words.OUTCOMES.items()]


def helps() -> list[Option]:
    """How much help there may have been."""
    return [_option(code, *said) for code, said in words.HELPS.items()]


def named(found: Mapping[str, tuple[str, str]]) -> list[Option]:
    """Words of a sector to choose from."""
    return [_option(code, words.sentence(one), one) for code, (one, _) in found.items()]


def plans(found: Sequence[PlanChoice]) -> list[Option]:
    """What a plan can be made of: a framework, and one of the roles it is for."""
    return [{"value": f"{one.framework_id} {one.role}", "label": _plan(one)} for one in found]


def _plan(one: PlanChoice) -> str:
    return f"{one.title}: {faces.becoming(one.role).lower()}"


def people(found: Sequence[MentorShown]) -> list[Option]:
    """Each of them, by name."""
    return [_option(one.id, one.name, one.name) for one in found]


def mentors(plan: Plan, today: date) -> list[Option]:
    """Whom the mentee may ask: each mentor, those who are there first, or whoever of them comes first."""
    there_first = sorted(plan.mentors, key=lambda one: one.is_away)
    named = [_option(one.id, one.name, one.name) | _away(one, today) for one in there_first]
    if len(named) < 2:
        return named
    return [*named, _option(ANY, "Either of them" if len(named) == 2 else "Any of them", "any")]


def _away(mentor: MentorShown, today: date) -> Option:
    if not mentor.is_away:
        return {}
    until = f" until {day_in_words(mentor.away_until, today)}" if mentor.away_until else " just now"
    return {"hint": f"Away{until}"}


def others(people: Sequence[MentorShown], today: date) -> list[Option]:
    """To whom a mentor may pass a question: each of the others, or any of them."""
    named = [_option(one.id, one.name, one.name) | _away(one, today) for one in people]
    return named if len(named) < 2 else [*named, _option(ANY, "Any of them", "any")]


def said(typed: Typed, when: When, suffix: str = "") -> list[Option]:
    """What the line above the button says back: the choices in order, in words where they are known already."""
    method, help_, outcome = (typed.get(name) or "" for name in ("method", "help", "outcome"))
    if outcome == "not_yet":
        help_ = ""
    found: list[Option] = [
        {"field": "seen_on", "text": _day(typed.get("seen_on"), typed.get("seen_on_other"), when)},
        {"field": "method", "text": words.METHODS[method][1] if method in words.METHODS else None},
        {"field": "help", "text": words.HELPS[help_][1] if help_ in words.HELPS else None},
        {"field": "outcome", "text": words.OUTCOMES[outcome].lower() if outcome in words.OUTCOMES else None},
    ]
    return [{**one, "field": one["field"] + suffix} for one in found]


def _day(chosen: str | None, other: str | None, when: When) -> str | None:
    day = forms.day(other if chosen == "other" else chosen)
    return when.on(day).removeprefix("on ") if day else None


def _option(value: str, label: str, say: str) -> Option:
    return {"value": str(value), "label": label, "say": say}

"""The questions of a record, as the pages to write, change and amend one ask them, and what was said to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request

from backend.frameworks.reading import framework_of
from backend.kernel.ids import Id, new_id
from backend.people.names import Named
from backend.records.reading import open_steps
from backend.records.shown import Record
from backend.records.steps import NextStep
from backend.signoff.reading import PlanFilter, list_plans
from web import words
from web.dates import When
from web.forms import Typed, posted
from web.pointing_out import REASON, ensure_pointed_out
from web.records.faces import TEXTS, steps_typed
from web.visits import Visit

MOST_STEPS = 10
ALWAYS = ("shows", "account")
Day = tuple[str | None, str | None]
"""Which day is chosen, and the other day, when it is that."""


@dataclass(frozen=True)
class Ask:
    """What the questions of a record need beside what is typed."""

    subject: Named
    form_id: Id
    days: list[dict[str, str]]
    happened_on: Day
    discussed_on: Day
    criteria: list[dict[str, str]]
    chosen: list[str]
    open_steps: list[NextStep]
    steps: list[dict[str, Any]]


def ask_of(visit: Visit, subject: Named, typed: Typed, chosen: list[str] | None = None) -> Ask:
    """The questions as typed. `chosen` are the criteria it is evidence for, else those of the form."""
    if chosen is None:
        chosen = request.form.getlist("criteria") if typed.refused else [typed.values.get("criteria", "")]
    days = days_of(visit.when)
    return Ask(
        subject,
        typed.form_id() or new_id(),
        days,
        _chosen(typed, "happened_on", visit.when, days),
        _chosen(typed, "discussed_on", visit.when, days),
        _criteria(visit, subject.id, chosen),
        chosen,
        open_steps(visit.tx, visit.actor, subject.id),
        steps_typed(typed.values, MOST_STEPS),
    )


def days_of(when: When) -> list[dict[str, str]]:
    """The days that suggest themselves beside today."""
    yesterday = when.today - timedelta(days=1)
    return [{"value": yesterday.isoformat(), "label": "Yesterday", "say": "yesterday"}]


def _chosen(typed: Typed, name: str, when: When, days: list[dict[str, str]]) -> Day:
    day = typed.get(name)
    if day in (None, "other", when.today.isoformat(), *(one["value"] for one in days)):
        return day, typed.get(f"{name}_other")
    return "other", day


def _criteria(visit: Visit, person: Id, chosen: list[str]) -> list[dict[str, str]]:
    """The criteria of the person's plans that the viewer can see, and those chosen already."""
    plans = list_plans(visit.tx, visit.actor, PlanFilter(mentee_id=person, limit=5)).items
    found = dict.fromkeys(key for key in chosen if key)
    titles: dict[str, str] = {}
    for plan in plans:
        for one in framework_of(visit.tx, plan.framework.id).criterion:
            if plan.role in one.roles:
                titles[one.key] = one.title
    keys = [*titles, *(key for key in found if key not in titles)]
    return [{"value": key, "label": titles.get(key, words.sentence(key.replace("-", " ")))} for key in keys]


def day_posted(name: str) -> str | None:
    """The day that was chosen, or the other day that was typed."""
    chosen = request.form.get(name, "")
    return (request.form.get(f"{name}_other", "") if chosen == "other" else chosen).strip() or None


def said_posted(has_concern: bool) -> dict[str, Any]:
    """What the form says, as the fields of a draft. Raises `words.details_found`."""
    settling = [name for name in request.form if name.startswith("why_")]
    ensure_pointed_out("account", *TEXTS, *(f"step_{n}" for n in range(1, MOST_STEPS + 1)), *settling)
    names = (*ALWAYS, *(TEXTS if has_concern else ()))
    steps = [step for n in range(1, MOST_STEPS + 1) if (step := _step(request.form, n))]
    criteria = [key for key in request.form.getlist("criteria") if key]
    return posted(*names, REASON) | {
        "happened_on": day_posted("happened_on"),
        "criteria": criteria,
        "next_steps": steps,
    }


def _step(form: Mapping[str, str], n: int) -> dict[str, Any] | None:
    text = form.get(f"step_{n}", "").strip()
    if not text:
        return None
    due_on, owner = form.get(f"step_{n}_due", "").strip(), form.get(f"step_{n}_owner", "").strip()
    return {"text": text, **({"due_on": due_on} if due_on else {}), **({"owner_id": owner} if owner else {})}


def typed_of(draft: Record) -> Typed:
    """A draft as what was typed into the form."""
    texts = {name: getattr(draft, name) for name in ("account", *TEXTS, REASON)}
    steps: dict[str, str] = {}
    for n, step in enumerate(draft.draft_steps, 1):
        due = step.due_on.isoformat() if step.due_on else ""
        steps |= {f"step_{n}": step.text, f"step_{n}_due": due, f"step_{n}_owner": step.owner_id or ""}
    days = {"happened_on": draft.happened_on.isoformat(), "kind": draft.kind, "shows": draft.shows}
    return Typed({name: value for name, value in {**texts, **days, **steps}.items() if value})

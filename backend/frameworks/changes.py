"""What differs between two versions of a framework, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from backend.frameworks.rules import Criterion, Framework


@dataclass
class CriterionNamed:
    """A criterion by key and title."""

    key: str
    title: str


@dataclass
class Difference:
    """What one part of a criterion was and is: text, a number or a code, one to each line of a list."""

    part: str
    before: str
    after: str


@dataclass
class CriterionChanged(CriterionNamed):
    """A criterion by key and title, as the newer version has it, with each part of it that is another."""

    differences: list[Difference]


@dataclass
class Changes:
    """What the newer of two versions adds, changes and leaves out, in the order of the versions."""

    added: list[CriterionNamed]
    changed: list[CriterionChanged]
    left_out: list[CriterionNamed]


def changes_between(before: Framework, after: Framework) -> Changes:
    """What `after` makes different, all roles taken together."""
    return changes_in(before.criterion, after.criterion)


def changes_in(before: Sequence[Criterion], after: Sequence[Criterion]) -> Changes:
    """What the second of two lists of criteria makes different. The same criterion has the same key."""
    old, new = ({criterion.key: criterion for criterion in criteria} for criteria in (before, after))
    return Changes(
        added=[_named(criterion) for key, criterion in new.items() if key not in old],
        changed=[_changed(old[key], one) for key, one in new.items() if key in old and old[key] != one],
        left_out=[_named(criterion) for key, criterion in old.items() if key not in new],
    )


def _named(criterion: Criterion) -> CriterionNamed:
    return CriterionNamed(criterion.key, criterion.title)


def _changed(before: Criterion, after: Criterion) -> CriterionChanged:
    parts = [(part.name, getattr(before, part.name), getattr(after, part.name)) for part in fields(Criterion)]
    differences = [Difference(name, _text(was), _text(now)) for name, was, now in parts if was != now]
    return CriterionChanged(after.key, after.title, differences)


def _text(value: str | bool | int | Sequence[str] | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)

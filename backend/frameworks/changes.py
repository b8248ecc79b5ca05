"""What differs between two versions of a framework, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.frameworks.rules import Criterion, Framework


@dataclass
class CriterionNamed:
    """A criterion by key and title."""

    key: str
    title: str


@dataclass
class Changes:
    """What the newer of two versions adds, changes and leaves out, in the order of the versions."""

    added: list[CriterionNamed]
    changed: list[CriterionNamed]
    left_out: list[CriterionNamed]


def changes_between(before: Framework, after: Framework) -> Changes:
    """What `after` makes different, all roles taken together."""
    return changes_in(before.criterion, after.criterion)


def changes_in(before: Sequence[Criterion], after: Sequence[Criterion]) -> Changes:
    """What the second of two lists of criteria makes different. The same criterion has the same key."""
    old, new = ({criterion.key: criterion for criterion in criteria} for criteria in (before, after))
    return Changes(
        added=[_named(criterion) for key, criterion in new.items() if key not in old],
        changed=[_named(criterion) for key, criterion in new.items() if key in old and old[key] != criterion],
        left_out=[_named(criterion) for key, criterion in old.items() if key not in new],
    )


def _named(criterion: Criterion) -> CriterionNamed:
    return CriterionNamed(criterion.key, criterion.title)

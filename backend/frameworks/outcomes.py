"""A regulator's own outcomes, loaded by the organisation beside our guidance.

A regulator's wording is theirs: it does not come with the project. An organisation loads it from a file of its own,
and each criterion that the file names becomes a section with one criterion for each of its outcomes, signed outcome by
outcome. Source: domain 8 (the Care Certificate).
"""

from dataclasses import dataclass, replace
from typing import Annotated

from backend.frameworks import rules, toml
from backend.frameworks.rules import Criterion, Framework
from backend.kernel.errors import Refused
from backend.kernel.shapes import Within, load


@dataclass(frozen=True, kw_only=True)
class LearningOutcome:
    """One outcome: the key of the criterion it belongs to, the regulator's number for it, and their words."""

    criterion: Annotated[str, Within(1, 60)]
    number: Annotated[str, Within(1, 12)]
    text: Annotated[str, Within(1, 500)]


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """The outcomes of a file, in order."""

    outcome: Annotated[list[LearningOutcome], Within(1, 400)]


def read_outcomes(text: str) -> list[LearningOutcome]:
    """The outcomes in a file's text. Raises `framework.broken_file`."""
    given = toml.read(text)
    try:
        return load(Outcomes, given).outcome
    except Refused as refused:
        faults = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in refused.faults)
        raise rules.broken_file(reason=faults) from None


def with_outcomes(framework: Framework, outcomes: list[LearningOutcome]) -> Framework:
    """The framework, with a criterion for each outcome where outcomes were given.

    Raises `framework.no_such_criterion`, `framework.broken_file`.
    """
    known = {criterion.key for criterion in framework.criterion}
    for outcome in outcomes:
        if outcome.criterion not in known:
            raise rules.no_such_standard(key=outcome.criterion)
    criteria = [part for criterion in framework.criterion for part in _parts(criterion, outcomes)]
    made = replace(framework, criterion=criteria)
    rules.ensure_sound(made)
    return made


def _parts(criterion: Criterion, outcomes: list[LearningOutcome]) -> list[Criterion]:
    own = [outcome for outcome in outcomes if outcome.criterion == criterion.key]
    if not own:
        return [criterion]
    return [
        replace(
            criterion,
            key=f"{criterion.key}.{outcome.number.replace('.', '-')}",
            section=criterion.title,
            title=f"{outcome.number} {outcome.text}"[:500],
        )
        for outcome in own
    ]

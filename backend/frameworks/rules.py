"""What a framework is made of, and when a file is refused. Pure.

Source: domain 1 (the plan's criteria, roles, signatures, methods, one question each, the skills guide).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from backend.kernel.canonical import canonical
from backend.kernel.errors import Kind, refusal
from backend.kernel.shapes import Within, plain
from backend.people.rules import Post

MOST_CRITERIA, MOST_FIELDS = 400, 100


class Method(StrEnum):
    """How a mentor came to their word. Source: api, sign-offs."""

    OBSERVED = "observed"
    DISCUSSED = "discussed"
    WORK_PRODUCT = "work_product"
    PRACTICE_RUN = "practice_run"


INTENTS = {1: "I saw this myself on the day I say, this is my fair word on it, and I sign it with my name."}
"""The sentence above the sign button, by version; a version's words never change. Source: trust, S03."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing to be signed.

    `signatures` is the number needed unless a plan says otherwise. `other_day` and `other_mentor` bind the second.
    `signer_posts` narrows who may sign; empty means any active mentor. `nudges` are next steps to choose from when
    the word is 'not yet'. `section` is the heading it stands under, if there are any. `tags` are a regulator's own
    names, kept as data because regulators rename them.
    """

    key: Annotated[str, Within(1, 60)]
    section: Annotated[str, Within(1, 120)] | None = None
    title: Annotated[str, Within(1, 500)]
    roles: list[str]
    signatures: Annotated[int, Within(1, 2)]
    question: Annotated[str, Within(1, 300)]
    methods: list[Method]
    other_day: bool = True
    other_mentor: bool = False
    critical: bool = False
    signer_posts: list[str]
    nudges: list[str]
    tags: list[str]
    guidance: Annotated[str, Within(1, 8000)]


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A version of a framework, as its file says. `intent` is the version of the sentence above the sign button."""

    key: Annotated[str, Within(1, 60)]
    version: Annotated[int, Within(1, 10_000)]
    title: Annotated[str, Within(1, 120)]
    summary: Annotated[str, Within(1, 1000)]
    roles: list[str]
    intent: Annotated[int, Within(1, 1000)]
    criterion: Annotated[list[Criterion], Within(1, MOST_CRITERIA)]

    def of_role(self, role: str) -> list[Criterion]:
        """The criteria that somebody in that role works through, in order."""
        return [criterion for criterion in self.criterion if role in criterion.roles]


broken_file = refusal("framework.broken_file", Kind.INVALID, "The framework file was not loaded: {reason}.")
changed_version = refusal(
    "framework.version_published",
    Kind.CONFLICT,
    "Version {version} of {key} is published already and stays as it is. Raise the version to publish a change.",
)

unchanged = refusal(
    "framework.unchanged",
    Kind.CONFLICT,
    "Nothing has changed: version {version} is published already, word for word. Nothing was published.",
)

no_such_standard = refusal(
    "framework.no_such_criterion",
    Kind.INVALID,
    "The outcomes name {key}, and the framework has no criterion of that key. Look at the first line of each outcome.",
)
retires_in_past = refusal(
    "framework.retires_in_past", Kind.INVALID, "That day is over. Choose today or a later day to retire it."
)
retired = refusal(
    "framework.retired", Kind.CONFLICT, "This version is retired, so no new plan is made of it. Choose a newer one."
)


def ensure_readable(given: Mapping[str, Any]) -> None:
    """Raises `framework.broken_file` for far more than a framework ever has, before each part is looked at."""
    criteria = given.get("criterion")
    if isinstance(criteria, list) and len(criteria) > MOST_CRITERIA:
        raise broken_file(reason=f"there are {len(criteria)} criteria, and a framework has at most {MOST_CRITERIA}")
    tables = [given, *(one for one in criteria if isinstance(one, Mapping))] if isinstance(criteria, list) else [given]
    if any(len(table) > MOST_FIELDS for table in tables):
        raise broken_file(reason="there are far more fields than a framework has")


def ensure_sound(framework: Framework) -> None:
    """Raises `framework.broken_file` when criteria repeat a key, name an unknown role or post, or allow no method, and
    when the sentence of intent is none of ours: nobody could ever sign.
    """
    if framework.intent not in INTENTS:
        raise broken_file(reason=f"there is no sentence of intent {framework.intent}")
    keys = [criterion.key for criterion in framework.criterion]
    for criterion in framework.criterion:
        if keys.count(criterion.key) > 1:
            raise broken_file(reason=f"the key {criterion.key} is used twice")
        if unknown := sorted(set(criterion.roles) - set(framework.roles)):
            raise broken_file(reason=f"{criterion.key} names the role {unknown[0]}, which the framework does not have")
        if unknown := sorted(set(criterion.signer_posts) - set(Post)):
            raise broken_file(reason=f"{criterion.key} names the post {unknown[0]}, which nobody can hold")
        if not criterion.methods:
            raise broken_file(reason=f"{criterion.key} allows no method")


def document_of(framework: Framework) -> dict[str, Any]:
    """A version as plain data. What came to frameworks later is left out while it is empty, so that a version keeps
    the digest it was published under.
    """
    document: dict[str, Any] = plain(framework)
    for criterion in document["criterion"]:
        if criterion["section"] is None:
            del criterion["section"]
    return document


def digest_of(framework: Framework) -> str:
    """Hexadecimal sha256 of the version's canonical JSON; its entry in the log commits to it (trust, S22)."""
    return sha256(canonical(document_of(framework))).hexdigest()

"""The fold of the log's entries: pure, without a database."""

from typing import Any

import pytest

from backend.frameworks.files import parse
from backend.frameworks.rules import digest_of
from backend.kernel.canonical import commit
from backend.kernel.ids import Id, new_id
from backend.reviews.folding import Told, Unsound, fold
from tests.signoff.helping import CRITERION, SMALL

FRAMEWORK = parse(SMALL + CRITERION.format(key="once", signatures=1, both="false", posts=""))
STRICT = parse(SMALL + CRITERION.format(key="once", signatures=2, both="true", posts=""))
PLAN, ITEM, JO, SAM = (new_id() for _ in range(4))


def told(
    kind: str, content: dict[str, Any], attestation: dict[str, Any], id_: Id | None = None, actor: Id = JO
) -> Told:
    """An entry as the log would have it."""
    return Told(id_ or new_id(), kind, actor, content, attestation, commit(content, attestation).hex())


def created(framework: Any = FRAMEWORK) -> Told:
    """A plan of one criterion."""
    named = {"key": framework.key, "version": framework.version, "digest": digest_of(framework)}
    return told("create_plan", {"framework_id": "f", "role": "senior", "framework": named}, {}, PLAN)


def signed(day: int = 1, actor: Id = JO, assurance: str = "online", outcome: str = "competent") -> Told:
    """A sign-off of it on a day of October."""
    facts = {
        "plan_id": PLAN, "item_id": ITEM, "criterion": "once", "outcome": outcome, "seen_on": f"2026-10-{day:02}",
        "evidence": [],
    }  # fmt: skip
    return told("sign_off", facts, {"at": f"2026-10-{day:02}T09:00:00.000Z", "assurance": assurance}, actor=actor)


def withdrawn(one: Told) -> Told:
    """Its withdrawal."""
    return told("withdraw_sign_off", {"sign_off_id": one.id}, {"plan_id": PLAN})


def frozen(one: Told) -> Told:
    """Its signer says that it was not them."""
    return told("report_not_me", {"sign_off_id": one.id}, {"plan_id": PLAN})


def lifted(one: Told) -> Told:
    """It counts again."""
    return told("confirm_lifting", {"sign_off_id": one.id}, {"plan_id": PLAN})


def book(assurance: str) -> list[Told]:
    """A plan with its one signature, of that assurance."""
    return [created(), signed(assurance=assurance)]


def complete(entries: list[Told], framework: Any = FRAMEWORK) -> bool:
    """Whether the one criterion is complete."""
    (one,) = fold(entries, PLAN, lambda _: framework).values()
    return one.is_complete


def test_a_signature_counts_until_it_is_withdrawn() -> None:
    one = signed()
    assert [complete([created()]), complete([created(), one]), complete([created(), one, withdrawn(one)])] == [
        False, True, False,
    ]  # fmt: skip


def test_a_frozen_signature_does_not_count_until_it_is_lifted() -> None:
    one = signed()
    frozen_then = [created(), one, frozen(one)]
    assert [complete(frozen_then), complete([*frozen_then, lifted(one)])] == [False, True]
    assert complete([*frozen_then, signed(2)]) is True
    assert complete([*frozen_then, withdrawn(one)]) is False


def test_not_yet_never_counts() -> None:
    assert complete([created(), signed(outcome="not_yet")]) is False


@pytest.mark.parametrize(
    ("second", "is_enough"),
    [(signed(1, SAM), False), (signed(2, JO), False), (signed(2, SAM), True)],
    ids=["the same day", "the same mentor", "another day and mentor"],
)
def test_a_second_signature_keeps_to_its_rules(second: Told, is_enough: bool) -> None:
    assert complete([created(STRICT), signed(), second], STRICT) is is_enough


def test_other_plans_of_the_mentee_are_left_aside() -> None:
    other = told("sign_off", {**signed().content, "plan_id": new_id()}, {"at": "2026-10-01T09:00:00.000Z"})
    assert complete([created(), other]) is False


def test_a_requirement_that_was_raised_is_asked_for() -> None:
    raised = told(
        "change_requirement", {"plan_id": PLAN, "item_id": ITEM, "criterion": "once"},
        {"at_once": True, "becomes": {"signatures": 2, "other_day": True, "other_mentor": False}},
    )  # fmt: skip
    assert [complete([created(), signed(), raised]), complete([created(), signed(), raised, signed(2)])] == [
        False, True,
    ]  # fmt: skip


def test_a_requirement_that_was_lowered_is_asked_for_once_it_was_agreed() -> None:
    proposed = told(
        "change_requirement", {"plan_id": PLAN, "item_id": ITEM, "criterion": "once"}, {"at_once": False}
    )  # fmt: skip
    becomes = {"signatures": 1, "other_day": True, "other_mentor": False}
    agreed = told("answer_requirement", {}, {"plan_id": PLAN, "item_id": ITEM, "becomes": becomes})
    entries = [created(STRICT), signed(), proposed]
    assert [complete(entries, STRICT), complete([*entries, agreed], STRICT)] == [False, True]


def test_a_framework_that_is_not_the_one_named_is_unsound() -> None:
    with pytest.raises(Unsound):
        complete([created()], STRICT)


def test_facts_that_were_changed_are_unsound() -> None:
    one = signed(outcome="not_yet")
    forged = Told(one.id, one.kind, one.actor, {**one.content, "outcome": "competent"}, one.attestation, one.commitment)
    with pytest.raises(Unsound):
        complete([created(), forged])

"""What signatures add up to: every line of the decisions on counting, by example and against a brute-force model."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.ids import Id
from backend.signoff.counting import Policy, Signed, Standing, percent, standing
from backend.signoff.rules import ItemStatus, Missing, Outcome

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 10, day) for day in (5, 6, 7))
NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
ONE = Policy(1, other_day=False, other_mentor=False)
TWO = Policy(2, other_day=False, other_mentor=False)
TWO_DAYS = Policy(2, other_day=True, other_mentor=False)
TWO_MENTORS = Policy(2, other_day=False, other_mentor=True)
BOTH = Policy(2, other_day=True, other_mentor=True)
POLICIES = [ONE, TWO, TWO_DAYS, TWO_MENTORS, BOTH]


def signed(
    name: str,
    mentor: str = "A",
    day: date = MONDAY,
    outcome: str = "competent",
    at: int | None = None,
    gone: bool = False,
) -> Signed:
    """A sign-off called `name`, signed in the order of names unless `at` says otherwise."""
    minute = ord(name[0]) if at is None else at
    return Signed(Id(name), Id(mentor), outcome, day, NOON + timedelta(minutes=minute), gone)


def ids(*names: str) -> tuple[Id, ...]:
    return tuple(map(Id, names))


def test_nothing_signed_is_open() -> None:
    assert standing(ONE, []) == Standing(ItemStatus.OPEN, (), None, Missing.SIGNATURE)
    for policy in POLICIES[1:]:
        assert standing(policy, []) == Standing(ItemStatus.OPEN, (), None, Missing.TWO_SIGNATURES)


def test_one_signature_is_enough_where_one_is_needed() -> None:
    assert standing(ONE, [signed("a")]) == Standing(ItemStatus.SIGNED, ids("a"), Outcome.COMPETENT, None)


@pytest.mark.parametrize(
    ("policy", "missing"),
    [(TWO, Missing.ANOTHER), (TWO_DAYS, Missing.ANOTHER_DAY), (TWO_MENTORS, Missing.ANOTHER_MENTOR),
     (BOTH, Missing.ANOTHER_DAY_AND_MENTOR)],
)  # fmt: skip
def test_after_the_first_of_two_what_is_missing_names_the_rules(policy: Policy, missing: Missing) -> None:
    assert standing(policy, [signed("a")]) == Standing(ItemStatus.PART_SIGNED, ids("a"), Outcome.COMPETENT, missing)


@pytest.mark.parametrize(
    ("policy", "second", "is_signed"),
    [
        (TWO, signed("b"), True),
        (TWO_DAYS, signed("b"), False),
        (TWO_DAYS, signed("b", "B"), False),
        (TWO_DAYS, signed("b", "A", TUESDAY), True),
        (TWO_MENTORS, signed("b", "A", TUESDAY), False),
        (TWO_MENTORS, signed("b", "B", MONDAY), True),
        (BOTH, signed("b", "A", TUESDAY), False),
        (BOTH, signed("b", "B", MONDAY), False),
        (BOTH, signed("b", "B", TUESDAY), True),
    ],
)
def test_s36_a_second_signature_is_for_another_occasion_and_where_asked_of_another_person(
    policy: Policy, second: Signed, is_signed: bool
) -> None:
    found = standing(policy, [signed("a"), second])
    assert found.status is (ItemStatus.SIGNED if is_signed else ItemStatus.PART_SIGNED)
    assert found.counted == (("a", "b") if is_signed else ("a",))


def test_any_valid_set_completes_and_the_earliest_counts() -> None:
    a_monday, a_tuesday, b_monday = signed("a"), signed("b", day=TUESDAY), signed("c", "B")
    assert standing(BOTH, [a_monday, a_tuesday]).status is ItemStatus.PART_SIGNED
    assert standing(BOTH, [a_monday, a_tuesday, b_monday]) == Standing(
        ItemStatus.SIGNED, ids("b", "c"), Outcome.COMPETENT, None
    )


def test_more_signatures_than_needed_change_nothing_that_counts() -> None:
    first = [signed("a"), signed("b", "B", TUESDAY)]
    more = [signed("c", "C", WEDNESDAY), signed("d", "A", WEDNESDAY)]
    assert standing(BOTH, first + more).counted == standing(BOTH, first).counted == ("a", "b")


def test_the_order_is_that_of_signing_not_of_the_days_seen() -> None:
    assert standing(ONE, [signed("a", day=WEDNESDAY), signed("b", day=MONDAY)]).counted == ("a",)
    assert standing(TWO_DAYS, [signed("a", day=WEDNESDAY), signed("b", day=MONDAY)]).counted == ("a", "b")


def test_signed_at_the_same_instant_the_id_decides() -> None:
    assert standing(ONE, [signed("b", at=0), signed("a", at=0)]).counted == ("a",)


def test_not_yet_never_counts_and_never_uncounts() -> None:
    not_yet = signed("b", outcome="not_yet")
    assert standing(ONE, [not_yet]) == Standing(ItemStatus.OPEN, (), Outcome.NOT_YET, Missing.SIGNATURE)
    assert standing(ONE, [signed("a"), not_yet]) == Standing(ItemStatus.SIGNED, ids("a"), Outcome.NOT_YET, None)
    assert standing(TWO_DAYS, [signed("a"), not_yet, signed("c", day=TUESDAY)]).counted == ("a", "c")


def test_withdrawn_never_counts_and_the_next_valid_set_takes_over() -> None:
    gone, second, third = signed("a", gone=True), signed("b", "B", TUESDAY), signed("c", "A", WEDNESDAY)
    assert standing(ONE, [gone]) == Standing(ItemStatus.OPEN, (), None, Missing.SIGNATURE)
    assert standing(BOTH, [gone, second]).counted == ("b",)
    assert standing(BOTH, [gone, second, third]).counted == ("b", "c")


def test_withdrawing_the_latest_makes_the_one_before_it_the_latest() -> None:
    both = [signed("a"), signed("b", outcome="not_yet", gone=True)]
    assert standing(ONE, both).latest is Outcome.COMPETENT


@pytest.mark.parametrize(
    ("counted", "required", "whole"), [(0, 1, 0), (1, 1, 100), (1, 3, 33), (2, 3, 66), (28, 29, 96)]
)
def test_percent_is_floored_so_that_a_hundred_means_all(counted: int, required: int, whole: int) -> None:
    assert percent(counted, required) == whole


@given(st.integers(1, 200).flatmap(lambda required: st.tuples(st.integers(0, required), st.just(required))))
def test_percent_is_a_hundred_when_and_only_when_all_is_signed(given_: tuple[int, int]) -> None:
    counted, required = given_
    assert (percent(counted, required) == 100) == (counted == required)
    assert 0 <= percent(counted, required) <= 100 * counted / required


# The model: every subset, tried.

sign_off = st.builds(
    lambda mentor, day, outcome, minute, gone: (mentor, MONDAY + timedelta(day), outcome, minute, gone),
    st.sampled_from("ABC"), st.integers(0, 3), st.sampled_from(["competent", "competent", "not_yet"]),
    st.integers(0, 5), st.sampled_from([False, False, False, True]),
)  # fmt: skip
sign_offs = st.lists(sign_off, max_size=7).map(
    lambda made: [
        Signed(Id(f"{i:03}"), Id(mentor), outcome, day, NOON + timedelta(minutes=minute), gone)
        for i, (mentor, day, outcome, minute, gone) in enumerate(made)
    ]
)
policies = st.sampled_from(POLICIES)


def valid_sets(policy: Policy, given_: list[Signed]) -> list[tuple[Signed, ...]]:
    """Every set that would do, by trying all of them."""
    candidates = [s for s in given_ if s.outcome == "competent" and not s.withdrawn]
    found = []
    for group in combinations(candidates, policy.signatures):
        days, mentors = {s.seen_on for s in group}, {s.signer_id for s in group}
        if policy.signatures == 2 and policy.other_day and len(days) < 2:
            continue
        if policy.signatures == 2 and policy.other_mentor and len(mentors) < 2:
            continue
        found.append(tuple(sorted(group, key=lambda s: (s.signed_at, s.id))))
    return found


def ranks(group: tuple[Signed, ...]) -> list[tuple[datetime, str]]:
    return [(s.signed_at, s.id) for s in group]


@given(policies, sign_offs)
def test_complete_when_and_only_when_some_valid_set_exists(policy: Policy, given_: list[Signed]) -> None:
    sets = valid_sets(policy, given_)
    found = standing(policy, given_)
    assert (found.status is ItemStatus.SIGNED) == bool(sets)
    assert (found.missing is None) == bool(sets)
    if sets:
        assert found.counted == tuple(s.id for s in min(sets, key=ranks))


@given(policies, sign_offs)
def test_what_counts_without_a_valid_set_is_the_first_competent_one(policy: Policy, given_: list[Signed]) -> None:
    if valid_sets(policy, given_):
        return
    competent = sorted((s.signed_at, s.id) for s in given_ if s.outcome == "competent" and not s.withdrawn)
    assert standing(policy, given_).counted == tuple(id_ for _, id_ in competent[:1])


@given(policies, sign_offs, st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(policy: Policy, given_: list[Signed], chance: Random) -> None:
    shuffled = list(given_)
    chance.shuffle(shuffled)
    assert standing(policy, shuffled) == standing(policy, given_)


@given(policies, sign_offs)
def test_not_yet_changes_nothing_but_the_latest(policy: Policy, given_: list[Signed]) -> None:
    without = [s for s in given_ if s.outcome != "not_yet"]
    one, other = standing(policy, given_), standing(policy, without)
    assert (one.status, one.counted, one.missing) == (other.status, other.counted, other.missing)


@given(policies, sign_offs)
def test_withdrawn_is_as_if_it_had_not_been(policy: Policy, given_: list[Signed]) -> None:
    assert standing(policy, given_) == standing(policy, [s for s in given_ if not s.withdrawn])


@given(policies, sign_offs)
def test_an_item_is_capped_at_what_it_needs_and_counts_only_competent(policy: Policy, given_: list[Signed]) -> None:
    found, by_id = standing(policy, given_), {s.id: s for s in given_}
    assert len(found.counted) <= policy.signatures
    assert {by_id[id_].outcome for id_ in found.counted} <= {"competent"}
    assert (
        found.status
        is [ItemStatus.OPEN, ItemStatus.PART_SIGNED, ItemStatus.SIGNED][
            2 if len(found.counted) == policy.signatures else min(len(found.counted), 1)
        ]
    )


@given(policies, sign_offs)
def test_signing_more_never_takes_away(policy: Policy, given_: list[Signed]) -> None:
    last = max((s.signed_at for s in given_), default=NOON) + timedelta(1)
    more = [*given_, Signed(Id("zzz"), Id("D"), "competent", MONDAY, last)]
    assert len(standing(policy, more).counted) >= len(standing(policy, given_).counted)

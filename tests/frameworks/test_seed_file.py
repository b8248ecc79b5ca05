"""The framework that comes with the project: the plan of domain 1, criterion by criterion."""

from collections import Counter

import pytest

from backend.frameworks.files import parse
from backend.frameworks.rules import Criterion, Framework, Method
from backend.people.rules import Post
from seeds.making import MENTORING_PLAN

BOTH, MANAGERS = ["senior", "manager"], ["manager"]
DOMAIN = [
    ("monthly-finances", "Calculate and sign off monthly finances", BOTH),
    ("cover-shifts", "Cover shifts", BOTH),
    ("support-plans", "Write/update support plans in collaboration with service user", BOTH),
    ("risk-assessments", "Write/update risk assessments in collaboration with service user", BOTH),
    ("health-safety", "Write/update health and safety information", BOTH),
    ("change-shifts", "Add/change shifts in shift-planning software", BOTH),
    ("rolling-rota", "Develop/change a rolling rota", MANAGERS),
    ("timesheets", "Timesheets and client hours/variance sheets", MANAGERS),
    ("team-meeting", "Chair a team meeting", MANAGERS),
    ("client-meeting", "Chair a client meeting", MANAGERS),
    ("supervision", "Conduct a supervision", BOTH),
    ("appraisal", "Conduct an appraisal", MANAGERS),
    ("observation", "Conduct an observation", BOTH),
    ("professional-discussion", "Conduct a professional discussion/performance issue", BOTH),
    ("managers-meeting", "Attend managers' meeting", MANAGERS),
    ("on-call", "Be 'on call'", BOTH),
    ("workload", "Prioritise own workload", BOTH),
    ("annual-leave", "Sign off annual leave", MANAGERS),
    ("reflect", "Reflect on practice to improve service", BOTH),
    ("decisions", "Make decisions that directly affect service", BOTH),
    ("budget-plans", "Write/update client budget plans", BOTH),
    ("innovate", "Innovate new ways to improve the service", BOTH),
]
PLAN: Framework = parse(MENTORING_PLAN.read_text())


def test_keys_titles_roles_and_order_are_those_of_the_domain() -> None:
    assert [(c.key, c.title, c.roles) for c in PLAN.criterion] == DOMAIN


def test_fifteen_are_for_both_roles_and_seven_for_managers_only() -> None:
    assert Counter(len(roles) for _, _, roles in DOMAIN) == {2: 15, 1: 7}
    assert (len(PLAN.of_role("senior")), len(PLAN.of_role("manager"))) == (15, 22)


def test_the_framework_says_what_it_is() -> None:
    assert (PLAN.key, PLAN.version, PLAN.roles, PLAN.intent) == (
        "senior-manager-mentoring-plan", 1, ["senior", "manager"], 1,
    )  # fmt: skip
    assert len(PLAN.summary) > 40


@pytest.mark.parametrize("criterion", PLAN.criterion, ids=lambda criterion: criterion.key)
def test_every_criterion_can_be_signed_well(criterion: Criterion) -> None:
    assert criterion.question.endswith("?")
    assert len(criterion.guidance) > 200
    assert set(criterion.methods) <= set(Method)
    assert len(criterion.methods) >= 1
    assert len(criterion.nudges) >= 2
    assert all(len(nudge) <= 80 for nudge in criterion.nudges)
    assert len(set(criterion.nudges)) == len(criterion.nudges)
    assert set(criterion.signer_posts) <= set(Post)
    assert criterion.signatures in (1, 2)


def test_talking_through_all_of_them_does_not_make_a_manager() -> None:
    by_talk_alone = [c.key for c in PLAN.criterion if Method.DISCUSSED in c.methods]
    assert 0 < len(by_talk_alone) < len(PLAN.criterion) / 2


def test_some_are_signed_twice_and_then_on_another_day() -> None:
    twice = [criterion for criterion in PLAN.criterion if criterion.signatures == 2]
    assert 0 < len(twice) < len(PLAN.criterion)
    assert all(criterion.other_day for criterion in twice)


def test_guidance_carries_what_the_domain_asks_of_each() -> None:
    guides = {criterion.key: criterion.guidance.lower() for criterion in PLAN.criterion}
    for key, words in {
        "monthly-finances": ["folio", "receipt", "safeguarding lead", "statement"],
        "cover-shifts": ["team", "relief"],
        "support-plans": ["copy", "review", "family"],
        "risk-assessments": ["capacity", "reason"],
        "health-safety": ["fire", "evacuation"],
        "annual-leave": ["cover"],
        "supervision": ["months"],
    }.items():
        assert [word for word in words if word not in guides[key]] == [], key


def test_the_file_names_no_client_and_nothing_that_looks_like_a_person() -> None:
    text = MENTORING_PLAN.read_text()
    assert "@" not in text
    assert "NHS" not in text

"""The frameworks that come with the project: what holds for each of them, and the plan of domain 1 by its criteria."""

import re
from collections import Counter
from pathlib import Path

import pytest

from backend.frameworks.files import parse
from backend.frameworks.rules import Criterion, Framework, Method
from backend.people.rules import Post
from seeds.making import CARE_CERTIFICATE, FRAMEWORKS, MENTORING_PLAN, ROOM_LEADER, SCHOOL_SUPPORT

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
STANDARDS = [
    "Understand your role",
    "Your personal development",
    "Duty of care",
    "Equality, diversity, inclusion and human rights",
    "Work in a person-centred way",
    "Communication",
    "Privacy and dignity",
    "Fluids and nutrition",
    "Awareness of mental health and dementia",
    "Adult safeguarding",
    "Safeguarding children",
    "Basic life support",
    "Health and safety",
    "Handling information",
    "Infection prevention and control",
    "Awareness of learning disability and autism",
]
FILES = [CARE_CERTIFICATE, ROOM_LEADER, SCHOOL_SUPPORT, MENTORING_PLAN]
ALL = {path.stem: parse(path.read_text()) for path in FILES}
EACH = [pytest.param(framework, id=name) for name, framework in ALL.items()]
CRITERIA = [pytest.param(one, id=f"{name}-{one.key}") for name, plan in ALL.items() for one in plan.criterion]
each_framework = pytest.mark.parametrize("framework", EACH)
each_criterion = pytest.mark.parametrize("criterion", CRITERIA)


def test_these_are_all_that_come_with_the_project() -> None:
    assert sorted(FRAMEWORKS.glob("*.toml")) == FILES


def test_keys_titles_roles_and_order_are_those_of_the_domain() -> None:
    assert [(c.key, c.title, c.roles) for c in PLAN.criterion] == DOMAIN


def test_fifteen_are_for_both_roles_and_seven_for_managers_only() -> None:
    assert Counter(len(roles) for _, _, roles in DOMAIN) == {2: 15, 1: 7}


def test_the_care_certificate_has_its_sixteen_standards_in_their_order() -> None:
    assert len(STANDARDS) == 16
    assert [criterion.title for criterion in ALL["care-certificate"].criterion] == STANDARDS


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("care-certificate", {"new_starter": 16}),
        ("early-years-room-leader", {"room_leader": 18, "deputy": 16}),
        ("school-support-supervisor", {"supervisor": 16}),
        ("senior-manager-mentoring-plan", {"senior": 15, "manager": 22}),
    ],
)
def test_each_role_has_its_criteria(name: str, counts: dict[str, int]) -> None:
    framework = ALL[name]
    assert {role: len(framework.of_role(role)) for role in framework.roles} == counts


@pytest.mark.parametrize("name", ALL)
def test_the_framework_says_what_it_is(name: str) -> None:
    framework = ALL[name]
    assert (framework.key, framework.version, framework.intent) == (name, 1, 1)
    assert len(framework.summary) > 40


@each_criterion
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


@each_criterion
def test_no_question_is_answered_with_a_yes(criterion: Criterion) -> None:
    assert re.match(r"(What|Which|Who|How|Where)\b", criterion.question), criterion.question


@each_criterion
def test_every_guide_says_what_to_watch_for_and_what_good_looks_like(criterion: Criterion) -> None:
    lines = criterion.guidance.splitlines()
    assert [head for head in ("Watch for:", "What good looks like:") if head not in lines] == []


@each_criterion
def test_a_guide_has_whole_sentences_on_their_own_lines(criterion: Criterion) -> None:
    lines = [line for line in criterion.guidance.splitlines() if line]
    assert [line for line in lines if not line.endswith((".", "?", "!", ":", "'"))] == []
    assert [line for line in lines if len(line) > 140 or line != line.strip()] == []


@each_framework
def test_talking_through_all_of_them_makes_nobody(framework: Framework) -> None:
    by_talk_alone = [c.key for c in framework.criterion if Method.DISCUSSED in c.methods]
    assert 0 < len(by_talk_alone) < len(framework.criterion) / 2


@each_framework
def test_some_are_signed_twice_and_then_on_another_day(framework: Framework) -> None:
    twice = [criterion for criterion in framework.criterion if criterion.signatures == 2]
    assert 0 < len(twice) < len(framework.criterion)
    assert all(criterion.other_day for criterion in twice)


@pytest.mark.parametrize("name", ["care-certificate", "early-years-room-leader", "school-support-supervisor"])
def test_only_a_regulators_own_names_are_tags(name: str) -> None:
    assert [criterion.tags for criterion in ALL[name].criterion if criterion.tags] == []


def test_a_criterion_is_called_by_its_key_in_one_framework_only() -> None:
    keys = Counter(criterion.key for framework in ALL.values() for criterion in framework.criterion)
    assert [key for key, count in keys.items() if count > 1] == []


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


def test_a_supervisor_has_five_objectives_at_most() -> None:
    (objectives,) = [c for c in ALL["school-support-supervisor"].criterion if c.key == "objectives"]
    assert "at most five" in objectives.guidance


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_names_no_client_and_nothing_that_looks_like_a_person(path: Path) -> None:
    text = path.read_text()
    assert "@" not in text
    assert "NHS" not in text

"""The form in which an organisation loads the regulator's outcomes, and what it makes of the Care Certificate."""

import re

from backend.frameworks.drafts import NewDraft, add_outcomes, publish_draft, show_draft, write_draft
from backend.frameworks.files import LARGEST, parse, write
from backend.frameworks.outcomes import LearningOutcome, read_outcomes, with_outcomes
from backend.frameworks.reading import show_framework
from backend.kernel.ids import Id
from seeds.making import CARE_CERTIFICATE, FRAMEWORKS
from tests.world import World

TEMPLATE = (FRAMEWORKS / "outcomes" / "care-certificate-template.toml").read_text()
TEXT = CARE_CERTIFICATE.read_text()
NEWER = TEXT.replace("\nversion = 1\n", "\nversion = 2\n")


def test_the_template_loads_into_a_draft_and_is_published_as_a_section(world: World) -> None:
    id_ = Id(world.do("learning", write_draft, NewDraft(text=NEWER))[0])
    world.do("learning", add_outcomes, id_, 1, TEMPLATE)
    preview = world.read("learning", show_draft, id_).preview
    first, second, third = preview.criteria[:3]
    assert [(one.key, one.section) for one in (first, second, third)] == [
        ("your-role.1-1", "Understand your role"),
        ("your-role.1-2", "Understand your role"),
        ("personal-development", None),
    ]
    assert first.title.startswith("1.1 An invented outcome")
    assert len(preview.criteria) == 17
    published = world.do("learning", publish_draft, id_, 2)
    shown = world.read("mentee", show_framework, published)
    assert (shown.key, shown.version, len(shown.criteria)) == ("care-certificate", 2, 17)


def test_the_template_holds_two_outcomes_and_says_that_they_are_invented() -> None:
    outcomes = read_outcomes(TEMPLATE)
    assert ["invented outcome" in outcome.text for outcome in outcomes] == [True, True]


def test_the_template_lists_the_keys_of_all_standards() -> None:
    listed = re.search(r"#   criterion   .*?: (.*?)\n#   number", TEMPLATE, re.DOTALL)
    assert listed is not None
    keys = [key.strip(" #\n") for key in listed.group(1).split(",")]
    assert keys == [criterion.key for criterion in parse(TEXT).criterion]


def test_a_draft_has_room_for_ninety_outcomes_with_their_guides() -> None:
    framework = parse(TEXT)
    keys = [criterion.key for criterion in framework.criterion]
    words = "An invented outcome, about as long as such sentences are when somebody has thought of everything in it."
    outcomes = [LearningOutcome(criterion=keys[n % 16], number=f"{n % 16 + 1}.{n}", text=words) for n in range(90)]
    made = with_outcomes(framework, outcomes)
    assert (len(made.criterion), len({one.section for one in made.criterion})) == (90, 16)
    assert len(write(made)) < LARGEST

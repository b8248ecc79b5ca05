"""Drafts: written, looked at, published or thrown away; broken ones say on which line."""

from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.frameworks.drafts import (
    NewDraft,
    add_outcomes,
    change_draft,
    discard_draft,
    list_drafts,
    publish_draft,
    show_draft,
    write_draft,
)
from backend.frameworks.files import line_of, parse, write
from backend.frameworks.outcomes import read_outcomes, with_outcomes
from backend.frameworks.reading import list_frameworks, show_file, show_framework
from backend.frameworks.rules import INTENTS, Criterion, Framework, Method
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.people.rules import Post
from seeds.making import FRAMEWORKS, MENTORING_PLAN
from tests.kernel.helping import head, refused
from tests.signoff.helping import CRITERION, SMALL
from tests.world import World

ONE = CRITERION.format(key="once", signatures=1, both="false", posts="")
TEXT = MENTORING_PLAN.read_text()
OUTCOMES = """
[[outcome]]
criterion = "once"
number = "1.1"
text = "Say what it is for"

[[outcome]]
criterion = "once"
number = "1.2"
text = "Show how it is done"
"""


def drafted(world: World, text: str = SMALL + ONE, who: str = "learning") -> Id:
    return Id(world.do(who, write_draft, NewDraft(text=text))[0])


def test_a_draft_shows_what_it_would_publish_and_nothing_is_in_the_log(world: World) -> None:
    before = head(world.maker.database, world.org)
    shown = world.read("admin", show_draft, drafted(world))
    assert (shown.broken, shown.preview.title, [c.key for c in shown.preview.criteria]) == (None, "Small", ["once"])
    assert (shown.revision, shown.written_by.name, shown.changes) == (1, "Bay Juniper", None)
    assert head(world.maker.database, world.org) == before


BROKEN = {
    "a word that is no text": (SMALL + ONE.replace('"once"', "once", 1), 10),
    "three signatures": (SMALL + ONE.replace("signatures = 1", "signatures = 3"), 13),
    "a question that is missing": (SMALL + ONE.replace('question = "How was it?"\n', ""), 9),
    "a field that is not known": (SMALL + ONE + "weight = 3\n", 22),
    "in the second criterion": (SMALL + ONE + ONE.replace('key = "once"', "key = 7"), 24),
    "below a long text that only looks like a criterion": (
        SMALL + ONE.replace('"As you would."', '"""\n[[criterion]]\nsignatures = 9\n"""') + ONE.replace("= 1", "= 5"),
        30,
    ),
    "at the top": (SMALL.replace("version = 1", 'version = "1"') + ONE, 3),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_draft_is_kept_and_names_line_and_reason(world: World, name: str) -> None:
    text, line = BROKEN[name]
    id_ = drafted(world, text)
    shown = world.read("learning", show_draft, id_)
    assert (shown.text, shown.preview) == (text, None)
    assert f"line {line}" in shown.broken, shown.broken
    with refused("framework.broken_file"):
        world.do("learning", publish_draft, id_, 1)
    assert world.read("learning", show_draft, id_).revision == 1


def test_the_line_of_a_field_is_found_in_the_real_file() -> None:
    lines = TEXT.splitlines()
    for number, criterion in enumerate(parse(TEXT).criterion):
        found = line_of(TEXT, f"/criterion/{number}/title")
        assert found is not None
        assert criterion.title in lines[found - 1]


def test_a_published_draft_is_used_up_and_says_what_it_changes(world: World) -> None:
    text = TEXT.replace("\nversion = 1\n", "\nversion = 2\n").replace("Which month?", "For which month?")
    id_ = drafted(world, text)
    changes = world.read("learning", show_draft, id_).changes
    assert ([c.key for c in changes.changed], changes.added, changes.left_out) == (["monthly-finances"], [], [])
    published = world.do("learning", publish_draft, id_, 1)
    assert world.read("mentee", show_framework, published).version == 2
    with refused("not_found"):
        world.read("learning", show_draft, id_)


def test_a_draft_with_nothing_changed_publishes_nothing_and_says_so(world: World) -> None:
    id_ = drafted(world, TEXT)
    assert world.read("learning", show_draft, id_).published_as == world.framework
    before = head(world.maker.database, world.org)
    with refused("framework.unchanged"):
        world.do("learning", publish_draft, id_, 1)
    assert head(world.maker.database, world.org) == before
    assert world.read("learning", show_draft, id_).text == TEXT


def test_whoever_writes_over_an_older_state_is_told_and_loses_nothing(world: World) -> None:
    id_ = drafted(world)
    world.do("learning", change_draft, id_, 1, SMALL + ONE + "\n# mine")
    for late in (lambda: world.do("admin", change_draft, id_, 1, "theirs"),
                 lambda: world.do("admin", publish_draft, id_, 1)):  # fmt: skip
        with refused("request.stale"):
            late()
    assert world.read("learning", show_draft, id_).text.endswith("# mine")


def test_the_same_draft_sent_twice_is_one(world: World) -> None:
    act = NewDraft(text=SMALL)
    assert [world.do("learning", write_draft, act) for _ in range(2)] == [(act.id, True), (act.id, False)]
    with refused("id.reused"):
        world.do("learning", write_draft, NewDraft(id=act.id, text=SMALL + ONE))


def test_drafts_are_seen_by_learning_leads_and_administrators_of_the_organisation(world: World, other: World) -> None:
    id_ = drafted(world)
    for who in ("mentee", "mentor", "manager", "area", "people_team"):
        with refused("not_found"):
            world.read(who, show_draft, id_)
        with refused("not_found"):
            world.do(who, discard_draft, id_)
        with refused("not_allowed"):
            world.read(who, list_drafts, Paging())
        with refused("not_allowed"):
            world.do(who, write_draft, NewDraft(text=SMALL))
    with refused("not_found"):
        other.read("learning", show_draft, id_)
    assert [one.id for one in world.read("admin", list_drafts, Paging()).items] == [id_]
    assert other.read("learning", list_drafts, Paging()).items == []


def test_a_draft_can_be_thrown_away(world: World) -> None:
    id_ = drafted(world)
    world.do("admin", discard_draft, id_)
    assert world.read("learning", list_drafts, Paging()).items == []


def test_outcomes_make_a_section_that_is_signed_outcome_by_outcome(world: World) -> None:
    id_ = drafted(world)
    world.do("learning", add_outcomes, id_, 1, OUTCOMES)
    preview = world.read("learning", show_draft, id_).preview
    assert [(c.key, c.section, c.title) for c in preview.criteria] == [
        ("once.1-1", "once", "1.1 Say what it is for"), ("once.1-2", "once", "1.2 Show how it is done"),
    ]  # fmt: skip
    assert {c.guidance for c in preview.criteria} == {"As you would."}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OUTCOMES.replace('"once"', '"other"'), "framework.no_such_criterion"),
        ("outcome = 1", "framework.broken_file"),
        ("[[outcome", "framework.broken_file"),
        (OUTCOMES.replace("1.2", "1.1"), "framework.broken_file"),
    ],
)
def test_outcomes_that_fit_nowhere_change_nothing(world: World, text: str, code: str) -> None:
    id_ = drafted(world)
    with refused(code):
        world.do("learning", add_outcomes, id_, 1, text)
    assert world.read("learning", show_draft, id_).revision == 1


def test_what_is_exported_is_imported_as_the_same(world: World) -> None:
    for path in sorted(FRAMEWORKS.glob("*.toml")):
        framework = parse(path.read_text())
        assert parse(write(framework)) == framework
    file = world.read("mentee", show_file, world.framework)
    assert (file.name, parse(file.text)) == ("senior-manager-mentoring-plan-1.toml", parse(TEXT))


words = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(' \n"\\'), min_size=1, max_size=60)
said = words.map(lambda text: " ".join(text.split(" ")).strip()).filter(
    lambda text: any(category(c)[0] in "LNPS" for c in text)  # marks alone are nothing that is written
)
keys = st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Any sound framework."""
    roles = draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    criteria = [
        Criterion(
            key=key,
            section=draw(st.none() | said),
            title=draw(said),
            roles=draw(st.lists(st.sampled_from(roles), unique=True)),
            signatures=draw(st.sampled_from([1, 2])),
            question=draw(said),
            methods=draw(st.lists(st.sampled_from(Method), min_size=1, unique=True)),
            other_day=draw(st.booleans()),
            other_mentor=draw(st.booleans()),
            critical=draw(st.booleans()),
            signer_posts=draw(st.lists(st.sampled_from([str(post) for post in Post]), max_size=2)),
            nudges=draw(st.lists(said, max_size=2)),
            tags=draw(st.lists(said, max_size=2)),
            guidance=draw(said),
        )
        for key in draw(st.lists(keys, min_size=1, max_size=3, unique=True))
    ]
    return Framework(
        key=draw(keys), version=draw(st.integers(1, 10_000)), title=draw(said), summary=draw(said), roles=roles,
        intent=draw(st.sampled_from(sorted(INTENTS))), criterion=criteria,
    )  # fmt: skip


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(framework=frameworks())
def test_export_and_import_are_each_others_opposite(framework: Framework) -> None:
    once = parse(write(framework))
    assert parse(write(once)) == once
    assert [c.key for c in once.criterion] == [c.key for c in framework.criterion]


def test_outcomes_leave_other_criteria_alone() -> None:
    two = parse(SMALL + ONE + CRITERION.format(key="other", signatures=2, both="true", posts=""))
    made = with_outcomes(two, read_outcomes(OUTCOMES))
    assert [c.key for c in made.criterion] == ["once.1-1", "once.1-2", "other"]
    assert made.criterion[2] == two.criterion[1]


def test_listing_drafts_goes_page_by_page(world: World) -> None:
    ids = [drafted(world, SMALL + f"# {number}") for number in range(3)]
    first = world.read("learning", list_drafts, Paging(limit=2))
    rest = world.read("learning", list_drafts, Paging(limit=2, cursor=first.next_cursor))
    assert sorted(one.id for one in (*first.items, *rest.items)) == sorted(ids)
    assert rest.next_cursor is None


def test_published_versions_are_listed_with_the_day_they_retire(world: World) -> None:
    from backend.frameworks.retiring import RetireFramework, retire_framework

    on = world.clock.today()
    act = RetireFramework(framework_id=world.framework, on=on)
    world.do("learning", retire_framework, act)
    assert [one.retires_on for one in world.read("mentee", list_frameworks, Paging()).items] == [on]

"""Publishing a framework from a file that people edit: once, whole, and never changed after."""

import tomllib
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.reading import list_frameworks, show_framework
from backend.frameworks.rules import Framework, digest_of, document_of
from backend.frameworks.tables import frameworks
from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from seeds.making import MENTORING_PLAN
from tests.kernel.helping import entries, head, refused, rows_of
from tests.signoff.helping import CRITERION, SMALL
from tests.world import World

ONE = CRITERION.format(key="once", signatures=1, both="false", posts="")
TEXT = MENTORING_PLAN.read_text()


def publishing(world: World, framework: Framework, who: str = "learning") -> Id:
    return Id(world.do(who, publish, framework))


def test_a_file_becomes_a_framework() -> None:
    framework = parse(SMALL + ONE)
    assert (framework.key, framework.version, [c.key for c in framework.criterion]) == ("small", 1, ["once"])


BROKEN = {
    "no TOML": ("key = ", "line 1: no value stands after the ="),
    "a key twice": (SMALL + 'key = "again"\n' + ONE, "line 8: this name stands here for the second time"),
    "no criteria": (SMALL, "criterion is missing"),
    "a field that is not known": (SMALL + ONE + "weight = 3\n", "line 22: we know no weight"),
    "a field that is missing": (SMALL + ONE.replace('question = "How was it?"\n', ""), "question is missing"),
    "three signatures": (SMALL + ONE.replace("signatures = 1", "signatures = 3"), ": signatures: "),
    "no signature": (SMALL + ONE.replace("signatures = 1", "signatures = 0"), ": signatures: "),
    "an unknown method": (SMALL + ONE.replace('"observed"', '"seen"'), ": methods: "),
    "no method": (SMALL + ONE.replace('["observed"]', "[]"), "once allows no method"),
    "the same criterion twice": (SMALL + ONE + ONE, "the key once is used twice"),
    "a role it does not have": (SMALL + ONE.replace('["senior"]', '["chef"]'), "once names the role chef"),
    "a post that nobody holds": (SMALL + ONE.replace("posts = []", 'posts = ["manger"]'), "the post manger"),
    "a sentence of intent that was never written": (SMALL.replace("intent = 1", "intent = 7") + ONE, "intent 7"),
    "a version that is no number": (SMALL.replace("version = 1", 'version = "1"') + ONE, "line 3: version: "),
    "an empty title": (SMALL.replace('"Small"', '" "') + ONE, "title: "),
    "a NUL": (SMALL.replace('"Small"', '"Sm\\u0000all"') + ONE, "title: "),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_the_place_and_the_reason(name: str) -> None:
    text, reason = BROKEN[name]
    with pytest.raises(Refused) as refusal:
        parse(text)
    assert refusal.value.code == "framework.broken_file"
    assert reason in refusal.value.params["reason"]


def test_a_broken_file_changes_nothing(world: World) -> None:
    before = head(world.maker.database, world.org)
    for text, _ in BROKEN.values():
        with refused("framework.broken_file"):
            publishing(world, parse(text))
    assert head(world.maker.database, world.org) == before


def test_publishing_writes_a_row_and_an_entry_that_commits_to_its_text(world: World) -> None:
    framework = parse(SMALL + ONE)
    id_ = publishing(world, framework)
    (row,) = rows_of(world.maker.database, world.org, frameworks, frameworks.c.id == id_)
    assert (row.key, row.version, row.title) == ("small", 1, "Small")
    assert row.document.encode() == rfc8785.dumps(document_of(framework))
    assert row.digest == sha256(row.document.encode()).hexdigest() == digest_of(framework)
    entry = entries(world.maker.database, world.org)[-1]
    assert (entry.id, entry.kind, entry.actor, entry.subject) == (id_, "publish_framework", world.learning, None)
    assert (entry.content["key"], entry.content["version"], entry.content["digest"]) == ("small", 1, row.digest)


def test_loading_the_same_file_twice_changes_nothing(world: World) -> None:
    before = head(world.maker.database, world.org)
    assert publishing(world, parse(TEXT)) == world.framework
    assert publishing(world, parse(TEXT.replace("# How to edit it", "# How to change it")), "admin") == world.framework
    assert head(world.maker.database, world.org) == before


def test_changed_text_under_the_same_version_is_refused_and_a_new_version_is_taken(world: World) -> None:
    changed = TEXT.replace("Which month?", "For which month?")
    assert changed != TEXT
    with pytest.raises(Refused) as refusal:
        publishing(world, parse(changed))
    assert (refusal.value.code, refusal.value.params) == (
        "framework.version_published", {"key": "senior-manager-mentoring-plan", "version": 1},
    )  # fmt: skip
    second = publishing(world, parse(changed.replace("\nversion = 1\n", "\nversion = 2\n")))
    assert second != world.framework
    listed = world.read("mentee", list_frameworks, Paging()).items
    assert {(one.id, one.version) for one in listed} == {(world.framework, 1), (second, 2)}
    question = world.item("monthly-finances").question
    assert question.startswith("Which month?")  # the plan keeps the version it was made of


def test_the_digest_covers_every_field() -> None:
    whole = parse(TEXT)
    for changes in ({"title": "x"}, {"summary": "x"}, {"intent": 2}, {"roles": ["manager", "senior"]}, {"version": 2}):
        assert digest_of(replace(whole, **changes)) != digest_of(whole)
    criterion = whole.criterion[0]
    other: dict[str, Any] = {
        "guidance": "x",
        "nudges": [],
        "signatures": 1,
        "other_day": False,
        "question": "x",
        "tags": ["x"],
    }
    for name, value in other.items():
        changed = replace(whole, criterion=[replace(criterion, **{name: value}), *whole.criterion[1:]])
        assert digest_of(changed) != digest_of(whole), name


def test_only_learning_leads_and_administrators_publish(world: World) -> None:
    framework = parse(SMALL + ONE)
    for who in ("mentee", "mentor", "manager", "area", "people_team"):
        with refused("not_allowed"):
            publishing(world, framework, who)
    publishing(world, framework, "admin")


def test_everybody_of_the_organisation_reads_it_and_nobody_elses(world: World, other: World) -> None:
    framework = publishing(world, parse(SMALL + ONE))
    for who in world.people:
        if who != "unchecked":
            assert world.read(who, show_framework, framework).title == "Small"
    with refused("not_found"):
        other.read("learning", show_framework, framework)
    with refused("not_found"):
        world.read("learning", show_framework, new_id())
    assert [one.key for one in other.read("mentee", list_frameworks, Paging()).items] == [
        "senior-manager-mentoring-plan"
    ]


def test_what_is_shown_is_what_the_file_says(world: World) -> None:
    found = world.read("mentee", show_framework, world.framework)
    raw = tomllib.loads(TEXT)
    assert [(c.key, c.title, c.roles, c.signatures, c.question, c.nudges) for c in found.criteria] == [
        (c["key"], c["title"], c["roles"], c["signatures"], c["question"], c["nudges"]) for c in raw["criterion"]
    ]
    assert [c.guidance for c in found.criteria] == [c["guidance"].strip() for c in raw["criterion"]]


def test_the_same_version_published_by_two_at_once_is_one(world: World) -> None:
    from tests.accounts.helping import together

    framework = parse(SMALL + ONE)
    world.token("learning")
    world.token("admin")
    outcomes = together([lambda who=who: publishing(world, framework, who) for who in ("learning", "admin")])  # type: ignore[misc]  # a lambda with its own case
    assert outcomes == ["done", "done"]
    assert len(rows_of(world.maker.database, world.org, frameworks, frameworks.c.key == "small")) == 1

"""Drafts published and changed at one moment."""

from typing import Any

import pytest

from backend.frameworks.drafts import change_draft, list_drafts, publish_draft
from backend.frameworks.reading import list_frameworks
from backend.kernel.pages import Paging
from tests.accounts.helping import together
from tests.frameworks.test_drafts import ONE, drafted
from tests.signoff.helping import SMALL
from tests.world import World

OTHER = ONE.replace("How was it?", "How did it go?")


def test_one_version_is_published_once_whoever_is_first(world: World) -> None:
    ids = [drafted(world, SMALL + text) for text in (ONE, OTHER)]
    for who in ("learning", "admin"):
        world.token(who)
    before = len(world.read("learning", list_frameworks, Paging()).items)
    stories: list[Any] = [
        lambda who=who, id_=id_: world.do(who, publish_draft, id_, 1)
        for who, id_ in zip(("learning", "admin"), ids, strict=True)
    ]
    done = sorted(together(stories))
    assert done == ["done", "framework.version_published"]
    assert len(world.read("learning", list_frameworks, Paging()).items) == before + 1


@pytest.mark.parametrize("turn", range(5))
def test_what_somebody_wrote_is_not_lost_with_a_draft_that_is_published_meanwhile(world: World, turn: int) -> None:
    id_ = drafted(world)
    for who in ("learning", "admin"):
        world.token(who)
    stories: list[Any] = [
        lambda: world.do("learning", publish_draft, id_, 1),
        lambda: world.do("admin", change_draft, id_, 1, SMALL + OTHER),
    ]
    published, changed = together(stories)
    left = [draft.id for draft in world.read("learning", list_drafts, Paging()).items]
    assert (published, changed, left) in [
        ("done", "not_found", []), ("done", "request.stale", []), ("request.stale", "done", [id_])
    ], (published, changed, left)  # fmt: skip

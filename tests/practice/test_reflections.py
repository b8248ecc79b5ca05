"""Reflections: their author's alone until they share them, on PostgreSQL by a policy too; then evidence as any."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.practice.evidence_shown import file_of, show_evidence
from backend.practice.reflections import (
    ChangedReflection,
    MakeReflection,
    ShareReflection,
    change_reflection,
    drop_reflection,
    list_reflections,
    share_reflection,
    show_reflection,
    write_reflection,
)
from backend.practice.tables import reflections
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of, serving
from tests.practice.helping import WORDS, seen, share, take_back, write
from tests.world import World


def mine(world: World, who: str = "mentee") -> list[Id]:
    """What somebody has written and not shared."""
    return [one.id for one in world.read(who, list_reflections, Paging()).items]


def test_a_reflection_is_kept_changed_and_dropped_without_a_trace(world: World) -> None:
    before = head(world.maker.database, world.org)
    id_ = write(world)
    act = MakeReflection(id=id_, text=WORDS, criteria=["reflect"], happened_on=world.clock.today())
    assert world.do("mentee", write_reflection, act) == (world.read("mentee", show_reflection, id_), False)
    with refused("id.reused"):
        world.do("mentee", write_reflection, MakeReflection(id=id_, text="Something else."))
    changed = ChangedReflection(text="I waited.", criteria=["reflect", "decisions"])
    now = world.do("mentee", change_reflection, id_, 1, changed)
    assert now == world.read("mentee", show_reflection, id_)
    assert (now.text, now.criteria, now.happened_on, now.revision) == ("I waited.", changed.criteria, None, 2)
    assert world.do("mentee", change_reflection, id_, 1, changed) == now  # the answer was lost
    with refused("request.stale"):
        world.do("mentee", change_reflection, id_, 1, ChangedReflection(text="I asked."))
    assert mine(world) == [id_]
    world.do("mentee", drop_reflection, id_)
    assert (mine(world), head(world.maker.database, world.org)) == ([], before)
    world.do("mentee", drop_reflection, id_)  # the answer was lost
    with refused("not_found"):
        world.do("mentee", show_reflection, id_)
    with refused("not_found"):
        world.do("mentee", change_reflection, id_, 2, changed)


def test_nobody_else_sees_changes_drops_or_shares_it(world: World, other: World) -> None:
    id_ = write(world)
    changed = ChangedReflection(text="Not mine.")
    for there, who in [(world, who) for who in sorted(set(world.people) - {"mentee"})] + [(other, "mentee")]:
        assert mine(there, who) == []
        for story, given in ((show_reflection, ()), (drop_reflection, ()), (change_reflection, (1, changed))):
            with refused("not_found"):
                there.do(who, story, id_, *given)
        with refused("not_found"):
            there.do(who, share_reflection, ShareReflection(reflection_id=id_))
        with refused("not_found"):
            there.read(who, show_evidence, id_)
    with refused("id.reused"):
        world.do("mentor", write_reflection, MakeReflection(id=id_, text=WORDS))
    assert (mine(world), seen(world)) == ([id_], [])


def test_shared_it_is_evidence_with_its_words_sealed_and_no_longer_private(world: World) -> None:
    id_ = write(world)
    act = ShareReflection(reflection_id=id_)
    one, is_new = world.do("mentee", share_reflection, act)
    entry = entries(world.maker.database, world.org)[-1]
    assert (is_new, one.id, one.kind, one.text, one.criteria) == (True, id_, "reflection", WORDS, ["reflect"])
    assert (one.title, one.media_type, one.size, one.person) == (None, None, None, one.added_by)
    assert (one.digest, one.happened_on) == (entry.commitment.hex(), world.clock.today())
    assert (entry.kind, entry.words, entry.content["criteria"]) == ("share_reflection", {"text": WORDS}, ["reflect"])
    assert world.do("mentee", share_reflection, act) == (one, False)
    assert mine(world) == []
    assert seen(world, "area") == [id_]
    for story in (show_reflection, drop_reflection):
        with refused("not_found"):
            world.do("mentee", story, id_)
    with refused("id.reused"):
        world.do("mentee", write_reflection, MakeReflection(id=id_, text=WORDS))
    with refused("not_found"):
        world.read("mentee", file_of, id_)
    take_back(world, id_)
    assert seen(world, "area") == seen(world, "mentee") == []


def test_anybody_reflects_on_their_own_practice_and_only_on_that(world: World, clock: Clock) -> None:
    id_ = write(world, "admin")
    assert share(world, id_, "admin").person.id == world.admin
    with refused("evidence.in_future"):
        write(world, happened_on=clock.today() + timedelta(days=1))


def test_a_page_of_reflections_goes_on_where_the_last_one_ended(world: World) -> None:
    made = [write(world, text=f"The {number}th.") for number in range(3)]
    first = world.read("mentee", list_reflections, Paging(limit=2))
    assert [one.id for one in first.items] == [made[2], made[1]]
    rest = world.read("mentee", list_reflections, Paging(limit=2, cursor=first.next_cursor))
    assert ([one.id for one in rest.items], rest.next_cursor) == ([made[0]], None)


def test_on_postgresql_a_transaction_that_names_no_author_sees_no_reflection(world: World, house: House) -> None:
    if not house.settings.database_url.startswith("postgresql"):
        pytest.skip("SQLite has no policies")
    id_ = write(world)
    count = text("SELECT count(*) FROM reflections")
    with serving(house, world.org) as connection:
        assert connection.scalar(count) == 0
        for person, there in ((world.mentor, 0), ("", 0), (world.mentee, 1), (new_id(), 0)):
            connection.execute(text(f"SET LOCAL app.person = '{person}'"))
            assert connection.scalar(count) == there
            assert connection.execute(text("UPDATE reflections SET text = text")).rowcount == there
        mine = text("INSERT INTO reflections SELECT :org, :id, :author, 'x', '[]', null, now(), 1")
        with pytest.raises(DBAPIError, match="row-level security"):
            connection.execute(mine, {"org": world.org, "id": new_id(), "author": world.mentee})
    with serving(house, None) as connection:  # the author's own name opens nothing without their organisation
        connection.execute(text(f"SET LOCAL app.person = '{world.mentee}'"))
        assert connection.scalar(count) == 0
    assert rows_of(world.maker.database, world.org, reflections) == []
    assert mine_still(world) == [id_]


def mine_still(world: World) -> list[Id]:
    """`mine`, in a transaction after one that named nobody."""
    return mine(world)

"""What is done about a record side by side: real threads, real commits, on both databases."""

from collections.abc import Iterator
from typing import Any

import pytest

from backend.house import House
from backend.practice.writing_up import share_record
from backend.records.amending import amend_record
from backend.records.answering import AnswerRecord, answer_record
from backend.records.drafts import RewriteRecord, discard_record, rewrite_record
from backend.records.rules import RecordAnswer, Shows
from backend.records.sharing import ShareRecord
from backend.records.tables import record_drafts, records
from backend.upkeep.verifying import verify
from tests.accounts.helping import together
from tests.kernel.helping import entries, rows_of
from tests.records.helping import amending, drafted, seen, shared, waits_of
from tests.world import World


@pytest.fixture(autouse=True)
def _nothing_is_half_done(world: World, house: House) -> Iterator[None]:
    for who in ("mentor", "mentee"):
        world.token(who)
    yield
    assert verify(house.settings.owner_url, only=[world.org]) == []


def count(world: World, kind: str) -> int:
    return [entry.kind for entry in entries(world.maker.database, world.org)].count(kind)


def answering(world: World, record: Any, presence: str, version: int = 1) -> None:
    act = AnswerRecord(record_id=record, version=version, answer=RecordAnswer.AGREE)
    world.do("mentee", lambda tx, actor: answer_record(tx, actor, act, presence))


def test_eight_times_shared_at_once_is_shared_once(world: World) -> None:
    act = ShareRecord(record_id=drafted(world))
    assert together([lambda: world.do("mentor", share_record, act)] * 8) == ["done"] * 8
    assert (count(world, "share_record"), len(rows_of(world.maker.database, world.org, records))) == (1, 1)


def test_a_draft_thrown_away_while_it_is_shared_is_one_or_the_other(world: World) -> None:
    draft = drafted(world)
    act = ShareRecord(record_id=draft)
    one, other = together(
        [lambda: world.do("mentor", share_record, act), lambda: world.do("mentor", discard_record, draft)]
    )
    assert (one, other) in (("done", "record.already_shared"), ("not_found", "done"))
    assert rows_of(world.maker.database, world.org, record_drafts) == []
    assert count(world, "share_record") == (one == "done")


def test_a_draft_changed_while_it_is_shared_loses_no_word_that_was_kept(world: World) -> None:
    draft = drafted(world)
    change = RewriteRecord(happened_on=world.clock.today(), shows=Shows.BOTH, account="As it was changed.")
    act = ShareRecord(record_id=draft)
    one, other = together(
        [lambda: world.do("mentor", share_record, act), lambda: world.do("mentor", rewrite_record, draft, 1, change)]
    )
    assert one == "done"
    is_changed = seen(world, "mentee", draft).account == "As it was changed."
    assert (is_changed, other) in ((True, "done"), (False, "record.already_shared"))


def test_an_answer_at_the_moment_of_an_amendment_is_to_the_version_that_was_read(world: World) -> None:
    record = shared(world, discussed=True)
    presence = world.presence("mentee")
    act = amending(world, record)
    amended, answered = together(
        [lambda: world.do("mentor", amend_record, act), lambda: answering(world, record, presence)]
    )
    assert (amended, answered) in (("done", "done"), ("done", "record.amended"))
    now = seen(world, "mentee", record)
    assert (now.version, now.answer) == (2, None)
    assert [version.answer is not None for version in now.versions] == [answered == "done", False]
    assert waits_of(world, "mentee") == [("record_to_answer", record)]


def test_eight_answers_at_once_are_one(world: World) -> None:
    record = shared(world, discussed=True)
    presence = world.presence("mentee")
    assert together([lambda: answering(world, record, presence)] * 8) == ["done"] * 8
    assert count(world, "answer_record") == 1

"""Notes: kept for their author alone, dropped without a trace, used up by the sign-off made from them."""

from datetime import timedelta
from typing import Any

import pytest

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Page
from backend.practice.notes import MakeNote, Note, NoteFilter, drop_note, list_notes, make_note, show_note
from backend.practice.tables import notes
from backend.signoff.receipts import show_receipt
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.kernel.helping import head, refused, rows_of
from tests.signoff.helping import act_on, sign
from tests.world import World

TEXT = "Rang round and found cover before noon."


def note(world: World, who: str = "mentor", **changed: Any) -> MakeNote:
    """A note of somebody's about the mentee, kept."""
    given = {"person_id": world.mentee, "criterion": "cover-shifts", "text": TEXT, "happened_at": world.clock()}
    act = MakeNote(**{**given, **changed})
    world.do(who, make_note, act)
    return act


def mine(world: World, who: str = "mentor", **wanted: Any) -> list[Id]:
    page: Page[Note] = world.read(who, list_notes, NoteFilter(**wanted))
    return [one.id for one in page.items]


def test_a_note_is_kept_as_written_and_again_when_its_answer_was_lost(world: World) -> None:
    act = note(world)
    again, is_new = world.do("mentor", make_note, act)
    assert (again, is_new) == (world.read("mentor", show_note, act.id), False)
    assert (again.text, again.criterion, again.happened_at) == (TEXT, "cover-shifts", act.happened_at)
    assert (again.person.name, again.may) == ("Maya Alder", {"sign_off": True})
    assert again.made_at > act.happened_at
    with refused("id.reused"):
        world.do("mentor", make_note, MakeNote(**{**vars(act), "text": "Something else."}))


def test_only_its_author_ever_sees_a_note(world: World, other: World) -> None:
    act = note(world)
    before = head(world.maker.database, world.org)
    for who in sorted(set(world.people) - {"mentor"}):
        assert mine(world, who) == []
        for story in (show_note, drop_note):
            with refused("not_found"):
                world.do(who, story, act.id)
        with refused("id.reused"):
            world.do(who, make_note, act)
    with refused("not_found"):
        other.do("mentor", show_note, act.id)
    assert (mine(world), head(world.maker.database, world.org)) == ([act.id], before)


def test_a_note_is_about_somebody_within_reach(world: World, other: World) -> None:
    for person in (other.mentee, new_id(), world.stranger):
        with refused("not_found"):
            note(world, "line", person_id=person)
    note(world, "area", person_id=world.mentee)


def test_notes_are_listed_by_when_it_happened_a_page_at_a_time(world: World, clock: Clock) -> None:
    start = clock()
    made = [note(world, happened_at=start - timedelta(hours=hours)).id for hours in (1, 3, 2, 3)]
    beside = note(world, person_id=world.mentor, happened_at=start).id
    oldest = [*sorted([made[1], made[3]]), made[2], made[0]]
    assert mine(world) == [*oldest, beside]
    assert mine(world, person_id=world.mentee) == oldest
    found, cursor = [], None
    while True:
        page = world.read("mentor", list_notes, NoteFilter(limit=2, cursor=cursor))
        found += [one.id for one in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert found == [*oldest, beside]


def test_a_note_of_what_has_not_happened_yet_is_refused(world: World, clock: Clock) -> None:
    note(world, happened_at=clock() + timedelta(minutes=4))
    with refused("note.in_future"):
        note(world, happened_at=clock() + timedelta(minutes=6))


def test_a_dropped_note_is_gone_from_the_database(world: World) -> None:
    act = note(world)
    world.do("mentor", drop_note, act.id)
    assert rows_of(world.maker.database, world.org, notes) == []


def test_s24_a_sign_off_from_a_note_keeps_both_its_times_with_the_words(
    world: World, house: House, clock: Clock
) -> None:
    act, other_note = note(world), note(world, text="Another.")
    clock.move(days=3)
    signing = act_on(world, "cover-shifts", statement=TEXT, note_id=act.id)
    signed = sign(world, "mentor", signing)
    kept = signed.sign_off.note
    assert (kept.happened_at, kept.made_at > kept.happened_at) == (act.happened_at, True)
    receipt = world.read("mentee", show_receipt, signed.sign_off.id)
    assert sorted(receipt.said.words) == ["note_happened_at", "note_id", "note_made_at", "statement"]
    assert "note" not in str(receipt.content) + str(receipt.attestation)
    assert mine(world) == [other_note.id]
    assert sign(world, "mentor", signing) == signed  # its answer was lost; the note is gone and not asked for again
    with refused("id.reused"):
        sign(world, "mentor", act_on(world, "cover-shifts", id=signing.id, statement=TEXT, note_id=other_note.id))
    with refused("id.reused"):
        sign(world, "mentor", act_on(world, "cover-shifts", id=signing.id, statement=TEXT))
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_a_refused_sign_off_leaves_the_note_where_it_is(world: World, clock: Clock) -> None:
    act = note(world)
    with refused("sign_off.in_future"):
        sign(world, "mentor", act_on(world, "cover-shifts", note_id=act.id, seen_on=clock.today() + timedelta(days=1)))
    assert mine(world) == [act.id]


@pytest.mark.parametrize("whose", ["nobody", "comentor"])
def test_a_note_that_is_not_ones_own_is_not_signed_from(world: World, whose: str) -> None:
    id_ = new_id() if whose == "nobody" else note(world, whose).id
    with refused("note.gone"):
        sign(world, "mentor", act_on(world, "cover-shifts", note_id=id_))
    assert world.item("cover-shifts").sign_offs == []


def test_a_note_about_somebody_else_is_not_signed_from(world: World) -> None:
    act = note(world, person_id=world.mentor)
    with refused("note.of_another_person"):
        sign(world, "mentor", act_on(world, "cover-shifts", note_id=act.id))
    assert mine(world) == [act.id]

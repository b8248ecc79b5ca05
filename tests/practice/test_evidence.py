"""Evidence: who adds, sees and takes it back, the same whoever sends it twice, and what is left when it is gone."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.house import House
from backend.kernel.files import DiskFiles
from backend.kernel.ids import new_id
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.practice.evidence import TakeEvidenceBack, add_evidence, ensure_may_add, take_evidence_back
from backend.practice.evidence_shown import file_of, show_evidence
from backend.practice.rules import Allowance
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.kernel.helping import entries, refused
from tests.practice import pictures
from tests.practice.helping import ROOM, add, adding, kept, seen, share, take_back, write
from tests.signoff.helping import act_on, sign
from tests.world import World

SEE = {"mentee", "mentor", "comentor", "line", "manager", "area"}
"""S M L N A, as with a plan, but for those who look after learning and people all over the organisation."""
SEE_PERSON = SEE | {"learning", "people_team", "admin", "colleague", "unchecked"}


def test_a_photo_is_added_and_again_when_its_answer_was_lost(world: World, tmp_path: Path) -> None:
    file = kept(world, tmp_path)
    act = adding(world, file, happened_on=world.clock.today(), criteria=["on-call", "cover-shifts", "on-call"])
    one, is_new = world.do("mentor", add_evidence, act, file, ROOM)
    assert (is_new, one.kind, one.media_type, one.size) == (True, "photo", "image/jpeg", file.size)
    assert (one.person.name, one.added_by.name, one.title) == ("Maya Alder", "Jo Rowan", "The rota for November")
    assert (one.criteria, one.happened_on, one.text) == (["cover-shifts", "on-call"], world.clock.today(), None)
    assert (one.digest, one.pinned, one.may) == (file.digest, False, {"take_back": True})
    assert world.do("mentor", add_evidence, act, file, ROOM) == (one, False)
    with refused("id.reused"):
        world.do("mentor", add_evidence, adding(world, file, id=act.id, title="Another"), file, ROOM)
    other = kept(world, tmp_path, pictures.PDF)
    with refused("id.reused"):
        world.do("mentor", add_evidence, adding(world, other, id=act.id), other, ROOM)
    with refused("id.reused"):
        world.do("mentee", add_evidence, act, file, ROOM)


def test_s23_the_entry_holds_the_digest_and_the_title_stands_with_the_words(world: World, tmp_path: Path) -> None:
    one = add(world, tmp_path)
    entry = entries(world.maker.database, world.org)[-1]
    assert (entry.id, entry.kind, entry.subject) == (one.id, "add_evidence", world.mentee)
    facts = {name: entry.content[name] for name in ("digest", "media_type", "size", "form", "criteria")}
    assert facts == {
        "digest": one.digest, "media_type": "image/jpeg", "size": one.size, "form": "photo",
        "criteria": ["cover-shifts"],
    }  # fmt: skip
    assert entry.words == {"title": "The rota for November"}


@pytest.mark.parametrize("who", ["mentee", "mentor", "comentor"])
def test_whom_it_is_about_and_their_mentors_add(world: World, tmp_path: Path, who: str) -> None:
    assert add(world, tmp_path, who).added_by.id == world.people[who]


def test_nobody_else_adds_whoever_they_are(world: World, other: World, tmp_path: Path) -> None:
    file = kept(world, tmp_path)
    for who in sorted(set(world.people) - {"mentee", "mentor", "comentor"}):
        with refused("not_allowed" if who in SEE_PERSON else "not_found"):
            world.do(who, add_evidence, adding(world, file), file, ROOM)
    with refused("not_found"):
        other.do("mentor", add_evidence, adding(world, file), file, ROOM)


def test_evidence_is_seen_as_plans_are_but_by_nobody_for_the_whole_organisation(world: World, tmp_path: Path) -> None:
    one = add(world, tmp_path)
    for who in world.people:
        if who in SEE:
            assert seen(world, who) == [one.id]
            assert world.read(who, show_evidence, one.id).may == {"take_back": who == "mentee"}
            assert world.read(who, file_of, one.id).digest == one.digest
            continue
        with refused("not_allowed" if who in SEE_PERSON else "not_found"):
            seen(world, who)
        for story in (show_evidence, file_of):
            with refused("not_found"):
                world.read(who, story, one.id)


def test_another_organisation_with_the_same_bytes_learns_nothing(world: World, other: World, tmp_path: Path) -> None:
    raw = pictures.photo()
    mine = add(world, tmp_path, raw=raw)
    with refused("not_found"):
        other.read("mentee", file_of, mine.id)
    assert not DiskFiles(tmp_path / "files").has(other.org, mine.digest)
    theirs = add(other, tmp_path, raw=raw)
    assert (theirs.digest, theirs.id == mine.id) == (mine.digest, False)
    with refused("not_found"):
        world.read("mentor", file_of, theirs.id)
    with refused("not_found"):
        add(other, tmp_path, "mentor", person_id=world.mentee)


def test_a_mentor_who_left_the_agreement_sees_what_they_added_and_no_more(world: World, tmp_path: Path) -> None:
    theirs, hers = add(world, tmp_path, "mentor"), add(world, tmp_path, "mentee")
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On long leave.")
    world.do("area", remove_mentor, removal)
    assert world.read("mentor", show_evidence, theirs.id).title == theirs.title
    with refused("not_found"):
        world.read("mentor", file_of, hers.id)
    with refused("not_found"):
        seen(world, "mentor")


def test_a_list_is_of_one_person_for_one_criterion_the_last_on_top(world: World, tmp_path: Path) -> None:
    first = add(world, tmp_path)
    second = add(world, tmp_path, "mentor", criteria=["on-call"], raw=pictures.PDF)
    third = share(world, write(world))
    assert seen(world) == [third.id, second.id, first.id]
    assert seen(world, criterion="on-call") == [second.id]
    assert seen(world, criterion="nothing") == []
    assert seen(world, "mentor", person_id=world.mentor) == []


def test_the_day_it_happened_has_come(world: World, clock: Clock, tmp_path: Path) -> None:
    with refused("evidence.in_future"):
        add(world, tmp_path, happened_on=clock.today() + timedelta(days=1))


def test_what_was_taken_back_leaves_the_lists_and_its_file_is_closed(world: World, tmp_path: Path) -> None:
    one = add(world, tmp_path, "mentor")
    with refused("not_allowed"):
        take_back(world, one.id, "mentee")
    with refused("not_found"):
        take_back(world, one.id, "stranger")
    gone = take_back(world, one.id, "mentor")
    assert (gone.taken_back_at is not None, gone.may) == (True, {"take_back": False})
    assert world.do("mentor", take_evidence_back, TakeEvidenceBack(evidence_id=one.id)) == (gone, False)
    assert seen(world) == seen(world, "mentee") == []
    assert world.read("mentee", show_evidence, one.id).taken_back_at == gone.taken_back_at
    for who in ("mentor", "mentee", "area"):
        with refused("not_found"):
            world.read(who, file_of, one.id)
    with refused("not_found"):
        world.read("area", show_evidence, one.id)
    with refused("not_found"):
        take_back(world, new_id(), "mentor")


def test_verify_finds_a_file_that_is_gone_or_was_changed(world: World, house: House, tmp_path: Path) -> None:
    one, files = add(world, tmp_path), DiskFiles(tmp_path / "files")
    share(world, write(world))
    pinned = add(world, tmp_path, raw=pictures.PDF)
    sign(world, "mentor", act_on(world, "cover-shifts", evidence=[pinned.id]))
    take_back(world, pinned.id)
    take_back(world, add(world, tmp_path, raw=pictures.TEXT).id)

    def found() -> list[str]:
        return verify(house.settings.owner_url, only=[world.org], files=files)

    assert found() == []
    path = tmp_path / "files" / world.org / one.digest[:2] / one.digest
    path.write_bytes(path.read_bytes() + b" ")
    (tmp_path / "files" / world.org / pinned.digest[:2] / pinned.digest).unlink()
    assert found() == [
        f"organisation {world.org}: the file of evidence {id_} is missing, or is not what it was"
        for id_ in sorted([one.id, pinned.id])
    ]


def test_what_names_a_criterion_of_no_framework_here_is_refused(world: World, tmp_path: Path) -> None:
    file = kept(world, tmp_path)
    with refused("evidence.unknown_criterion") as told:
        world.do("mentee", add_evidence, adding(world, file, criteria=["on-call", "no-such"]), file, ROOM)
    assert "no-such" in told.value.detail
    with refused("evidence.unknown_criterion"):
        world.do("mentor", lambda tx, actor: ensure_may_add(tx, actor, world.mentee, ROOM, None, ["no-such"]))
    with refused("evidence.unknown_criterion"):
        write(world, criteria=["no-such"])
    assert seen(world) == []


def test_about_one_person_so_many_files_of_so_many_bytes_are_kept_and_no_more(world: World, tmp_path: Path) -> None:
    file = kept(world, tmp_path)
    two, act = Allowance(2, 10 * file.size), adding(world, file)
    world.do("mentee", add_evidence, act, file, two)
    second = adding(world, file)
    world.do("mentor", add_evidence, second, file, two)
    take_back(world, act.id)  # its file stays where it is, and so does the room it takes
    for story in (add_evidence, lambda tx, actor, act, _file, room: ensure_may_add(tx, actor, act.person_id, room)):
        with refused("evidence.full") as told:
            world.do("mentor", story, adding(world, file), file, two)
        assert told.value.detail.startswith("2 files are kept about this person")
    assert world.do("mentor", add_evidence, second, file, two)[1] is False
    world.do("mentor", lambda tx, actor: ensure_may_add(tx, actor, world.mentee, two, second.id))
    with refused("evidence.full"):
        world.do("mentee", add_evidence, adding(world, file), file, Allowance(9, 3 * file.size - 1))
    third = adding(world, file)
    world.do("mentee", add_evidence, third, file, Allowance(9, 3 * file.size))
    assert seen(world) == [third.id, second.id]
    other = adding(world, file, person_id=world.mentor)
    world.do("mentor", add_evidence, other, file, two)
    assert seen(world, "mentor", person_id=world.mentor) == [other.id]

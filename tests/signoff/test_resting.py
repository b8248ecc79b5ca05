"""S23: a sign-off rests on evidence by its digest, which stays whatever becomes of it."""

from pathlib import Path
from typing import Any

import pytest

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Paging
from backend.practice.evidence_shown import file_of, show_evidence
from backend.practice.offering import RecordPinned, Restable, pinned_records, restable
from backend.records.rules import RecordKind
from backend.records.tables import record_versions
from backend.signoff.history import show_history
from backend.signoff.receipts import show_receipt
from backend.signoff.sign_offs import sign_off
from backend.upkeep.verifying import verify
from tests.kernel.helping import refused, rows_of
from tests.practice import pictures
from tests.practice.helping import add, seen, share, take_back, write
from tests.records.helping import CONCERN, amend, drafted
from tests.records.helping import seen as seen_record
from tests.records.helping import shared as shared_record
from tests.signoff.helping import act_on, sign
from tests.world import World


def test_s23_a_sign_off_pins_the_digests_of_what_it_rests_on(world: World, house: House, tmp_path: Path) -> None:
    photo, reflection = add(world, tmp_path), share(world, write(world))
    named = [reflection.id, photo.id]
    done = sign(world, "mentor", act_on(world, "cover-shifts", evidence=named))
    receipt = world.read("mentee", show_receipt, done.sign_off.id)
    assert receipt.content["evidence"] == sorted([photo.digest, reflection.digest])
    assert receipt.attestation["rests_on"] == [
        {"id": one.id, "kind": one.kind, "digest": one.digest}
        for one in sorted((photo, reflection), key=lambda one: one.id)
    ]
    (shown,) = world.item("cover-shifts").sign_offs
    assert [vars(one) for one in shown.evidence] == receipt.attestation["rests_on"]
    item = world.item("cover-shifts").id
    (told,) = world.read("mentee", show_history, world.plan, item, Paging()).items
    assert told.evidence == shown.evidence
    assert {world.read("mentor", show_evidence, id_).pinned for id_ in named} == {True}
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_the_same_sign_off_sent_again_rests_on_the_same(world: World, tmp_path: Path) -> None:
    first, second = add(world, tmp_path), add(world, tmp_path, raw=pictures.PDF)
    act = act_on(world, "cover-shifts", evidence=[first.id, second.id])
    sign(world, "mentor", act)
    again = {**vars(act), "evidence": [second.id, first.id]}
    assert world.do("mentor", sign_off, type(act)(**again), None)[2] is False
    for other in ([first.id], [], None):
        with refused("id.reused"):
            world.do("mentor", sign_off, type(act)(**{**again, "evidence": other}), None)


def test_a_sign_off_without_evidence_says_so(world: World) -> None:
    nothing: list[list[Id] | None] = [None, []]
    for evidence in nothing:
        done = sign(world, "mentor", act_on(world, "cover-shifts", evidence=evidence))
        receipt = world.read("mentor", show_receipt, done.sign_off.id)
        assert (receipt.content["evidence"], receipt.attestation["rests_on"]) == ([], [])
        assert done.sign_off.evidence == []


def test_what_is_not_about_this_person_or_not_there_to_see_is_refused_alike(
    world: World, other: World, tmp_path: Path
) -> None:
    theirs = add(world, tmp_path, "mentor", person_id=world.mentor)
    private = write(world)
    elsewhere = add(other, tmp_path)
    good = add(world, tmp_path)
    refusals: list[dict[str, Any]] = []
    for wrong in (theirs.id, private, elsewhere.id, new_id()):
        with refused("evidence.not_theirs") as told:
            sign(world, "mentor", act_on(world, "cover-shifts", evidence=[good.id, wrong]))
        refusals.append({"detail": told.value.detail, "params": told.value.params})
    assert all(one == refusals[0] for one in refusals)
    assert world.read("mentor", show_evidence, good.id).pinned is False


def test_evidence_taken_back_cannot_be_rested_on_but_what_rests_on_it_keeps_it(world: World, tmp_path: Path) -> None:
    one = add(world, tmp_path)
    sign(world, "mentor", act_on(world, "cover-shifts", evidence=[one.id]))
    gone = take_back(world, one.id)
    assert (gone.pinned, gone.taken_back_at is not None) == (True, True)
    assert seen(world, "area") == [one.id]
    assert world.read("area", file_of, one.id).digest == one.digest
    with refused("evidence.taken_back"):
        sign(world, "comentor", act_on(world, "cover-shifts", evidence=[one.id]))


def test_a_sign_off_rests_on_a_record_as_it_stands_then(world: World, house: House) -> None:
    record = shared_record(world, "comentor")
    first = sign(world, "mentor", act_on(world, "cover-shifts", evidence=[record]))
    amend(world, "comentor", record, criteria=["team-meeting"])
    second = sign(world, "mentor", act_on(world, "cover-shifts", evidence=[record]))
    versions = rows_of(world.maker.database, world.org, record_versions, record_versions.c.record_id == record)
    pinned = [{"id": record, "kind": "record", "digest": one.commitment} for one in sorted(versions, key=by_version)]
    assert [one.receipt.attestation["rests_on"] for one in (first, second)] == [[one] for one in pinned]
    assert verify(house.settings.owner_url, only=[world.org]) == []


def by_version(row: Any) -> int:
    """The order of a record's versions."""
    version: int = row.version
    return version


def test_nothing_rests_on_a_concern_a_draft_or_a_record_out_of_sight(world: World) -> None:
    concern = shared_record(world, "mentor", **CONCERN)
    draft = drafted(world, "mentor")
    no_evidence = shared_record(world, "comentor", criteria=[])
    of_another = shared_record(world, "manager", subject_id=world.colleague)
    for wrong in (concern, draft, no_evidence, of_another):
        with refused("evidence.not_theirs"):
            sign(world, "mentor", act_on(world, "cover-shifts", evidence=[wrong]))
    sign(world, "comentor", act_on(world, "cover-shifts", evidence=[no_evidence]))  # their own word


@pytest.mark.parametrize("who", ["learning", "people_team"])
def test_who_sees_a_plan_but_no_evidence_reads_what_a_sign_off_rests_on_and_no_more(
    world: World, tmp_path: Path, who: str
) -> None:
    one = add(world, tmp_path)
    sign(world, "mentor", act_on(world, "cover-shifts", evidence=[one.id]))
    (shown,) = world.item("cover-shifts", who).sign_offs
    assert [(named.id, named.digest) for named in shown.evidence] == [(one.id, one.digest)]
    with refused("not_found"):
        world.read(who, file_of, one.id)


def test_a_sign_off_says_which_version_of_a_record_it_rests_on_and_when_it_was_amended_since(world: World) -> None:
    record = shared_record(world, "mentor", criteria=["cover-shifts"])
    sign(world, "mentor", act_on(world, "cover-shifts", evidence=[record]))
    (first,) = world.item("cover-shifts").sign_offs[0].evidence
    assert world.read("mentee", pinned_records, [record]) == {
        first.digest: RecordPinned(record, RecordKind.OBSERVATION, 1, None, True)
    }
    amended = amend(world, "mentor", record, criteria=["cover-shifts"])
    sign(world, "comentor", act_on(world, "cover-shifts", evidence=[record]))
    pinned = world.read("learning", pinned_records, [record])
    newest = seen_record(world, "mentee", record).versions[-1]
    assert pinned == {
        first.digest: RecordPinned(record, RecordKind.OBSERVATION, 1, amended.at, False),
        newest.digest: RecordPinned(record, RecordKind.OBSERVATION, 2, None, False),
    }
    assert {one.digest for two in world.item("cover-shifts").sign_offs for one in two.evidence} == set(pinned)


def test_what_a_sign_off_may_rest_on_is_what_its_signer_sees(world: World, tmp_path: Path) -> None:
    observed = shared_record(world, "mentor", criteria=["cover-shifts", "on-call"])
    talk = shared_record(world, "mentor", kind=RecordKind.PROFESSIONAL_DISCUSSION, criteria=["on-call"])
    shared_record(world, "mentor", **CONCERN)
    photo = add(world, tmp_path)
    found = world.read("mentor", restable, world.mentee)
    assert [(one.id, one.criteria, one.writer) for one in found.records] == [
        (talk, ["on-call"], "Jo Rowan"), (observed, ["cover-shifts", "on-call"], "Jo Rowan"),
    ]  # fmt: skip
    assert [one.id for one in found.evidence] == [photo.id]
    assert [one.id for one in world.read("comentor", restable, world.mentee).records] == [observed]
    assert [one.id for one in world.read("mentee", restable, world.mentee).for_mentors.records] == [observed]
    assert world.read("stranger", restable, world.mentee) == Restable([], [])

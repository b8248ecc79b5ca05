"""What a decision rests on is counted twice, by independent ways, and refused when they differ. Source: style, idea 4;
trust, S13 and F21.
"""

import logging
from typing import Any

import pytest

from backend.frameworks.reading import framework_of
from backend.house import House
from backend.kernel.ids import Id
from backend.records.answering import IncludeRecord, include_record
from backend.reviews.folding import Told, Unsound, fold
from backend.reviews.recounting import Recount, recount
from backend.reviews.rules import Decision
from backend.signoff.requirements import ChangeRequirement, change_requirement
from tests.conftest import Clock
from tests.kernel.helping import entries, refused
from tests.records.helping import shared
from tests.reviews.helping import confirm, propose, seen, sign_all
from tests.reviews.test_folding import FRAMEWORK, book
from tests.signoff.helping import act_on, item_id, sign, withdraw
from tests.signoff.test_freezing import reported
from tests.upkeep.test_verifying import behind_the_back
from tests.world import World

TAMPERING = {
    "a 'not yet' turned": "UPDATE sign_offs SET outcome = 'competent' WHERE org = :org",
    "a withdrawal undone": "UPDATE sign_offs SET withdrawn_at = NULL WHERE org = :org",
    "a freeze undone": "UPDATE sign_offs SET frozen_at = NULL WHERE org = :org",
    "an item that asks for less": "UPDATE items SET signatures = 1, counted = 1 WHERE org = :org AND key = 'strict'",
    "an item taken off": "UPDATE items SET left_framework_id = id WHERE org = :org AND key = 'managers'",
    "what counts": "UPDATE sign_offs SET counts = (withdrawn_at IS NOT NULL) WHERE org = :org",
    "a commitment": "UPDATE sign_offs SET commitment = '00' WHERE org = :org AND counts",
    "an entry's facts": "UPDATE entries SET facts = replace(facts, 'not_yet', 'competent') WHERE org = :org",
}


@pytest.fixture
def part_signed(spare: World, clock: Clock) -> World:
    """A plan on which all but one criterion is signed: that has a 'not yet', one that was withdrawn, one frozen."""
    first, *_, last = sign_all(spare, clock)
    assert first
    withdraw(spare, "mentor", last)
    not_yet = {"outcome": "not_yet", "help": None, "next_step": "Once more, with me beside you."}
    sign(spare, "mentor", act_on(spare, "managers", **not_yet))
    reported(spare, "mentor", Id(sign(spare, "mentor", act_on(spare, "managers")).sign_off.id))
    return spare


def counted(world: World) -> Recount:
    found: Recount = world.read("area", lambda tx, _actor: recount(tx, world.plan, world.mentee))
    return found


def test_both_ways_agree_on_what_acts_made(part_signed: World) -> None:
    found = counted(part_signed)
    assert (sorted(found.criteria), found.missing, found.signatures) == (
        ["managers", "once", "strict"],
        ["managers"],
        3,
    )
    with refused("review.incomplete"):
        propose(part_signed)


@pytest.mark.parametrize("what", TAMPERING)
def test_f21_a_row_changed_behind_the_back_is_no_promotion(
    part_signed: World, spare_house: House, what: str, caplog: Any
) -> None:
    with behind_the_back(spare_house, part_signed) as run:
        run(TAMPERING[what])  # type: ignore[operator]  # what the fixture gives is called
    with caplog.at_level(logging.CRITICAL, "countersign.alerts"):
        for decision in (Decision.PROMOTE, Decision.CLOSE):
            with refused("review.recount_differs"):
                propose(part_signed, decision=decision)
    told = [record.getMessage() for record in caplog.records if record.name == "countersign.alerts"]
    assert len(told) == 2
    assert not any(name in line for line in told for name in ("Maya", "Alder", part_signed.mentee))


def test_a_row_changed_after_the_proposal_is_found_by_the_confirmation(
    spare: World, spare_house: House, clock: Clock
) -> None:
    sign_all(spare, clock)
    review = propose(spare).id
    with behind_the_back(spare_house, spare) as run:
        run(
            "UPDATE sign_offs SET seen_on = starts.day FROM (SELECT min(seen_on) AS day FROM sign_offs) AS starts"
            " WHERE org = :org"
        )  # type: ignore[operator]  # what the fixture gives is called
    with refused("review.recount_differs"):
        confirm(spare, review)
    assert seen(spare, review).status == "proposed"


def test_what_it_rests_on_is_pinned_and_has_to_be_the_same_when_it_is_confirmed(world: World, clock: Clock) -> None:
    signed = sign_all(world, clock)
    clock.move(days=1)
    review = propose(world).id
    withdraw(world, "mentor", signed[0])
    with refused("review.incomplete"):
        confirm(world, review)
    sign(world, "comentor", act_on(world, "once"))
    with refused("review.basis_changed"):
        confirm(world, review)
    entry = next(entry for entry in entries(world.maker.database, world.org) if entry.id == review)
    pinned = [one for criterion in entry.attestation["basis"]["criteria"] for one in criterion["sign_offs"]]
    by_id = {entry.id: entry.commitment.hex() for entry in entries(world.maker.database, world.org)}
    assert {one["id"]: one["commitment"] for one in pinned} == {id_: by_id[id_] for id_ in signed}


def test_s13_a_promotion_rests_on_online_assurance() -> None:
    told = book("device")
    (one,) = fold(told, Id(told[0].id), lambda _: FRAMEWORK).values()
    assert (one.is_complete, one.is_online) == (True, False)


def test_the_fold_knows_every_change_of_what_is_asked_for(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    raised = ChangeRequirement(plan_id=world.plan, item_id=item_id(world, "once"), signatures=2, reason="Twice.")
    world.do("mentor", change_requirement, raised)
    assert counted(world).missing == ["once"]
    sign(world, "mentor", act_on(world, "once", item_rev=2))
    assert counted(world).missing == []


def test_an_entry_that_is_not_what_it_committed_to_is_unsound(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    told = [
        Told(e.id, e.kind, e.actor, {**e.content, "outcome": "competent"} if e.kind == "sign_off" else e.content,
             e.attestation, "00" if e.kind == "sign_off" else e.commitment.hex())
        for e in entries(world.maker.database, world.org) if e.kind in ("create_plan", "sign_off")
    ]  # fmt: skip
    with pytest.raises(Unsound):
        world.read("area", lambda tx, _actor: fold(told, world.plan, lambda id_: framework_of(tx, id_)))


def test_records_that_the_mentee_includes_are_pinned_and_others_are_not(world: World, clock: Clock) -> None:
    sign_all(world, clock)
    read = shared(world, criteria=[])
    other = shared(world, criteria=[])
    world.do("mentee", include_record, IncludeRecord(record_id=read, include=True))
    review = propose(world).id
    entry = next(entry for entry in entries(world.maker.database, world.org) if entry.id == review)
    written = next(entry for entry in entries(world.maker.database, world.org) if entry.kind == "share_record")
    (pinned,) = entry.attestation["basis"]["records"]
    assert (pinned["id"], pinned["commitment"]) == (read, written.commitment.hex())
    world.do("mentee", include_record, IncludeRecord(record_id=other, include=True))
    with refused("review.basis_changed"):
        confirm(world, review)

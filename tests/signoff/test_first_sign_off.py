"""A sign-off in one breath: asked, signed, seen."""

from datetime import timedelta

from tests.conftest import Clock
from tests.world import World


def test_a_mentee_sees_what_a_mentor_signed(world: World, clock: Clock) -> None:
    item = world.item("cover-shifts")
    clock.move(days=1)
    signed = world.maker.sign(world.mentor, world.plan, item.id, clock.today(), "Found cover for the late shift.")
    (shown,) = world.item("cover-shifts").sign_offs
    assert (shown.id, shown.signer.name, shown.counts) == (signed, "Jo Rowan", True)
    assert world.item("cover-shifts").status == "signed"


def test_a_second_signature_is_for_another_day(world: World, clock: Clock) -> None:
    item = world.item("support-plans")
    clock.move(days=3)
    today = clock.today()
    world.maker.sign(world.mentor, world.plan, item.id, today, "Wrote the plan with Alex and his sister.")
    world.maker.sign(world.comentor, world.plan, item.id, today, "Same day, another mentor.")
    assert world.item("support-plans").missing[0].text == "One more, from another day. Jo or Sam can sign."
    world.maker.sign(world.comentor, world.plan, item.id, today - timedelta(days=1), "The day before.")
    assert world.item("support-plans").status == "signed"

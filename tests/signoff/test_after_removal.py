"""A mentor who was removed: the plan is closed to them, their own words stay theirs. Source: decisions, Rights (W)."""

import pytest

from backend.kernel.ids import Id
from backend.mentoring.ending import EndAgreement, end_agreement
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.rules import PlansThen
from backend.signoff.receipts import show_receipt
from tests.kernel.helping import refused
from tests.signoff.helping import act_on, sign, withdraw
from tests.world import World


def over(world: World, how: str) -> None:
    """The mentor is removed, or the agreement ends for all."""
    if how == "removed":
        act = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Enough.")
        world.do("area", remove_mentor, act)
    else:
        ending = EndAgreement(agreement_id=world.agreement, reason="Enough.", plans=PlansThen.PAUSE)
        world.do("area", end_agreement, ending)


@pytest.mark.parametrize("how", ["removed", "ended"])
def test_their_own_word_and_its_receipt_stay_open_to_them_and_nothing_else(world: World, how: str) -> None:
    own = Id(sign(world, "mentor", act_on(world, "cover-shifts")).sign_off.id)
    anothers = Id(sign(world, "comentor", act_on(world, "support-plans")).sign_off.id)
    over(world, how)
    with refused("not_found"):
        world.show("mentor")
    with refused("not_found"):
        world.read("mentor", show_receipt, anothers)
    with refused("not_found"):
        sign(world, "mentor", act_on(world, "cover-shifts"))
    assert world.read("mentor", show_receipt, own) == world.read("mentee", show_receipt, own)
    withdraw(world, "mentor", own)
    assert world.item("cover-shifts").status == "open"

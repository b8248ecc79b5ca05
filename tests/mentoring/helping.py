"""What tests of agreements share."""

from dataclasses import replace
from typing import Any

from backend.kernel.ids import Id
from backend.mentoring.proposing import (
    AnswerAgreement,
    ApproveAgreement,
    Goal,
    ProposeAgreement,
    answer_agreement,
    approve_agreement,
    propose_agreement,
)
from backend.mentoring.reading import show_agreement
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme
from backend.mentoring.shown import AgreementShown
from tests.world import World


def proposal(world: World, **changes: Any) -> ProposeAgreement:
    """A proposal that the colleague be mentored by the manager and the comentor."""
    given: dict[str, Any] = {
        "programme": Programme.NEW_STARTERS, "mentee_id": world.colleague,
        "mentor_ids": [world.manager, world.comentor], "what_matters": "Feeling sure of myself.",
        "goals": [Goal(text="Lead a shift.", horizon=Horizon.SHORT)], "support_arrangement": Arrangement.AD_HOC,
        "starts_on": world.clock.today(), "ends_on": world.clock.today().replace(month=12),
    }  # fmt: skip
    return ProposeAgreement(**{**given, **changes})


def propose(world: World, who: str = "area", **changes: Any) -> Id:
    """Proposes; the agreement's id."""
    return Id(world.do(who, propose_agreement, proposal(world, **changes)).id)


def say(world: World, who: str, agreement: Id, answer: Answer = Answer.AGREE, **changes: Any) -> Any:
    """Somebody's own answer."""
    act = AnswerAgreement(agreement_id=agreement, person_id=world.people[who], answer=answer)
    return world.do(who, answer_agreement, replace(act, **changes))


def approve(world: World, agreement: Id, who: str = "area", **given: Any) -> Any:
    """An approval."""
    return world.do(who, approve_agreement, ApproveAgreement(agreement_id=agreement, **given))


def shown(world: World, agreement: Id, who: str = "area") -> AgreementShown:
    """An agreement as somebody sees it."""
    found: AgreementShown = world.read(who, show_agreement, agreement)
    return found

"""What tests of agreements share."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from backend.kernel.ids import Id
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.mentoring.proposing import (
    AnswerAgreement,
    ApproveAgreement,
    Goal,
    ProposeAgreement,
    answer_agreement,
    approve_agreement,
    propose_agreement,
)
from backend.mentoring.reading import AgreementFilter, list_agreements, show_agreement
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme
from backend.mentoring.shown import AgreementShown
from backend.reviews.due import DUE
from tests.kernel.helping import refused, rows_of
from tests.world import World


def proposal(world: World, **changes: Any) -> ProposeAgreement:
    """A proposal that the colleague be mentored by the manager and the comentor."""
    today = world.clock.today()
    given: dict[str, Any] = {
        "programme": Programme.NEW_STARTERS, "mentee_id": world.colleague,
        "mentor_ids": [world.manager, world.comentor], "what_matters": "Feeling sure of myself.",
        "goals": [Goal(text="Lead a shift.", horizon=Horizon.SHORT)], "support_arrangement": Arrangement.AD_HOC,
        "starts_on": today, "ends_on": today + timedelta(days=60),
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


def may(found: AgreementShown) -> dict[str, bool]:
    """Whether somebody may answer, and approve."""
    return {do: found.may[do] for do in ("answer", "approve")}


def settle(world: World, agreement: Id) -> None:
    """Everyone agrees, and it is approved."""
    for who in ("colleague", "manager", "comentor"):
        say(world, who, agreement)
    approve(world, agreement)


def sees(world: World, who: str, agreement: Id) -> bool:
    """Whether it is in somebody's list, and then on its own page as well; on neither otherwise."""
    listed = {one.id for one in world.read(who, list_agreements, AgreementFilter(limit=100)).items}
    with_one = agreement in listed
    if with_one:
        shown(world, agreement, who)
    else:
        with refused("not_found"):
            shown(world, agreement, who)
    return with_one


def waiting_for(world: World, kind: str | None = None) -> set[str]:
    """Whom something of a kind, or anything, waits for."""
    names = {id_: name for name, id_ in world.people.items()}
    rows = rows_of(world.maker.database, world.org, waits, waits.c.kind != DUE)  # the plan's review, from its day on
    return {names[row.holder_id] for row in rows if kind in (None, row.kind)}


def mentors_of(world: World, agreement: Id) -> set[str]:
    """Who are its mentors now."""
    names = {id_: name for name, id_ in world.people.items()}
    rows = rows_of(world.maker.database, world.org, ties, ties.c.scope_id == agreement, ties.c.tie == Tie.MENTOR.value)
    return {names[row.person_id] for row in rows if row.ends_at is None}

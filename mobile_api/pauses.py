"""Agreements that stand still, go on and end; and plans that are taken up again."""

from flask import Response

from backend.kernel.ids import Id
from backend.mentoring.ending import AgreementEnded, EndAgreement, end_agreement, ended
from backend.mentoring.pausing import AgreementPaused, PauseAgreement, pause_agreement, paused, resume_agreement
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.shown import Plan
from backend.signoff.taking_up import PlanToTakeUp, TakeUpPlan, plans_to_take_up, take_up_plan
from mobile_api import examples
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, read, writing

room = Room("pauses", __name__, description="Agreements that stand still or end, and what becomes of their plans.")

PAUSE = Body(PauseAgreement, examples.PAUSE, without=("agreement_id",))
END = Body(EndAgreement, examples.ENDING, without=("agreement_id",))
TAKE_UP = Body(TakeUpPlan, examples.TAKING_UP, without=("plan_id",))


@room.operation(
    "POST",
    "/v1/agreements/<id:agreement_id>/pauses",
    takes=PAUSE,
    gives={201: AgreementPaused, 200: AgreementPaused},
    refuses=["not_found", "not_allowed", "id.reused", "agreement.already_paused", "agreement.not_active"],
)
def make_pause(agreement_id: Id) -> Response:
    """Let an agreement and its plans stand still from today. The reason is shown on no plan."""
    act = PAUSE.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = pause_agreement(tx, actor, act)
    return made(paused(entry), entry.is_new)


@room.operation(
    "DELETE",
    "/v1/agreements/<id:agreement_id>/pauses/current",
    gives={204: None},
    refuses=["not_found", "not_allowed", "agreement.not_paused"],
)
def remove_pause(agreement_id: Id) -> Response:
    """Let an agreement that stands still go on from today."""
    with writing() as (tx, actor):
        resume_agreement(tx, actor, agreement_id)
    return done()


@room.operation(
    "POST",
    "/v1/agreements/<id:agreement_id>/ending",
    takes=END,
    gives={201: AgreementEnded, 200: AgreementEnded},
    refuses=[
        "not_found", "not_allowed", "id.reused", "agreement.others_mentor", "agreement.plans_stay",
        "agreement.not_active",
    ],
)  # fmt: skip
def make_ending(agreement_id: Id) -> Response:
    """End an agreement today: whoever approves agreements, the mentee, or its only mentor for themselves.

    `plans` says what becomes of its plans: `pause` lets them stand still for a new agreement, `close` closes them,
    which is for whoever approves agreements. What is signed stays.
    """
    act = END.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = end_agreement(tx, actor, act)
    return made(ended(entry), entry.is_new)


@room.operation(
    "GET",
    "/v1/agreements/<id:agreement_id>/plans-to-take-up",
    gives={200: page_schema(PlanToTakeUp)},
    refuses=["not_found", "not_allowed"],
)
def plans_left_over(agreement_id: Id) -> Response:
    """List the mentee's plans that stand still because their agreement ended, and may go on under this one."""
    return answer({"items": read(plans_to_take_up, agreement_id), "next_cursor": None})


@room.operation(
    "POST",
    "/v1/plans/<id:plan_id>/agreement",
    takes=TAKE_UP,
    gives={201: Plan, 200: Plan},
    example=examples.PLAN,
    refuses=[
        "not_found", "not_allowed", "id.reused", "plan.other_mentee", "plan.agreement_not_active", "plan.closed",
        "plan.agreement_goes_on",
    ],
)  # fmt: skip
def take_up(plan_id: Id) -> Response:
    """Let a plan whose agreement has ended go on today, under an active one of the same mentee."""
    act = TAKE_UP.load(plan_id=plan_id)
    with writing() as (tx, actor):
        entry = take_up_plan(tx, actor, act)
        shown = show_plan(tx, actor, plan_head(tx, actor, plan_id))
    return made(shown, entry.is_new)

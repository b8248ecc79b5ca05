"""Agreements that stand still, go on and end."""

from flask import Response

from backend.kernel.ids import Id
from backend.mentoring.ending import AgreementEnded, EndAgreement, end_agreement, ended
from backend.mentoring.pausing import AgreementPaused, PauseAgreement, pause_agreement, paused, resume_agreement
from mobile_api.describing import Room
from mobile_api.doors import Body, done, made, writing
from mobile_api.mentoring import examples

room = Room("pauses", __name__, description="Agreements that stand still or end.")

PAUSE = Body(PauseAgreement, examples.PAUSE, without=("agreement_id",))
END = Body(EndAgreement, examples.ENDING, without=("agreement_id",))


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

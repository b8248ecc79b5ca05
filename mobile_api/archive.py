"""Copies to take away and keep: of one plan, one record, one review, and of everything that is somebody's own."""

from flask import Response

from backend.archive.copies import OwnCopy, PlanCopy, copy_for, copy_own, copy_plan, copy_record, copy_review
from backend.archive.sheet import Copy, file_name, sheet_of
from backend.kernel.ids import Id
from mobile_api.describing import Room
from mobile_api.doors import answer, house, read

room = Room("archive", __name__, description="Copies to take away and keep.")
PDF = "application/pdf"


@room.operation("GET", "/v1/plans/<id:plan_id>/copy", gives={200: PlanCopy}, refuses=["not_found"])
def plan_copy(plan_id: Id) -> Response:
    """Copy a plan: as it is now, with a receipt for everything that happened to it and on it.

    For everybody who sees the plan. Each receipt can be checked by oneself, as docs/record-format.md says.
    """
    return answer(read(copy_plan, plan_id))


@room.operation("GET", "/v1/plans/<id:plan_id>/copy.pdf", gives={200: PDF}, refuses=["not_found"])
def plan_copy_pdf(plan_id: Id) -> Response:
    """Print a copy of a plan: the form with its two signature columns, then every sign-off in full.

    PDF/UA-1 (tagged) and PDF/A-2a, in English. For everybody who sees the plan.
    """
    return printed(read(copy_plan, plan_id))


@room.operation("GET", "/v1/records/<id:record_id>/copy.pdf", gives={200: PDF}, refuses=["not_found"])
def record_copy_pdf(record_id: Id) -> Response:
    """Print a record: who wrote it about whom, when it happened and was written, every version and beside it what the
    person said to it, and the next steps.

    PDF/UA-1 (tagged) and PDF/A-2a, in English. For everybody who may read the record; a draft is not printed.
    """
    return printed(read(copy_record, record_id))


@room.operation("GET", "/v1/plans/<id:plan_id>/review-pack.pdf", gives={200: PDF}, refuses=["not_found", "not_allowed"])
def review_pack_pdf(plan_id: Id) -> Response:
    """Print what a plan's review is decided with: the decisions with their reasons and confirmations, the views, the
    records that the mentee lets be read, the evidence, and the plan with every sign-off.

    PDF/UA-1 (tagged) and PDF/A-2a, in English. For everybody who may see the review.
    """
    return printed(read(copy_review, plan_id))


@room.operation("GET", "/v1/me/copy", gives={200: OwnCopy}, refuses=[])
def own_copy() -> Response:
    """Copy everything that is one's own: agreements, plans with all sign-offs, records with every version and answer,
    reflections, evidence, reviews, and receipts of what is about oneself and of what one signed as a mentor.

    Whoever leaves sees nothing from that minute: take it before, or ask the people team.
    """
    return answer(read(copy_own))


@room.operation("GET", "/v1/me/copy.pdf", gives={200: PDF}, refuses=[])
def own_copy_pdf() -> Response:
    """Print everything that is one's own. PDF/UA-1 (tagged) and PDF/A-2a, in English."""
    return printed(read(copy_own))


@room.operation("GET", "/v1/people/<id:person_id>/copy", gives={200: OwnCopy}, refuses=["not_found", "not_allowed"])
def copy_for_somebody(person_id: Id) -> Response:
    """Copy everything that is somebody's own, for them: also after they left. For the people team.

    It has the records that the people team may read, and says how many others there are.
    """
    return answer(read(copy_for, person_id))


@room.operation("GET", "/v1/people/<id:person_id>/copy.pdf", gives={200: PDF}, refuses=["not_found", "not_allowed"])
def copy_for_somebody_pdf(person_id: Id) -> Response:
    """Print everything that is somebody's own, for them: also after they left. For the people team."""
    return printed(read(copy_for, person_id))


def printed(copy: Copy) -> Response:
    """The PDF of a copy, made once the transaction is over."""
    pdf = house().press.print(sheet_of(copy), copy.as_of)
    named = f'attachment; filename="{file_name(copy, "pdf")}"'
    return Response(pdf, headers={"Content-Type": PDF, "Content-Disposition": named, "Cache-Control": "no-store"})

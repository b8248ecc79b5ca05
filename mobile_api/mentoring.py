"""Mentoring agreements."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.mentoring.reading import AgreementListed, AgreementShown, list_agreements, show_agreement
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import answer, dump, query, read

room = Room("mentoring", __name__, description="Who agreed to work together.")


@room.operation("GET", "/v1/agreements", query=Paging, gives={200: page_schema(AgreementListed)})
def agreements() -> Response:
    """List the agreements within reach, in the order they were proposed."""
    return answer(read(list_agreements, query(Paging)))


@room.operation(
    "GET",
    "/v1/agreements/<id:agreement_id>",
    gives={200: AgreementShown, 304: None},
    refuses=["not_found"],
    has_tag=True,
)
def agreement(agreement_id: Id) -> Response:
    """Read an agreement: who, what for, how, and where it stands."""
    return tagged(dump(read(show_agreement, agreement_id)))

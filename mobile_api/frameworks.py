"""Published framework versions."""

from flask import Response

from backend.frameworks.reading import FrameworkListed, FrameworkShown, list_frameworks, show_framework
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import answer, dump, query, read

room = Room("frameworks", __name__, description="What can be worked through and signed.")


@room.operation(
    "GET",
    "/v1/frameworks",
    query=Paging,
    gives={200: page_schema(FrameworkListed)},
    refuses=["not_allowed"],
)
def frameworks() -> Response:
    """List the published versions."""
    return answer(read(list_frameworks, query(Paging)))


@room.operation(
    "GET",
    "/v1/frameworks/<id:framework_id>",
    gives={200: FrameworkShown, 304: None},
    refuses=["not_found"],
    has_tag=True,
)
def framework(framework_id: Id) -> Response:
    """Read a version with its criteria. A published version never changes."""
    return tagged(dump(read(show_framework, framework_id)))

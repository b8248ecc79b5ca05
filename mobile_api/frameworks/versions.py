"""Published framework versions: read, taken as a file, retired."""

from flask import Response

from backend.frameworks.reading import (
    FrameworkFile,
    FrameworkListed,
    FrameworkShown,
    list_frameworks,
    show_file,
    show_framework,
)
from backend.frameworks.retiring import RetireFramework, retire_framework
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, dump, made, query, read, writing
from mobile_api.frameworks import examples

room = Room("frameworks", __name__, description="What can be worked through and signed.")

RETIRE = Body(RetireFramework, examples.RETIRE_FRAMEWORK, without=("framework_id",))


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
    """Read a version with its criteria. A published version never changes; only the day it retires may be set."""
    return tagged(dump(read(show_framework, framework_id)))


@room.operation(
    "GET",
    "/v1/frameworks/<id:framework_id>/file",
    gives={200: FrameworkFile, 304: None},
    refuses=["not_found"],
    has_tag=True,
)
def framework_file(framework_id: Id) -> Response:
    """Take a version as one file that people can edit. Sent back as a draft it makes the same framework."""
    return tagged(dump(read(show_file, framework_id)))


@room.operation(
    "POST",
    "/v1/frameworks/<id:framework_id>/retirement",
    takes=RETIRE,
    gives={201: FrameworkShown, 200: FrameworkShown},
    refuses=["not_found", "not_allowed", "id.reused", "framework.retires_in_past"],
)
def retire(framework_id: Id) -> Response:
    """Retire a version: from that day on no new plan is made of it. Said again, another day takes its place."""
    act = RETIRE.load(framework_id=framework_id)
    with writing() as (tx, actor):
        entry = retire_framework(tx, actor, act)
        shown = show_framework(tx, actor, framework_id)
    return made(shown, entry.is_new)

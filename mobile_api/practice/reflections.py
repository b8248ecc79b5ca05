"""Reflections: what somebody writes about their own practice, for themselves alone until they share it."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.practice.evidence_shown import Evidence
from backend.practice.reflections import (
    ChangedReflection,
    MakeReflection,
    Reflection,
    ShareReflection,
    change_reflection,
    drop_reflection,
    list_reflections,
    share_reflection,
    show_reflection,
    write_reflection,
)
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import matched, tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, dump, made, query, read, writing
from mobile_api.practice import examples

room = Room("reflections", __name__, description="One's own practice, thought over.")

ONE = "/v1/reflections/<id:reflection_id>"
MAKE = Body(MakeReflection, examples.MAKE_REFLECTION)
CHANGE = Body(ChangedReflection, examples.CHANGED_REFLECTION)


@room.operation(
    "POST", "/v1/reflections", takes=MAKE, gives={201: Reflection, 200: Reflection}, example=examples.REFLECTION,
    refuses=["id.reused", "evidence.in_future", "evidence.unknown_criterion"],
)  # fmt: skip
def make_reflection() -> Response:
    """Keep a reflection on one's own practice. Nobody else sees it until it is shared."""
    act = MAKE.load()
    with writing() as (tx, actor):
        shown, is_new = write_reflection(tx, actor, act)
    return made(shown, is_new)


@room.operation("GET", "/v1/reflections", query=Paging, gives={200: page_schema(Reflection)})
def reflections() -> Response:
    """List the caller's own reflections that are not shared, the newest on top. Shared ones are evidence."""
    return answer(read(list_reflections, query(Paging)))


@room.operation("GET", ONE, gives={200: Reflection, 304: None}, refuses=["not_found"], has_tag=True)
def reflection(reflection_id: Id) -> Response:
    """Read one of the caller's own reflections that is not shared."""
    return _tagged(read(show_reflection, reflection_id))


@room.operation(
    "PUT", ONE, takes=CHANGE, gives={200: Reflection},
    refuses=["not_found", "evidence.in_future", "evidence.unknown_criterion"], has_tag=True, is_edit=True,
)  # fmt: skip
def edit_reflection(reflection_id: Id) -> Response:
    """Put other words in its place, while it is not shared."""
    act = CHANGE.load()
    with writing() as (tx, actor):
        shown = show_reflection(tx, actor, reflection_id)
        shown = change_reflection(tx, actor, reflection_id, matched(_tag(shown), shown.revision), act)
    return _tagged(shown)


@room.operation("DELETE", ONE, gives={204: None}, refuses=["not_found"])
def remove_reflection(reflection_id: Id) -> Response:
    """Delete a reflection that is not shared, for good."""
    with writing() as (tx, actor):
        drop_reflection(tx, actor, reflection_id)
    return done()


@room.operation(
    "POST", f"{ONE}/sharing", gives={201: Evidence, 200: Evidence},
    refuses=["not_found", "id.reused", "evidence.unknown_criterion"],
)  # fmt: skip
def share_a_reflection(reflection_id: Id) -> Response:
    """Share a reflection as it stands: it becomes evidence under the same id, and its words do not change any more."""
    with writing() as (tx, actor):
        shown, is_new = share_reflection(tx, actor, ShareReflection(reflection_id=reflection_id))
    return made(shown, is_new)


def _tagged(shown: Reflection) -> Response:
    return tagged(dump(shown), _tag(shown))


def _tag(shown: Reflection) -> str:
    return f"{shown.id}-{shown.revision}"

"""Drafts of frameworks: written, looked at, published or thrown away."""

from dataclasses import dataclass

from flask import Response

from backend.frameworks.drafts import (
    ChangedDraft,
    DraftListed,
    DraftShown,
    NewDraft,
    add_outcomes,
    change_draft,
    discard_draft,
    list_drafts,
    publish_draft,
    show_draft,
    write_draft,
)
from backend.frameworks.reading import FrameworkShown, show_framework
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.kernel.ties import Actor
from mobile_api.answer_schemas import page_schema
from mobile_api.conditional import matched, tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, dump, made, query, read, writing
from mobile_api.frameworks import examples

room = Room("drafts", __name__, description="Frameworks that are still being written.")

ONE = "/v1/framework-drafts/<id:draft_id>"
NEW = Body(NewDraft, examples.NEW_DRAFT)
CHANGE = Body(ChangedDraft, examples.CHANGED_DRAFT)


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """An empty body: everything is said by the address and If-Match."""


PUBLISH = Body(Nothing, {})


@room.operation("POST", "/v1/framework-drafts", takes=NEW, gives={201: DraftShown, 200: DraftShown},
                refuses=["not_allowed", "id.reused"])  # fmt: skip
def begin_draft() -> Response:
    """Begin a draft from a file's text. It is kept even when it is broken, and says on which line."""
    act = NEW.load()
    with writing() as (tx, actor):
        id_, is_new = write_draft(tx, actor, act)
        shown = show_draft(tx, actor, id_)
    return made(shown, is_new)


@room.operation("GET", "/v1/framework-drafts", query=Paging, gives={200: page_schema(DraftListed)},
                refuses=["not_allowed"])  # fmt: skip
def drafts() -> Response:
    """List the drafts, in the order they were begun. For those who may publish."""
    return answer(read(list_drafts, query(Paging)))


@room.operation("GET", ONE, gives={200: DraftShown, 304: None}, refuses=["not_found"], has_tag=True)
def draft(draft_id: Id) -> Response:
    """Read a draft: its text, where it is broken, or what it would publish and what that changes."""
    shown = read(show_draft, draft_id)
    return tagged(dump(shown), _tag(shown))


@room.operation("PUT", ONE, takes=CHANGE, gives={200: DraftShown}, refuses=["not_found"], has_tag=True, is_edit=True)
def edit_draft(draft_id: Id) -> Response:
    """Put another text in its place."""
    act = CHANGE.load()
    with writing() as (tx, actor):
        change_draft(tx, actor, draft_id, _matched(tx, actor, draft_id), act.text)
        shown = show_draft(tx, actor, draft_id)
    return tagged(dump(shown), _tag(shown))


@room.operation(
    "POST", f"{ONE}/outcomes", takes=CHANGE, gives={200: DraftShown}, has_tag=True, is_edit=True,
    refuses=["not_found", "framework.broken_file", "framework.no_such_criterion"],
)  # fmt: skip
def load_outcomes(draft_id: Id) -> Response:
    """Load a regulator's outcomes into a draft: each criterion they name becomes a section, signed outcome by outcome.

    `text` is a TOML file of `[[outcome]]` tables with `criterion`, `number` and `text`. The regulator's words are
    theirs, so they are not part of what comes with Countersign.
    """
    act = CHANGE.load()
    with writing() as (tx, actor):
        add_outcomes(tx, actor, draft_id, _matched(tx, actor, draft_id), act.text)
        shown = show_draft(tx, actor, draft_id)
    return tagged(dump(shown), _tag(shown))


@room.operation("DELETE", ONE, gives={204: None}, refuses=["not_found"])
def throw_draft_away(draft_id: Id) -> Response:
    """Throw a draft away."""
    with writing() as (tx, actor):
        discard_draft(tx, actor, draft_id)
    return done()


@room.operation(
    "POST", f"{ONE}/publication", takes=PUBLISH, gives={201: FrameworkShown}, is_edit=True,
    refuses=["not_found", "framework.broken_file", "framework.unchanged", "framework.version_published"],
)  # fmt: skip
def publish_a_draft(draft_id: Id) -> Response:
    """Publish a draft as it was read. From then on the version never changes, and the draft is used up."""
    PUBLISH.load()
    with writing() as (tx, actor):
        published = publish_draft(tx, actor, draft_id, _matched(tx, actor, draft_id))
        shown = show_framework(tx, actor, published)
    return made(shown, True)


def _matched(tx: Tx, actor: Actor, draft_id: Id) -> int:
    """The revision that If-Match names. Raises `not_found`, `request.if_match_needed`."""
    shown = show_draft(tx, actor, draft_id)
    return matched(_tag(shown), shown.revision)


def _tag(shown: DraftShown) -> str:
    return f"{shown.id}-{shown.revision}"

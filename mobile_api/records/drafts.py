"""Drafts of records: written, changed, shared or thrown away. Their writer's alone."""

from flask import Response

from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.ties import Actor
from backend.practice.writing_up import share_record, write_record
from backend.records.drafts import RewriteRecord, WriteRecord, discard_record, gone, rewrite_record
from backend.records.reading import show_record
from backend.records.rules import RecordState
from backend.records.sharing import ShareRecord
from mobile_api.conditional import matched, tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, done, dump, made, writing
from mobile_api.records import examples
from mobile_api.records.reading import Record, tag_of

room = Room("record_drafts", __name__, description="Records about people while they are being written.")

ONE = "/v1/records/<id:record_id>"
WRITE = Body(WriteRecord, examples.WRITE)
REWRITE = Body(RewriteRecord, examples.REWRITE)
SHARE = Body(ShareRecord, examples.SHARE, without=("record_id",))
_SAYING = ["record.in_future", "record.text_of_another_kind", "record.unknown_criterion"]


@room.operation(
    "POST",
    "/v1/records",
    takes=WRITE,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=[
        "not_found", "not_allowed", "record.about_oneself", "id.reused", "note.of_another_person", *_SAYING,
    ],
)  # fmt: skip
def make_record() -> Response:
    """Begin a record about somebody, as a draft. Nobody but its writer sees it until it is shared.

    For their mentors, their line manager, and those who manage their site or area. A draft is shared or thrown away
    within fourteen days: from `lapses_on` it is gone. `note_id` names a note of the writer's that it is written up
    from, which sharing uses up. `concern`, `good_would_look_like` and `support_offered` are those of practice to
    improve, which needs them before it is shared.
    """
    act = WRITE.load()
    with writing() as (tx, actor):
        id_, is_new = write_record(tx, actor, act)
        shown = show_record(tx, actor, id_)
    return made(shown, is_new)


@room.operation(
    "PUT",
    ONE,
    takes=REWRITE,
    gives={200: Record},
    example=examples.RECORD,
    refuses=["not_found", "not_allowed", "record.already_shared", *_SAYING],
    has_tag=True,
    is_edit=True,
)
def put_record(record_id: Id) -> Response:
    """Change a draft, whole."""
    act = REWRITE.load()
    with writing() as (tx, actor):
        rewrite_record(tx, actor, record_id, _matched(tx, actor, record_id), act)
        tx.flush()
        shown = show_record(tx, actor, record_id)
    return tagged(dump(shown), tag_of(shown))


def _matched(tx: Tx, actor: Actor, record_id: Id) -> int:
    """The revision that If-Match names. Raises `not_found`, `not_allowed`, `record.already_shared`,
    `request.if_match_needed`.
    """
    shown = show_record(tx, actor, record_id)
    if shown.state is not RecordState.DRAFT:
        raise gone(tx, actor, record_id)
    return matched(tag_of(shown) or "", shown.rev)


@room.operation(
    "DELETE", ONE, gives={204: None}, refuses=["not_found", "not_allowed", "record.already_shared"]
)  # fmt: skip
def remove_record(record_id: Id) -> Response:
    """Throw a draft away, for good. What has been shared stays."""
    with writing() as (tx, actor):
        discard_record(tx, actor, record_id)
    return done()


@room.operation(
    "POST",
    f"{ONE}/sharing",
    takes=SHARE,
    gives={201: Record, 200: Record},
    example=examples.RECORD,
    refuses=[
        "not_found", "not_allowed", "record.about_oneself", "id.reused", "people.has_left", "record.already_shared",
        "record.text_needed", "record.talk_first", "record.wrong_day", "record.owner_outside", *_SAYING,
    ],
)  # fmt: skip
def share_a_record(record_id: Id) -> Response:
    """Share a draft: from now on the person reads it, and so do those who lead them. It can be amended, not undone.

    `discussed_on` is the day they talked about it, if they have; practice to improve is talked about first.
    """
    act = SHARE.load(record_id=record_id)
    with writing() as (tx, actor):
        entry = share_record(tx, actor, act)
        tx.flush()
        shown = show_record(tx, actor, record_id)
    return made(shown, entry.is_new)

"""Notes: what somebody jots down about a person, for themselves alone."""

from flask import Response

from backend.kernel.ids import Id
from backend.practice.notes import MakeNote, Note, NoteFilter, drop_note, list_notes, make_note
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, made, query, read, writing
from mobile_api.practice import examples

room = Room("notes", __name__, description="Private jottings, to sign or write up later.")

NOTE = Body(MakeNote, examples.MAKE_NOTE)


@room.operation(
    "POST",
    "/v1/notes",
    takes=NOTE,
    gives={201: Note, 200: Note},
    example=examples.NOTE,
    refuses=["not_found", "id.reused", "note.in_future"],
)
def keep_note() -> Response:
    """Keep a note about somebody within reach. Nobody but its author ever sees it.

    `criterion` is a key of a framework, where it is known; `happened_at` when it was seen. Send the note's id as
    `note_id` with a sign-off made from it: its times are then kept with the words, and the note is used up.
    """
    act = NOTE.load()
    with writing() as (tx, actor):
        note, is_new = make_note(tx, actor, act)
    return made(note, is_new)


@room.operation("GET", "/v1/notes", query=NoteFilter, gives={200: page_schema(Note)})
def notes() -> Response:
    """List the caller's own notes, about one person or all, what happened first on top."""
    return answer(read(list_notes, query(NoteFilter)))


@room.operation("DELETE", "/v1/notes/<id:note_id>", gives={204: None}, refuses=["not_found"])
def remove_note(note_id: Id) -> Response:
    """Drop one of the caller's own notes, for good."""
    with writing() as (tx, actor):
        drop_note(tx, actor, note_id)
    return done()

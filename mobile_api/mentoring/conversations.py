"""Conversations under an agreement, and a mentor's own hours."""

from flask import Response

from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.mentoring.conversations import (
    Conversation,
    NoteConversation,
    StrikeConversation,
    list_conversations,
    note_conversation,
    show_conversation,
    strike_conversation,
)
from backend.mentoring.hours import MonthOfMentoring, list_hours
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, query, read, writing
from mobile_api.mentoring import examples

room = Room("conversations", __name__, description="What mentors and mentees talked, and for how long.")

NOTE = Body(NoteConversation, examples.CONVERSATION, without=("agreement_id",))
STRIKE = Body(StrikeConversation, examples.STRIKE, without=("conversation_id",))
_OF = "/v1/agreements/<id:agreement_id>/conversations"


@room.operation(
    "GET", _OF, query=Paging, gives={200: page_schema(Conversation)}, refuses=["not_found", "not_allowed"]
)  # fmt: skip
def conversations(agreement_id: Id) -> Response:
    """List the conversations of an agreement, the latest day first: for the mentee and the mentors."""
    return answer(read(list_conversations, agreement_id, query(Paging)))


@room.operation(
    "POST", _OF, takes=NOTE, gives={201: Conversation, 200: Conversation},
    refuses=[
        "not_found", "not_allowed", "id.reused", "agreement.over", "agreement.not_started", "conversation.in_future",
        "conversation.before_agreement",
    ],
)  # fmt: skip
def make_conversation(agreement_id: Id) -> Response:
    """Note a conversation: when, how many minutes, whether it was coaching, mentoring or both."""
    act = NOTE.load(agreement_id=agreement_id)
    with writing() as (tx, actor):
        entry = note_conversation(tx, actor, act)
        shown = show_conversation(tx, actor, entry.id)
    return made(shown, entry.is_new)


@room.operation(
    "POST", "/v1/conversations/<id:conversation_id>/striking", takes=STRIKE,
    gives={201: Conversation, 200: Conversation},
    refuses=["not_found", "not_allowed", "id.reused", "conversation.already_struck"],
)  # fmt: skip
def strike(conversation_id: Id) -> Response:
    """Strike a wrong one through, with a reason. It stays to be read, and counts no more."""
    act = STRIKE.load(conversation_id=conversation_id)
    with writing() as (tx, actor):
        entry = strike_conversation(tx, actor, act)
        shown = show_conversation(tx, actor, conversation_id)
    return made(shown, entry.is_new)


@room.operation("GET", "/v1/me/hours", query=Paging, gives={200: page_schema(MonthOfMentoring)})
def hours() -> Response:
    """List the caller's own time as a mentor, month by month, the latest first. Nobody else's is shown."""
    return answer(read(list_hours, query(Paging)))

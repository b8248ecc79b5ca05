"""How the caller wants to be told."""

from flask import Response

from backend.notices.preferences import Preferences, PutPreferences, put_preferences, show_preferences
from mobile_api.conditional import followed, tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, dump, read, writing
from mobile_api.notices import examples

room = Room("preferences", __name__, description="By which ways you are told of what, how often, and when.")

PUT = Body(PutPreferences, examples.PUT_PREFERENCES)


@room.operation(
    "GET", "/v1/notice-preferences", gives={200: Preferences, 304: None}, example=examples.PREFERENCES, has_tag=True
)
def notice_preferences() -> Response:
    """Read how the caller wants to be told: by topic and way, at once or once a day, and in which working time.

    The inbox has everything always. What a topic names under `always` arrives whatever is chosen; by mail it comes to
    whoever takes any mail. Outside working time nothing arrives but what the caller has to know at once.
    """
    shown, state = read(show_preferences)
    return tagged(dump(shown), state)


@room.operation(
    "PUT",
    "/v1/notice-preferences",
    takes=PUT,
    gives={200: Preferences},
    example=examples.PREFERENCES,
    has_tag=True,
    is_edit=True,
)
def put_notice_preferences() -> Response:
    """Change how the caller wants to be told, whole. What waits to be sent follows it; refused mail is tried again."""
    act = PUT.load()
    with writing() as (tx, actor):
        put_preferences(tx, actor, act, followed())
        tx.flush()
        shown, state = show_preferences(tx, actor)
    return tagged(dump(shown), state)

"""The organisation's settings."""

from dataclasses import replace

from flask import Response

from backend.people.settings import ChangeSettings, Settings, change_settings, show_settings, with_unsaid
from mobile_api.conditional import followed, tagged
from mobile_api.describing import Room
from mobile_api.doors import Body, dump, read, writing
from mobile_api.people import examples

room = Room("settings", __name__, description="The organisation's name and words, and who approves.")

CHANGE = Body(ChangeSettings, examples.CHANGE_SETTINGS, without=("follows",))


@room.operation(
    "GET",
    "/v1/organisation",
    gives={200: Settings, 304: None},
    example=examples.SETTINGS,
    refuses=["not_allowed"],
    has_tag=True,
)
def organisation() -> Response:
    """Read the settings. For those who manage people."""
    shown, state = read(show_settings)
    return tagged(dump(shown), state)


@room.operation(
    "PUT",
    "/v1/organisation",
    takes=CHANGE,
    gives={200: Settings},
    example=examples.SETTINGS,
    refuses=["not_allowed", "organisation.consultee_needed"],
    has_tag=True,
    is_edit=True,
)
def put_organisation() -> Response:
    """Change the settings. What is left out stays as it is; `null` takes it away, where there can be none.

    A small setting names somebody outside to consult; the time zone stays.
    """
    act, said = CHANGE.load_said(follows="")  # the header is asked for only once somebody is signed in
    with writing() as (tx, actor):
        change_settings(tx, actor, with_unsaid(tx, replace(act, follows=followed()), said))
        tx.flush()
        shown, state = show_settings(tx, actor)
    return tagged(dump(shown), state)

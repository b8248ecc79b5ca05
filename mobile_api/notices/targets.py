"""Push targets: where one's own device can be reached."""

from flask import Response

from backend.kernel.ids import Id
from backend.notices.targets import PushTarget, PutTarget, drop_target, put_target
from backend.notices.vapid import BrowserKey, browser_key
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, done, house, reading, writing
from mobile_api.notices import examples

room = Room("notices", __name__, description="Where your devices can be reached.")

TARGET = Body(PutTarget, examples.PUT_TARGET)


@room.operation(
    "PUT",
    "/v1/devices/<id:device_id>/push-target",
    takes=TARGET,
    gives={200: PushTarget},
    example=examples.TARGET,
    refuses=["not_found", "push.shared_phone", "push.unknown_service"],
)
def register_push_target(device_id: Id) -> Response:
    """Say where the device you are on can be reached. Do so at every start of the app: it is good for a month.

    A `fid` is a Firebase installation id, a `token` an FCM registration token, `webpush` a browser's subscription as
    JSON. It ends with the session. What arrives has no names in it, only `organisation` and `notice`: fetch the rest.
    """
    act = TARGET.load()
    loopback = bool(house().settings.transports.fcm_endpoint)
    with writing() as (tx, actor):
        target = put_target(tx, actor, device_id, act, loopback)
    return answer(target)


@room.operation("GET", "/v1/push-keys/webpush", gives={200: BrowserKey}, example=examples.BROWSER_KEY)
def webpush_key() -> Response:
    """Read what a browser subscribes with (`applicationServerKey`); null where browser push is not set up."""
    key = browser_key(house().settings.transports.vapid_key)
    with reading():
        return answer(key)


@room.operation("DELETE", "/v1/devices/<id:device_id>/push-target", gives={204: None}, refuses=["not_found"])
def remove_push_target(device_id: Id) -> Response:
    """Have nothing sent to one of your devices any more. What is new is still in the inbox."""
    with writing() as (tx, actor):
        drop_target(tx, actor, device_id)
    return done()

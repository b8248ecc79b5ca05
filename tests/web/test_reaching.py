"""Pages: being told by this browser, what could not be sent, and what the demo would have sent."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import update

from backend.house import House
from backend.kernel.prepared import Prepared
from backend.kernel.settings import Transports
from backend.kernel.tenancy import ours
from backend.notices.given_up import show_deliveries
from backend.notices.rules import Channel, State
from backend.notices.tables import deliveries, push_targets
from tests.kernel.helping import refused, rows_of
from tests.notices.helping import put, tell
from tests.notices.test_targets import KEYS
from tests.web.conftest import At, Visitor, browser
from tests.world import World
from web import create_app

BROWSER = json.dumps({"endpoint": "https://fcm.googleapis.com/abc", "keys": KEYS})
MARK_DEAD = Prepared(
    update(deliveries).where(ours(deliveries)).values(state=State.DEAD.value, last_code="INVALID_ARGUMENT", attempts=3)
)


@pytest.fixture
def keyed(house: House, world: World, tmp_path: Path) -> Visitor:
    """The mentor at a browser, in a demo whose browser push is set up."""
    key = generate_private_key(SECP256R1())
    file = tmp_path / "vapid.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    settings = replace(house.settings, transports=Transports(vapid_key=file), demo=True)
    app = create_app(replace(house, settings=settings))
    app.testing = True
    return Visitor(app, browser(app)).sign_in(world.maker.logins[world.mentor])


def test_a_browser_is_switched_on_and_off_and_signing_out_switches_it_off(keyed: Visitor, world: World) -> None:
    path = "/me/browser-notices"
    page = keyed.get(path)
    form = page.form("push-on")
    assert keyed.answer is not None
    assert "Your browser runs no script of ours" in page.text  # what stands there until the script has looked
    assert 'data-key="B' in keyed.answer.text
    assert keyed.answer.headers["Content-Security-Policy"].count("script-src 'self'") == 1
    page = keyed.send(form.action, form.filled(value='{"endpoint": "https://elsewhere.test/x", "keys": {}}'), 422)
    assert "That is no browser subscription that we know." in page.text
    keyed.send(form.action, form.filled(value=BROWSER))
    assert "It is on." in keyed.get(path).text
    keyed.fill(path, "push-off")
    assert rows_of(world.maker.database, world.org, push_targets) == []
    keyed.send(form.action, keyed.get(path).form("push-on").filled(value=BROWSER))
    (row,) = rows_of(world.maker.database, world.org, push_targets)
    assert json.loads(row.value) == json.loads(BROWSER)
    keyed.fill("/me", "sign-out")
    assert rows_of(world.maker.database, world.org, push_targets) == []


def test_where_nobody_set_it_up_the_page_says_so(at: At, world: World) -> None:
    page = at("mentor").get("/me/browser-notices")
    assert "Nobody has set this up here yet." in page.text
    assert [form.id for form in page.forms] == []


def test_the_demo_shows_what_would_have_been_sent_and_no_other_house_does(keyed: Visitor, at: At, world: World) -> None:
    assert "/demo/pushes" in keyed.get("/notices").links()
    put(world, "mentor")
    tell(world, "mentor")
    page = keyed.get("/demo/pushes")
    assert "Countersign: There is something new for you. Open the app to read it. To Jo Rowan, to a phone" in page.text
    assert "In the inbox alone" in page.text
    at("mentor").get("/demo/pushes", 404)


def test_administrators_see_numbers_of_what_could_not_be_sent_and_send_it_again(at: At, world: World) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    with world.maker.database.writing(world.org) as tx:
        tx.put(MARK_DEAD)
    for who in ("people_team", "manager", "mentor"):
        with refused("not_allowed"):
            world.read(who, show_deliveries)
    admin = at("admin")
    assert "/deliveries" in admin.get("/me").links()
    page = admin.get("/deliveries")
    assert "One message to a phone The answer was INVALID_ARGUMENT" in page.text
    assert "Jo Rowan" not in page.text
    admin.fill("/deliveries", "resend")
    assert admin.get("/deliveries").heading == "Nothing is sent from here"
    (row,) = rows_of(world.maker.database, world.org, deliveries)
    assert (row.state, row.attempts, row.channel) == (State.WAITING, 0, Channel.FCM)

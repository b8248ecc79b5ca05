"""Where we are found is said by the settings, never by a request."""

from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import Client

from backend.house import House
from backend.kernel.settings import Settings
from tests.accounts.helping import newcomer
from tests.web.conftest import At, Visitor
from tests.world import World
from web import create_app
from wsgi import make_wsgi

ADDRESS = "https://countersign.example.org"


def sheet(world: World, visitor: Visitor, host: str) -> str:
    """The joining sheet, as it is made for a request that says it is sent to `host`."""
    form = visitor.get(f"/people/{newcomer(world)}/joining-code/new").form("make-code")
    cookie = visitor.client.get_cookie("countersign")
    assert cookie is not None
    visitor.client.set_cookie("countersign", cookie.value, domain=host)
    answer = visitor.client.post(form.action, data=form.filled(identity_method="no"), base_url=f"http://{host}")
    assert answer.status_code == 200
    return answer.text


def test_a_joining_sheet_does_not_believe_a_request_where_we_are(world: World, at: At) -> None:
    told = sheet(world, at("people_team"), "evil.example")
    assert "evil.example" not in told
    assert "Open Countersign where your colleagues do" in told
    assert "for the camera of a phone" not in told


def test_a_joining_sheet_names_the_address_we_were_told(world: World, house: House) -> None:
    app = create_app(replace(house, settings=replace(house.settings, address=ADDRESS)))
    visitor = Visitor(app, app.test_client()).sign_in(world.maker.logins[world.people_team])
    told = sheet(world, visitor, "evil.example")
    assert "evil.example" not in told
    assert f"<b>{ADDRESS}/join</b>" in told
    assert "for the camera of a phone" in told


KNOWN = ("countersign.example.org", "countersign.example.org:443", "127.0.0.1:8000", "localhost")
UNKNOWN = ("evil.example", "countersign.example.org.evil.example", "countersign.example.org@evil.example", "")


def test_requests_to_another_host_are_refused_where_ours_is_known(house: House) -> None:
    named = Client(make_wsgi(replace(house, settings=replace(house.settings, address=ADDRESS))))
    open_to_all = Client(make_wsgi(house))
    for path in ("/sign-in", "/api/me", "/healthz"):
        for host in (*KNOWN, *UNKNOWN):
            is_refused = named.get(path, headers={"Host": host}).status_code == 421
            assert is_refused is (host in UNKNOWN), (path, host)
        assert open_to_all.get(path, headers={"Host": "anywhere.example"}).status_code != 421


@pytest.mark.parametrize("given", ["countersign.example.org", "ftp://x.example", "https://x.example/path", "https://"])
def test_an_address_that_is_none_stops_the_start(given: str) -> None:
    with pytest.raises(ValueError, match="COUNTERSIGN_ADDRESS"):
        Settings.from_env({"COUNTERSIGN_ADDRESS": given})


def test_an_address_is_kept_without_a_slash_at_its_end() -> None:
    settings = Settings.from_env({"COUNTERSIGN_ADDRESS": f"{ADDRESS}/", "COUNTERSIGN_DATA": str(Path("x"))})
    assert (settings.address, Settings.from_env({}).address) == (ADDRESS, "")

"""What somebody may send to a page to harm it, and what it answers instead."""

from flask import Flask

from tests.conftest import Clock
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.world import World

TOO_LARGE = {"statement": "x" * 600_000}


def test_a_form_larger_than_we_read_is_told_kindly_on_any_address(nobody: Visitor) -> None:
    found = {
        path: nobody.client.post(path, data=TOO_LARGE).status_code for path in ("/nothing", "/sign-in", "/healthz")
    }
    found |= {"PUT": nobody.client.put("/plans", data=TOO_LARGE).status_code}
    assert {path: status // 100 for path, status in found.items()} == dict.fromkeys(found, 4)


def test_s09_signing_in_over_somebody_ends_their_session_and_presence(
    app: Flask, world: World, at: At, clock: Clock
) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    mentor.send(f"{there.page}/sign-offs", mentor.get(there.new).form("sign-off").filled(**competent(clock.today())))
    earlier = Visitor(app, app.test_client())
    earlier.client._cookies = dict(mentor.client._cookies or {})
    assert earlier.get("/me").heading
    mentor.sign_in(f"mentee@{world.maker.key}.test")
    assert earlier.goes("/me") == "/sign-in?next=/me"

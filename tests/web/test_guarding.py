"""What holds for every address: strangers are turned away, forms need their token, headers keep the page safe."""

import gzip

import pytest
from flask import Flask
from werkzeug.routing import Rule

from backend.kernel.ids import new_id
from tests.conftest import Clock
from tests.matrix.pages import PAGES
from tests.matrix.table import PUBLIC
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.web.reading import Page
from tests.world import World

OPEN = {"/sign-in", "/join", "/healthz", "/readyz", "/metrics", "/assets/<file>", "/calendar/<secret>.ics"}


def addresses(app: Flask, method: str) -> list[str]:
    """Every address that takes that method, with ids that nobody has."""

    def made(rule: Rule) -> str:
        values = {name: new_id() for name in rule.arguments}
        return str(rule.build(values, append_unknown=False)[1])  # type: ignore[index]  # every address of ours can be built

    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and str(rule) not in OPEN]
    return [made(rule) for rule in rules]


def stated(method: str) -> int:
    """How many addresses the matrix of rights states for that method, those aside that are open to anybody."""
    known = [route.partition(" ") for route in {*PAGES, *PUBLIC} if " /v1/" not in route and route != "GET /docs"]
    return sum(way == method and path not in OPEN for way, _, path in known)


def test_a_stranger_is_led_to_the_door_from_every_page(app: Flask, nobody: Visitor) -> None:
    pages = addresses(app, "GET")
    assert len(pages) == stated("GET")
    assert [path for path in pages if path.endswith("/sign-offs")] != []
    for path in pages:
        if not path.endswith("/sign-offs"):
            assert nobody.goes(path) == f"/sign-in?next={path}"


def test_a_stranger_sends_nothing_and_gets_back_what_was_written(app: Flask, nobody: Visitor) -> None:
    posts = addresses(app, "POST")
    assert len(posts) == stated("POST")
    for path in posts:
        token = nobody.get("/sign-in").form("sign-in").fields["csrf_token"]
        page = nobody.send(path, {"csrf_token": token, "statement": "A long <b>story</b>."}, 401)
        assert page.heading == "Please sign in again"
        assert "This is what you wrote. It is not saved: copy it, then send it again." in page.text
        assert "A long <b>story</b>." in page.text


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_no_form_is_taken_without_its_token(
    app: Flask, at: At, world: World, clock: Clock, token: str | None
) -> None:  # fmt: skip
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    form = mentor.get(there.new).form("sign-off")
    page = mentor.send(form.action, form.filled(**competent(clock.today(), csrf_token=token)), 400)
    assert "This page was open for too long, or in two windows." in page.text
    assert "Found cover for the late shift before noon." in page.text
    assert world.item("cover-shifts").sign_offs == []
    for path in [*addresses(app, "POST"), "/sign-in", "/join"]:
        mentor.send(path, {"csrf_token": token} if token else {}, 400)


def test_a_token_of_somebody_elses_session_is_not_taken(at: At, world: World, clock: Clock) -> None:
    mentor, comentor, there = at("mentor"), at("comentor"), spot(world, "cover-shifts")
    form = mentor.get(there.new).form("sign-off")
    comentor.send(form.action, form.filled(**competent(clock.today())), 400)
    assert world.item("cover-shifts").sign_offs == []


def test_every_answer_carries_the_policy_and_is_kept_by_nobody(at: At) -> None:
    mentor = at("mentor")
    for path, status in (("/", 200), ("/me", 200), ("/nowhere", 404), ("/sign-in", 200), ("/plans/x", 404)):
        mentor.get(path, status)
        assert mentor.answer is not None
        headers = mentor.answer.headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"


def test_assets_are_kept_for_ever(nobody: Visitor) -> None:
    page = nobody.get("/sign-in")
    (style,) = [e.attrs["href"] for e in page.elements if e.attrs.get("rel") == "stylesheet"]
    nobody.get(style or "")
    assert nobody.answer is not None
    assert nobody.answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_pages_are_compressed_for_whoever_reads_that(at: At, world: World) -> None:
    mentor = at("mentor")
    plain = mentor.client.get(f"/plans/{world.plan}")
    packed = mentor.client.get(f"/plans/{world.plan}", headers={"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(packed.data).startswith(plain.data[:1000])
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 3
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


def test_more_text_than_a_form_can_hold_is_refused_in_the_same_face(at: At, world: World) -> None:
    page = at("mentor").send(f"{spot(world, 'on-call').page}/sign-offs", {"statement": "x" * 300_000}, 413)
    assert page.heading == "That is more than we can take"


def test_an_address_that_only_takes_a_form_says_so(at: At) -> None:
    mentor = at("mentor")
    assert mentor.get("/sign-out", 405).heading == "Nothing was done"
    assert mentor.answer is not None
    assert set(mentor.answer.allow) == {"OPTIONS", "POST"}


def test_a_mishap_of_ours_says_so_and_nothing_about_it(app: Flask, world: World, at: At) -> None:
    mentor = at("mentor")
    with mentor.client.session_transaction() as cookie:
        cookie["presence"] = 7  # no such thing is ever put there
    app.testing = False
    try:
        page = Page(mentor.client.get(spot(world, "on-call").new).text)
    finally:
        app.testing = True
    assert page.heading == "That was our fault"
    assert "Traceback" not in page.html


@pytest.mark.parametrize(("path", "said"), [("/healthz", "up\n"), ("/readyz", "ready\n")])
def test_the_server_says_that_it_is_well(nobody: Visitor, path: str, said: str) -> None:
    nobody.get(path)
    assert nobody.answer is not None
    assert (nobody.answer.text, nobody.answer.mimetype) == (said, "text/plain")
    assert "Set-Cookie" not in nobody.answer.headers


def test_whoever_has_to_sign_in_again_is_led_back_to_the_form(nobody: Visitor, world: World) -> None:
    there = spot(world, "on-call")
    for came, onward in ((f"http://localhost{there.new}", there.new), ("https://evil.example/plan", "/"), ("", "/")):
        token = nobody.get("/sign-in").form("sign-in").fields["csrf_token"]
        data = {"csrf_token": token}
        answer = nobody.client.post(f"{there.page}/sign-offs", data=data, headers={"Referer": came})
        assert f"/sign-in?next={onward}" in Page(answer.text).links()

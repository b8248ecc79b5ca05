"""A line for each page, and nothing about a person in it."""

import io

import orjson
from flask import Flask

from backend.house import House
from tests.web.conftest import Visitor
from tests.world import World
from web import create_app


def _lines(log: io.BytesIO) -> list[dict[str, object]]:
    return [orjson.loads(line) for line in log.getvalue().splitlines()]


def _visitor(app: Flask, world: World) -> Visitor:
    return Visitor(app, app.test_client()).sign_in(f"mentee@{world.maker.key}.test")


def test_a_page_leaves_one_line_without_ids_or_names(house: House, world: World) -> None:
    log = io.BytesIO()
    visitor = _visitor(create_app(house, log), world)
    log.seek(0)
    log.truncate()
    visitor.get(f"/plans/{world.plan}?cursor=maya")
    (line,) = _lines(log)
    told = [line[name] for name in ("surface", "method", "route", "status", "org")]
    assert told == ["web", "GET", "/plans/<id:plan_id>", 200, world.org[:8]]
    assert [word for word in (world.plan, world.mentee, "maya", "Maya") if word in str(line)] == []


def test_a_mistake_of_ours_is_a_kind_page_and_a_line_that_says_where_and_not_what(
    house: House, world: World
) -> None:  # fmt: skip
    log = io.BytesIO()
    app = create_app(house, log)

    @app.get("/mistake")
    def mistake() -> str:
        raise ValueError("Maya Alder's row")

    visitor = Visitor(app, app.test_client())
    assert "That was our fault" in visitor.get("/mistake", 500).text
    failed, _ = _lines(log)
    assert (failed["event"], failed["error"], "Maya" in str(failed)) == ("failed", "ValueError", False)

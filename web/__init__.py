"""The pages: one Flask app that parses, calls a story of the house, and renders."""

from typing import BinaryIO

from flask import Flask
from jinja2 import StrictUndefined

from backend.house import House
from web import (
    accounts,
    archive,
    assets,
    evidence,
    forms,
    frameworks,
    health,
    logs,
    mentoring,
    notices,
    packing,
    pages,
    paths,
    people,
    practice,
    prose,
    readiness,
    records,
    refusals,
    reviews,
    security,
    signoff,
    words,
)

ROOMS = (
    assets.assets,
    health.health,
    *accounts.ROOMS,
    *people.ROOMS,
    *frameworks.ROOMS,
    *mentoring.ROOMS,
    *signoff.ROOMS,
    *readiness.ROOMS,
    *records.ROOMS,
    *reviews.ROOMS,
    *practice.ROOMS,
    *notices.ROOMS,
    archive.archive,
)


def create_app(house: House, log: BinaryIO | None = None) -> Flask:
    """The web surface of a house. A line for each request goes to `log`, or to standard error."""
    app = Flask(__name__, static_folder=None)
    logs.keep_log(app, log)
    app.extensions["house"] = house
    app.url_map.converters["id"] = paths.IdConverter
    app.after_request(packing.pack)
    security.protect(app, house.settings)
    _furnish(app)
    for room in ROOMS:
        app.register_blueprint(room)
    if house.settings.demo:
        app.register_blueprint(notices.demo)
    pages.answer_errors(app)
    return app


def _furnish(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        agreed=mentoring.faces,
        asides=signoff.asides,
        standing_in=signoff.standing_in,
        asset_url=assets.asset_url,
        blocks=prose.blocks,
        boards=readiness.board_faces,
        choices=signoff.choices,
        closing=reviews.closing,
        empty_form=forms.EMPTY,
        evidence_faces=evidence,
        faces=signoff.faces,
        paths=paths,
        people_choices=people.choices,
        refusals=refusals,
        reviewing=reviews.faces,
        beside=readiness.beside_faces,
        written=records.faces,
        words=words,
    )

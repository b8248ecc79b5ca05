"""The API of the phone apps: JSON in, JSON and problem documents out. Mounted at `/api`."""

from hashlib import blake2b
from typing import BinaryIO

from flask import Flask, Response

from backend.house import House
from backend.kernel.loader import MAX_BYTES
from mobile_api import (
    accounts,
    archive,
    docs,
    frameworks,
    mentoring,
    notices,
    openapi,
    people,
    practice,
    readiness,
    records,
    reviews,
    signoff,
)
from mobile_api.conditional import Kept
from mobile_api.describing import describe, told
from mobile_api.logs import keep_log
from mobile_api.problems import tell_problems

ROOMS = (
    *accounts.ROOMS,
    *people.ROOMS,
    *frameworks.ROOMS,
    *mentoring.ROOMS,
    *practice.ROOMS,
    *records.ROOMS,
    *signoff.ROOMS,
    *readiness.ROOMS,
    *notices.ROOMS,
    *reviews.ROOMS,
    archive.room,
    openapi.room,
)


def create_app(house: House, log: BinaryIO | None = None) -> Flask:
    """The API on that house. A line for each request goes to `log`, or to standard error."""
    app = _assembled(log)
    app.extensions["house"] = house
    return app


def description() -> bytes:
    """The description, `openapi.json`: the same bytes each time, ending in a line break.

    It comes from the code alone: no house is needed, and no database.
    """
    described: bytes = _assembled(None).extensions["description"]
    return described


def _assembled(log: BinaryIO | None) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.after_request(_harden)
    keep_log(app, log)
    tell_problems(app)
    described = told(describe(app, ROOMS))
    app.register_blueprint(docs.docs)
    app.extensions["description"] = described
    # Part of every plan's tag: bodies of an older edition are not taken for today's.
    app.extensions["edition"] = blake2b(described, digest_size=4).hexdigest()
    app.extensions["kept"] = Kept()
    return app


def _harden(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

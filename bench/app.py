"""The app under the bench: the real one, with a bare Flask hello beside it on the same server."""

import os
from typing import Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import mobile_api
from backend.house import House
from backend.kernel.settings import Settings
from mobile_api.conditional import Kept
from wsgi import make_wsgi


def hello() -> Flask:
    """The limit: a Flask app that answers one JSON document and does nothing else."""
    app = Flask("hello", static_folder=None)

    @app.get("/")
    def greet() -> dict[str, str]:
        return {"hello": "world"}

    return app


def application() -> Any:
    """The real app with the limit beside it, and the phone API once more, which keeps no answers."""
    house = House.open(Settings.from_env(os.environ))
    forgetful = mobile_api.create_app(house)
    forgetful.extensions["kept"] = Kept(0)
    return DispatcherMiddleware(make_wsgi(house), {"/hello": hello(), "/forgetful": forgetful})

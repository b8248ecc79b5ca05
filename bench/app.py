"""The app under the bench: the real one, with a bare Flask hello beside it on the same server."""

import os
from typing import Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from wsgi import make_wsgi

from backend.house import House
from backend.kernel.settings import Settings


def hello() -> Flask:
    """The limit: a Flask app that answers one JSON document and does nothing else."""
    app = Flask("hello", static_folder=None)

    @app.get("/")
    def greet() -> dict[str, str]:
        return {"hello": "world"}

    return app


def application() -> Any:
    """Both apps, as the server's factory."""
    house = House.open(Settings.from_env(os.environ))
    return DispatcherMiddleware(make_wsgi(house), {"/hello": hello()})

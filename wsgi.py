"""Where servers find Countersign: the phone API under /api and the pages beside it, each an app of its own.

`granian --interface wsgi --factory wsgi:application`, or `gunicorn 'wsgi:application()'`. Nothing is read at import.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

import mobile_api
import web
from backend.house import House
from backend.kernel.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def make_wsgi(house: House) -> "WSGIApplication":
    """Both surfaces of one house. They share no hook and no error handler."""
    both = DispatcherMiddleware(web.create_app(house), {"/api": mobile_api.create_app(house)})
    return ProxyFix(both, x_for=house.settings.proxies, x_proto=0) if house.settings.proxies else both


def application(environ: Mapping[str, str] | None = None) -> "WSGIApplication":
    """A house as the environment's `COUNTERSIGN_*` variables say, ready to be served."""
    return make_wsgi(House.open(Settings.from_env(os.environ if environ is None else environ)))


def description() -> bytes:
    """The phone API described, as `openapi.json` holds it."""
    return mobile_api.description()

"""Where servers find Countersign: the phone API under /api and the pages beside it, each an app of its own.

`granian --interface wsgi --factory wsgi:application`, or `gunicorn 'wsgi:application()'`. Nothing is read at import.
"""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

import mobile_api
import web
from backend.house import House
from backend.kernel.settings import Settings
from web.security import OWN_HOSTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def make_wsgi(house: House) -> "WSGIApplication":
    """Both surfaces of one house. They share no hook and no error handler."""
    both = DispatcherMiddleware(web.create_app(house), {"/api": mobile_api.create_app(house)})
    known = only_known_hosts(both, house.settings.address)
    return ProxyFix(known, x_for=house.settings.proxies, x_proto=0) if house.settings.proxies else known


def only_known_hosts(app: "WSGIApplication", address: str) -> "WSGIApplication":
    """`app` for requests to the host of `address` and to this machine's own name; without an address for all.

    What a request says of its host is its sender's to choose, and a cache may keep an answer made for another.
    """
    if not address:
        return app
    hosts = [urlsplit(address).hostname or "", *OWN_HOSTS]

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if host_is_trusted(environ.get("HTTP_HOST"), hosts):
            return app(environ, start_response)
        refusal = Response("This is not where this address leads.\n", 421, mimetype="text/plain")
        return refusal(environ, start_response)

    return answer


def application(environ: Mapping[str, str] | None = None) -> "WSGIApplication":
    """A house as the environment's `COUNTERSIGN_*` variables say, ready to be served."""
    return make_wsgi(House.open(Settings.from_env(os.environ if environ is None else environ)))


def description() -> bytes:
    """The phone API described, as `openapi.json` holds it."""
    return mobile_api.description()

"""For whoever watches the server: is it up, and can it work?"""

from hmac import compare_digest

from flask import Blueprint, request

from backend.kernel.errors import missing
from web.visits import house

health = Blueprint("health", __name__)


@health.get("/healthz")
def up() -> tuple[str, dict[str, str]]:
    """The process answers."""
    return "up\n", {"Content-Type": "text/plain; charset=utf-8"}


@health.get("/readyz")
def ready() -> tuple[str, dict[str, str]]:
    """The database answers as well; 503 while it does not."""
    house().database.ready()
    return "ready\n", {"Content-Type": "text/plain; charset=utf-8"}


@health.get("/metrics")
def metrics() -> tuple[bytes, dict[str, str]]:
    """The figures of deliveries, for whoever bears the token; without one, for this machine alone. Else 404."""
    if not _may_watch():
        raise missing()
    return house().metrics.page(house().across), {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def _may_watch() -> bool:
    token = house().settings.metrics_token
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    came_by = {"Forwarded", "X-Forwarded-For"} & {name.title() for name, _ in request.headers}
    return not came_by and request.remote_addr in ("127.0.0.1", "::1")

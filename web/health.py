"""For whoever watches the server: is it up, and can it work?"""

from flask import Blueprint

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

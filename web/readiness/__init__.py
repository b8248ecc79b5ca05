"""Plans seen together, as pages."""

from web.readiness import faces, what_if

ROOMS = (what_if.what_if,)

__all__ = ["ROOMS", "faces"]

"""Plans seen together, as pages."""

from web.readiness import faces, insight, what_if

ROOMS = (what_if.what_if, insight.insight)

__all__ = ["ROOMS", "faces"]

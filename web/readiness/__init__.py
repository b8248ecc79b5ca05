"""Plans seen together, as pages."""

from web.readiness import board, boards, faces, insight, what_if

ROOMS = (board.board, what_if.what_if, insight.insight)

__all__ = ["ROOMS", "boards", "faces"]

"""Plans seen together, as pages."""

from web.readiness import beside_faces, board, board_faces, insight, what_if

ROOMS = (board.board, what_if.what_if, insight.insight)

__all__ = ["ROOMS", "beside_faces", "board_faces"]

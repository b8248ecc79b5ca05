"""The decision at the end of a plan, as pages."""

from web.reviews import answering, closing, faces, packs, proposing

ROOMS = (packs.packs, proposing.proposing, answering.reviews)

__all__ = ["ROOMS", "closing", "faces"]

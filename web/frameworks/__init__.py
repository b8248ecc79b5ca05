"""Frameworks as pages: what there is to sign, drafts of what is to come, and moving a plan to a newer version."""

from web.frameworks import drafts, moves, versions

ROOMS = (versions.versions, drafts.drafts, moves.moves)

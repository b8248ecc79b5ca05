"""Mentoring agreements as pages."""

from web.mentoring import standing

ROOMS = (standing.standing,)

__all__ = ["ROOMS"]

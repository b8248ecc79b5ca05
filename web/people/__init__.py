"""The organisation and its people as pages."""

from web.people import reading, settings

ROOMS = (reading.people, settings.settings)

__all__ = ["ROOMS"]

"""The organisation and its people as pages."""

from web.people import absences, reading, settings

ROOMS = (reading.people, settings.settings, absences.absences)

__all__ = ["ROOMS"]

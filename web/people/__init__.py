"""The organisation and its people as pages."""

from web.people import absences, choices, deeds, reading, settings, sites

ROOMS = (reading.people, deeds.deeds, sites.sites, settings.settings, absences.absences)

__all__ = ["ROOMS", "choices"]

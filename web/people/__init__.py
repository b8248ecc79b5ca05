"""The organisation and its people as pages."""

from web.people import absences, choices, deeds, deputies, imports, reading, settings, sites

ROOMS = (
    reading.people,
    deeds.deeds,
    sites.sites,
    settings.settings,
    imports.imports,
    absences.absences,
    deputies.deputies,
)

__all__ = ["ROOMS", "choices"]

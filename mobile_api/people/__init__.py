"""The organisation, its places and its people."""

from mobile_api.people import absences, imports, managing, reading, settings, sites, text_checks

ROOMS = (
    settings.room,
    imports.room,
    sites.room,
    reading.room,
    managing.room,
    absences.room,
    text_checks.room,
)

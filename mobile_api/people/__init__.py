"""The organisation, its places and its people."""

from mobile_api.people import absences, deputies, imports, managing, reading, settings, sites, text_checks

ROOMS = (
    settings.room,
    imports.room,
    sites.room,
    reading.room,
    managing.room,
    absences.room,
    deputies.room,
    text_checks.room,
)

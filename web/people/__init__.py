"""The organisation and its people as pages."""

from web.people import (
    absences,
    appointments,
    choices,
    deputies,
    details,
    imports,
    line_managers,
    reading,
    settings,
    sites,
)

ROOMS = (
    reading.people,
    appointments.appointments,
    details.details,
    line_managers.line_managers,
    sites.sites,
    settings.settings,
    imports.imports,
    absences.absences,
    deputies.deputies,
)

__all__ = ["ROOMS", "choices"]

"""The organisation and its people as pages."""

from web.people import settings

ROOMS = (settings.settings,)

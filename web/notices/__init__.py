"""Pages of what one was told, and how one wants to be."""

from web.notices import inbox, preferences

ROOMS = (inbox.inbox, preferences.preferences)

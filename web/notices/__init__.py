"""Pages of what one was told."""

from web.notices import inbox

ROOMS = (inbox.inbox,)

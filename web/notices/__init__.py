"""Pages of what one was told, and how one wants to be."""

from web.notices import browser, calendar, deliveries, inbox, preferences
from web.notices.pushes import demo

ROOMS = (inbox.inbox, preferences.preferences, browser.browser, deliveries.deliveries, calendar.calendar)

__all__ = ["ROOMS", "demo"]

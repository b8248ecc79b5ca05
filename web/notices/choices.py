"""What one can choose about being told, as `parts/field.html` takes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.notices.kinds import Topic
from backend.notices.preferences import HowOften, Weekday

RHYTHMS: Sequence[Mapping[str, str]] = (
    {
        "value": HowOften.AT_ONCE.value,
        "label": "At once",
        "hint": "When it happens. What happened off shift arrives as one message.",
    },
    {
        "value": HowOften.DAILY.value,
        "label": "Once a day",
        "hint": "One message as your working time begins, if there is anything unread.",
    },
)
WEEKDAYS: Sequence[Mapping[str, str]] = [{"value": day.value, "label": day.value.title()[:3]} for day in Weekday]
TOPICS: Mapping[Topic, str] = {
    Topic.AGREEMENTS: "Mentoring agreements",
    Topic.REQUESTS: "Requests to see something",
    Topic.SIGN_OFFS: "Sign-offs",
    Topic.RECORDS: "Observations and discussions",
    Topic.PLANS: "Plans",
    Topic.REVIEWS: "Reviews",
}
ALWAYS: Mapping[Topic, str] = {
    Topic.SIGN_OFFS: "What is signed or reported in your name, whether it is to count again, and what you are asked to"
    " look into: these reach your phone and browser always.",
    Topic.RECORDS: "A record that waits for your answer reaches your phone and browser always.",
    Topic.REVIEWS: "That a review is decided reaches your phone and browser always.",
}
"""What of each topic arrives whatever is chosen."""


def ways(has_mail: bool) -> list[dict[str, Any]]:
    """By which ways one can be told."""
    return [
        {"value": "push", "label": "Phone"},
        {"value": "web_push", "label": "Browser"},
        {"value": "mail", "label": "E-mail", "disabled": not has_mail},
    ]

"""What may be done about a person, and the answers its forms offer, as `parts/field.html` takes them."""

from collections.abc import Mapping, Sequence

from backend.people.listing import PersonListed
from web import words

CHANGES: Sequence[Mapping[str, str]] = (
    {"may": "appoint", "noun": "appointments", "title": "Move them", "sub": "To another post or place"},
    {"may": "name_line_manager", "noun": "line-manager", "title": "Line manager", "sub": "Name one, or end it"},
    {
        "may": "check_identity",
        "noun": "identity-checks",
        "title": "Identity",
        "sub": "Say how you made sure who this is",
    },
    {"may": "change_staff_number", "noun": "staff-number", "title": "Staff number", "sub": "What they sign in by"},
    {"may": "change_name", "noun": "names", "title": "Name", "sub": "What they are called from now on"},
    {"may": "record_leaving", "noun": "leaving", "title": "They leave", "sub": "Nothing is open to them from then on"},
    {"may": "record_return", "noun": "returning", "title": "They come back", "sub": "The same person, a new post"},
)
"""What may be changed about a person, by the name their answer gives it, and where."""


def changes(may: Mapping[str, bool]) -> list[Mapping[str, str]]:
    """What may be changed about somebody, in order."""
    return [change for change in CHANGES if may[change["may"]]]


def posts() -> list[dict[str, str]]:
    """Every post, for a form to choose from."""
    return [{"value": code, "label": label} for code, label in words.POSTS.items()]


def identity_methods() -> list[dict[str, str]]:
    """Every way of making sure who somebody is, for a form to choose from."""
    return [{"value": code, "label": words.sentence(label)} for code, label in words.IDENTITY.items()]


def named_people(found: Sequence[PersonListed]) -> list[dict[str, str]]:
    """People for a form to choose from: two of the same name are told apart by post and site."""
    return [
        {"value": one.id, "label": one.name, "hint": words.place(one.post, one.site.name if one.site else None)}
        for one in found
    ]

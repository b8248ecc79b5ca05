"""All kinds of details in one text."""

from collections.abc import Collection
from itertools import islice

from backend.people.identifying.births import births
from backend.people.identifying.kinds import DetailKind, Find
from backend.people.identifying.names import Colleagues, names
from backend.people.identifying.numbers import nhs_numbers
from backend.people.identifying.places import addresses, postcodes, rooms

MOST = 200
"""So many of each kind are said of one text: nobody looks at more at once."""


def find_details(text: str, colleagues: Collection[str] = ()) -> list[Find]:
    """The passages of `text` that could tell who a client is, in their order, none over another.

    `colleagues` are whole names of people who may be named: those who work here. Offsets are of code points; a client
    that counts in UTF-16 converts. What it costs grows with the length of the text and no faster.
    """
    found = {
        DetailKind.NHS_NUMBER: nhs_numbers(text),
        DetailKind.DATE_OF_BIRTH: births(text),
        DetailKind.POSTCODE: postcodes(text),
        DetailKind.ADDRESS: addresses(text),
        DetailKind.ROOM: rooms(text),
        DetailKind.NAME: names(text, Colleagues(colleagues)),
    }
    spans = [(start, -end, kind) for kind, places in found.items() for start, end in islice(places, MOST)]
    finds: list[Find] = []
    for start, minus_end, kind in sorted(spans):
        if not finds or start >= finds[-1].end:
            finds.append(Find(start, -minus_end, kind, text[start:-minus_end]))
    return finds

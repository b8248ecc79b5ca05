"""What kinds of details there are, and what one find says."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from backend.kernel.shapes import Within, Words

KeptBecause = Annotated[Words, Within(1, 500)]
"""Why a detail that could tell who somebody is stays in the words beside it."""


class DetailKind(StrEnum):
    """What a detail is, by which somebody could be told apart."""

    NAME = "name"
    NHS_NUMBER = "nhs_number"
    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE = "postcode"
    ADDRESS = "address"
    ROOM = "room"


@dataclass(slots=True)
class Find:
    """A passage that could tell who somebody is: from `start` up to, but not with, `end`, both in code points of the
    text, and the passage as it is `said` there.
    """

    start: int
    end: int
    kind: DetailKind
    said: str

"""Ids: UUIDs that clients may make themselves, kept as lower-case text.

Text, not UUID objects: a plan's answer holds about a hundred ids, and canonical records and JSON hold text anyway.
"""

import re
import uuid
from typing import NewType

import uuid_utils

Id = NewType("Id", str)

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_id() -> Id:
    """A fresh UUIDv7: ordered by time, so that keys made together stand together."""
    return Id(str(uuid_utils.uuid7()))


def is_id(text: str) -> bool:
    """Whether `text` is a UUID in the one form we store: lower case, with hyphens."""
    return _FORM.fullmatch(text) is not None


def is_derived(id_: Id) -> bool:
    """Whether an id was made from a parent and a name: no client makes such a one."""
    return id_[14] == "5"


def derived_id(parent: Id, name: str) -> Id:
    """The id of a named part of `parent`, the same on every rebuild (UUIDv5)."""
    return Id(str(uuid.uuid5(uuid.UUID(parent), name)))

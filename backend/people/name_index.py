"""The rows by which people are found by name, written by applies; `listing.py` reads them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, update

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.people.folding import beginnings, key_of
from backend.people.tables import people_names

_OF = people_names.c.person_id == bindparam("of_person", type_=IdType())
_PLACE = ("post", "site_id", "area_id")
_PUT = put(people_names, "person_id", "beginning", "name_key", "has_left", *_PLACE)
_FORGET = Prepared(delete(people_names).where(ours(people_names), _OF))
_CHANGE = update(people_names).where(ours(people_names), _OF)
_LEFT = Prepared(_CHANGE.values(has_left=bindparam("new_left")))
_FILE = Prepared(
    _CHANGE.values(
        {people_names.c[name]: bindparam(f"new_{name}", type_=people_names.c[name].type) for name in _PLACE}
    ).values(has_left=False)
)


def put_names(tx: Tx, person: Id, name: str, place: Mapping[str, Any]) -> None:
    """From now on that person, who works at `place` (post, site and area), is found by every beginning of every word of
    `name`.
    """
    at = {column: place[column] for column in _PLACE}
    key = key_of(name)
    for beginning in beginnings(name):
        tx.put(_PUT, person_id=person, beginning=beginning, name_key=key, has_left=False, **at)


def forget_names(tx: Tx, person: Id) -> None:
    """That person is found by no name; the new one follows."""
    tx.put(_FORGET, of_person=person)


def file_under(tx: Tx, person: Id, place: Mapping[str, Any]) -> None:
    """That person works here, at `place` (post, site and area)."""
    tx.put(_FILE, of_person=person, **{f"new_{column}": place[column] for column in _PLACE})


def file_as_left(tx: Tx, person: Id) -> None:
    """That person is found among those who left."""
    tx.put(_LEFT, of_person=person, new_left=True)

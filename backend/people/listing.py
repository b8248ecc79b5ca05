"""Finding people: the list of those within reach, by name, by site and by post.

Whoever sees the whole organisation reads along an index in the order of names, and reads no more than a page. Others
start from what they are tied to: their site, their area, the few they mentor or manage. Either way a page costs the
same among fifty people and among half a million.
"""

from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any

from sqlalchemy import Boolean, ColumnElement, Text, and_, bindparam, exists, or_, select, tuple_, union

from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut
from backend.kernel.prepared import Prepared, Row
from backend.kernel.shapes import Within
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do, held_scopes, within
from backend.people.folding import terms
from backend.people.names import Named
from backend.people.rules import Post
from backend.people.tables import PERSON_SCOPES, people, people_names, sites


@dataclass(frozen=True, kw_only=True)
class PeopleFilter(Paging):
    """Which people are wanted: by the beginning of any word of their name, at one site, in one post; or, for those who
    manage people, the ones who left.
    """

    search: Annotated[str, Within(1, 100)] | None = None
    site_id: Id | None = None
    post: Post | None = None
    left: bool = False


@dataclass
class PersonListed:
    """Somebody in a list: name, post and site."""

    id: Id
    name: str
    post: Post
    site: Named | None


_names, _more = people_names, people_names.alias("more")
_left = bindparam("has_left", type_=Boolean())
_post = bindparam("of_post", type_=Text())
_after = tuple_(bindparam("after_key", type_=Text()), bindparam("after", type_=IdType()))
_BY_NAME = (
    select(people.c.id, people.c.name, people.c.post, _names.c.name_key, sites.c.id.label("site_id"),
           sites.c.name.label("site_name"))
    .select_from(_names)
    .join(people, and_(people.c.org == _names.c.org, people.c.id == _names.c.person_id))
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .where(ours(_names), _names.c.beginning == bindparam("term"))
    .where(tuple_(_names.c.name_key, _names.c.person_id) > _after)
    .order_by(_names.c.name_key, _names.c.person_id)
    .limit(bindparam("limit"))
)  # fmt: skip


def _also(term: str) -> ColumnElement[bool]:
    begins = _more.c.beginning == bindparam(term, "")  # by the empty beginning everybody is found
    return exists(
        select(_more.c.person_id).where(ours(_more), begins, _more.c.person_id == _names.c.person_id).correlate(_names)
    )


def _held(name: str) -> Any:
    scopes = held_scopes(Do.SEE_PERSON, PERSON_SCOPES, name)
    return scopes if name == "id" else select(people.c.id).where(ours(people), people.c[name].in_(scopes))


# The few are asked themselves whether they left and what their post is: so that no database reads the index of all.
_few = and_(people.c.left_at.is_not(None) == _left, or_(_post == "", people.c.post == _post))
_at_site = and_(people.c.site_id == bindparam("of_site", type_=IdType()), _few)
_within_reach = and_(people.c.id.in_(union(_held("id"), _held("site_id"), _held("area_id"))), _few)
_WAYS: dict[str, ColumnElement[bool]] = {
    "all": _names.c.has_left == _left,
    "post": and_(_names.c.has_left == _left, _names.c.post == _post),
    "site": _at_site,
    "reach": _within_reach,
    "reach at site": and_(_at_site, within(Do.SEE_PERSON, people, PERSON_SCOPES)),
}
_LISTS = {
    (way, several): Prepared(_BY_NAME.where(_WAYS[way], *((_also("second"), _also("third")) if several else ())))
    for way, several in product(_WAYS, (False, True))
}


def list_people(tx: Tx, actor: Actor, wanted: PeopleFilter) -> Page[PersonListed]:
    """The people within reach who are wanted, by name.

    Raises `not_allowed` when somebody who does not manage people asks for those who left.
    """
    if wanted.left and not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    after_key, after = wanted.keys("", FIRST)
    found = terms(wanted.search) if wanted.search else [""]
    if not found:  # nothing but punctuation: nobody is called that
        return Page([], None)
    rows = tx.rows(
        _LISTS[_way(actor, wanted), len(found) > 1],
        actor=actor.person,
        of_site=wanted.site_id,
        of_post=wanted.post or "",
        has_left=wanted.left,
        after_key=after_key,
        after=after,
        limit=wanted.limit + 1,
        **dict(zip(("term", "second", "third"), found, strict=False)),
    )
    page = cut(rows, wanted.limit, lambda row: [row.name_key, row.id])
    return Page([_listed(row) for row in page.items], page.next_cursor)


def _way(actor: Actor, wanted: PeopleFilter) -> str:
    if not actor.may_anywhere(Do.SEE_PERSON):
        return "reach at site" if wanted.site_id else "reach"
    return "site" if wanted.site_id else "post" if wanted.post else "all"


def _listed(row: Row) -> PersonListed:
    return PersonListed(row.id, row.name, row.post, Named(row.site_id, row.site_name) if row.site_id else None)

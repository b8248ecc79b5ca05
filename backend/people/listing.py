"""Finding people: the list of those within reach, by name, by site and by post.

Whoever sees the whole organisation reads along an index in the order of names, and reads no more than a page. Others
start from what they are tied to: their site, their area, the few they mentor or manage. Either way a page costs the
same among fifty people and among half a million.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from sqlalchemy import Boolean, ColumnElement, FromClause, Text, and_, bindparam, exists, or_, select, tuple_, union

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
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
    manage people, the ones who left, or all whose line manager is one no longer, whoever waits longest first.
    """

    search: Annotated[str, Within(1, 100)] | None = None
    site_id: Id | None = None
    post: Post | None = None
    left: bool = False
    without_line_manager: bool = False


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
_SHOWN = (people.c.id, people.c.name, people.c.post, people.c.name_key, sites.c.id.label("site_id"),
          sites.c.name.label("site_name"))  # fmt: skip
_AT = and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id)


def _found(term: str, of: FromClause, person: str) -> ColumnElement[bool]:
    begins = _more.c.beginning == bindparam(term, "")  # by the empty beginning everybody is found
    return exists(select(_more.c.person_id).where(ours(_more), begins, _more.c.person_id == of.c[person]).correlate(of))


_OF_ALL = (
    select(*_SHOWN)
    .select_from(_names)
    .join(people, and_(people.c.org == _names.c.org, people.c.id == _names.c.person_id))
    .outerjoin(sites, _AT)
    .where(ours(_names), _names.c.has_left == _left, _names.c.beginning == bindparam("term"))
    .where(tuple_(_names.c.name_key, _names.c.person_id) > _after)
    .order_by(_names.c.name_key, _names.c.person_id)
    .limit(bindparam("limit"))
)
# No index of names stands in here, so that no database reads along it: the few are looked up, and then sorted.
_OF_FEW = (
    select(*_SHOWN)
    .select_from(people)
    .outerjoin(sites, _AT)
    .where(ours(people), people.c.left_at.is_not(None) == _left, or_(_post == "", people.c.post == _post))
    .where(tuple_(people.c.name_key, people.c.id) > _after, _found("term", people, "id"))
    .order_by(people.c.name_key, people.c.id)
    .limit(bindparam("limit"))
)


def _held(name: str) -> Any:
    scopes = held_scopes(Do.SEE_PERSON, PERSON_SCOPES, name)
    return scopes if name == "id" else select(people.c.id).where(ours(people), people.c[name].in_(scopes))


_AT_SITE = _OF_FEW.where(people.c.site_id == bindparam("of_site", type_=IdType()))
_WAYS = {
    "all": (_OF_ALL, _names, "person_id"),
    "post": (_OF_ALL.where(_names.c.post == _post), _names, "person_id"),
    "site": (_AT_SITE, people, "id"),
    "reach": (_OF_FEW.where(people.c.id.in_(union(_held("id"), _held("site_id"), _held("area_id")))), people, "id"),
    "reach at site": (_AT_SITE.where(within(Do.SEE_PERSON, people, PERSON_SCOPES)), people, "id"),
}
_LISTS = {
    (way, several): Prepared(of.where(*(_found(term, table, person) for term in ("second", "third") if several)))
    for way, (of, table, person) in _WAYS.items()
    for several in (False, True)
}
_since = tuple_(bindparam("since", type_=Instant()), bindparam("after", type_=IdType()))
_UNMANAGED = Prepared(
    select(people.c.id, people.c.name, people.c.post, people.c.unmanaged_since, sites.c.id.label("site_id"),
           sites.c.name.label("site_name"))
    .select_from(people)
    .outerjoin(sites, and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id))
    .where(ours(people), people.c.unmanaged_since.is_not(None))
    .where(tuple_(people.c.unmanaged_since, people.c.id) > _since)
    .order_by(people.c.unmanaged_since, people.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_BEGINNING = "1970-01-01T00:00:00.000Z"


def _list_unmanaged(tx: Tx, wanted: PeopleFilter) -> Page[PersonListed]:
    since, after = wanted.keys(_BEGINNING, FIRST)
    rows = tx.rows(_UNMANAGED, since=instant_key(since), after=after, limit=wanted.limit + 1)
    page = cut(rows, wanted.limit, lambda row: [stamp(row.unmanaged_since), row.id])
    return Page([_listed(row) for row in page.items], page.next_cursor)


def list_people(tx: Tx, actor: Actor, wanted: PeopleFilter) -> Page[PersonListed]:
    """The people within reach who are wanted, by name.

    Raises `not_allowed` when somebody who does not manage people asks for those who left or are without a line manager.
    """
    if (wanted.left or wanted.without_line_manager) and not actor.may_anywhere(Do.MANAGE_PEOPLE):
        raise forbidden()
    if wanted.without_line_manager:
        return _list_unmanaged(tx, wanted)
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

"""Finding people: the list of those within reach, by name, by site and by post.

Of the organisation, an area or a site a page is read along an index in the order of names, and no more than that; of
those somebody mentors or manages, who are few, all are looked up. So a page costs the same among fifty people and among
half a million.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Text,
    and_,
    bindparam,
    exists,
    or_,
    select,
    tuple_,
    union,
)

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.reach import held_places
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
_limit = bindparam("limit", type_=Integer())
_SHOWN = (people.c.id, people.c.name, people.c.post, people.c.name_key, sites.c.id.label("site_id"),
          sites.c.name.label("site_name"))  # fmt: skip
_AT = and_(sites.c.org == people.c.org, sites.c.id == people.c.site_id)
_NAME_SCOPES = {tie: {"id": "person_id"}.get(name, name) for tie, name in PERSON_SCOPES.items()}


def _found(term: str, of: FromClause, person: str) -> ColumnElement[bool]:
    begins = _more.c.beginning == bindparam(term, "")  # by the empty beginning everybody is found
    return exists(select(_more.c.person_id).where(ours(_more), begins, _more.c.person_id == of.c[person]).correlate(of))


def _along(*held: ColumnElement[bool], several: bool) -> Any:
    """The ids of a page along the index of names that goes with what `held` says."""
    return select(
        select(_names.c.person_id)
        .where(ours(_names), _names.c.has_left == _left, _names.c.beginning == bindparam("term"), *held)
        .where(tuple_(_names.c.name_key, _names.c.person_id) > _after)
        .where(*(_found(term, _names, "person_id") for term in ("second", "third") if several))
        .order_by(_names.c.name_key, _names.c.person_id)
        .limit(_limit)
        .subquery()
    )


def _tied(several: bool) -> Any:
    """The ids of those somebody is tied to themselves. No index of names stands in here, so that no database reads
    along it: the few are looked up.
    """
    return (
        select(people.c.id)
        .where(ours(people), people.c.id.in_(held_scopes(Do.SEE_PERSON, PERSON_SCOPES, "id")))
        .where(people.c.left_at.is_not(None) == _left, or_(_post == "", people.c.post == _post))
        .where(tuple_(people.c.name_key, people.c.id) > _after)
        .where(*(_found(term, people, "id") for term in (("term", "second", "third") if several else ("term",))))
    )


def _listing(*gathered: Any) -> Prepared:
    return Prepared(
        select(*_SHOWN)
        .select_from(people)
        .outerjoin(sites, _AT)
        .where(ours(people), people.c.id.in_(union(*gathered)))
        .order_by(people.c.name_key, people.c.id)
        .limit(_limit)
    )


def _lists(several: bool) -> dict[str, Prepared]:
    """The list for each way of asking: of all or of one post, of one site, and of what is within reach."""
    at_site = (_names.c.site_id == bindparam("of_site", type_=IdType()), or_(_post == "", _names.c.post == _post))
    in_post = _names.c.post == _post
    held_site, held_area = (
        _names.c[name] == bindparam(f"held_{name}", type_=IdType()) for name in ("site_id", "area_id")
    )
    reached = within(Do.SEE_PERSON, _names, _NAME_SCOPES)
    return {
        "all": _listing(_along(several=several)),
        "post": _listing(_along(in_post, several=several)),
        "site": _listing(_along(*at_site, several=several)),
        "reach": _listing(_tied(several), _along(held_site, several=several), _along(held_area, several=several)),
        "reach post": _listing(
            _tied(several), _along(held_site, in_post, several=several), _along(held_area, in_post, several=several)
        ),
        "reach site": _listing(_along(*at_site, reached, several=several)),
    }


_LISTS = {several: _lists(several) for several in (False, True)}
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
    given = {
        "actor": actor.person,
        "of_site": wanted.site_id,
        "of_post": wanted.post or "",
        "has_left": wanted.left,
        "after_key": after_key,
        "after": after,
        "limit": wanted.limit + 1,
        **dict(zip(("term", "second", "third"), found, strict=False)),
    }
    way = _way(actor, wanted)
    places = held_places(actor, Do.SEE_PERSON, PERSON_SCOPES) if way in ("reach", "reach post") else [{}]
    pages = tx.batch(*((_LISTS[len(found) > 1][way], given | held) for held in places))
    rows = {row.id: row for page in pages for row in page}
    in_order = sorted(rows.values(), key=lambda row: (row.name_key, row.id))[: wanted.limit + 1]
    page = cut(in_order, wanted.limit, lambda row: [row.name_key, row.id])
    return Page([_listed(row) for row in page.items], page.next_cursor)


def _way(actor: Actor, wanted: PeopleFilter) -> str:
    kind = "site" if wanted.site_id else "post" if wanted.post else ""
    if actor.may_anywhere(Do.SEE_PERSON):
        return kind or "all"
    return f"reach {kind}".strip()


def _listed(row: Row) -> PersonListed:
    return PersonListed(row.id, row.name, row.post, Named(row.site_id, row.site_name) if row.site_id else None)

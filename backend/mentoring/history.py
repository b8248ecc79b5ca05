"""What became of an agreement, with its dates: read from the log, so that nothing is lost and nothing added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import and_, bindparam, or_, select

from backend.kernel.clock import stamp
from backend.kernel.columns import IdType, Instant
from backend.kernel.database import Tx
from backend.kernel.entries import SAID, contents, entries
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.pages import FIRST, Page, Paging, cut, instant_key
from backend.kernel.prepared import Prepared, Row
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor
from backend.mentoring.file import AGREEMENT, ensure_seen, manages
from backend.mentoring.rules import Answer, Arrangement
from backend.mentoring.shown import GoalShown
from backend.mentoring.tables import agreement_mentors
from backend.people.names import Named
from backend.people.tables import people

KINDS = (
    "propose_agreement", "approve_agreement", "answer_agreement", "add_mentor", "remove_mentor", "amend_agreement",
    "pause_agreement", "resume_agreement", "end_agreement",
)  # fmt: skip


@dataclass
class Agreed:
    """What stood in the agreement from then on."""

    what_matters: str
    goals: list[GoalShown]
    support_arrangement: Arrangement


@dataclass
class AgreementHappened:
    """One thing that happened to an agreement: what, when, by whom, which mentor it is about, whose place they take.

    `agreed` is there for the proposal and each amendment; `reason` for those it concerns alone: whoever manages the
    agreement, and the mentor.
    """

    id: Id
    kind: str
    at: datetime
    by: Named
    mentor: Named | None
    replaces: Named | None
    agreed: Agreed | None
    reason: str | None


_since, _after = bindparam("since", type_=Instant()), bindparam("after", type_=IdType())
_of = bindparam("of_id", type_=IdType())
_HISTORY = Prepared(
    select(
        entries.c.id, entries.c.kind, entries.c.actor, entries.c.at, entries.c.facts, contents.c.words,
        people.c.name.label("actor_name"),
    )
    .join(contents, and_(contents.c.org == entries.c.org, contents.c.id == entries.c.id))
    .outerjoin(people, and_(people.c.org == entries.c.org, people.c.id == entries.c.actor))
    .where(
        ours(entries),
        contents.c.part == SAID,
        entries.c.subject == bindparam("of_mentee", type_=IdType()),
        entries.c.about == _of,
        or_(*(entries.c.kind == kind for kind in KINDS)),
        or_(entries.c.at > _since, and_(entries.c.at == _since, entries.c.id > _after)),
    )
    .order_by(entries.c.at, entries.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_MENTORS = Prepared(
    select(agreement_mentors, people.c.name)
    .join(people, and_(people.c.org == agreement_mentors.c.org, people.c.id == agreement_mentors.c.person_id))
    .where(ours(agreement_mentors), agreement_mentors.c.agreement_id == _of)
    .order_by(people.c.name, people.c.id)
)
_BEGINNING = "1970-01-01T00:00:00.000Z"


def list_history(tx: Tx, actor: Actor, agreement_id: Id, paging: Paging) -> Page[AgreementHappened]:
    """What happened, oldest first. A no to being asked later is left out: only whoever asked hears it.

    Raises `not_found`.
    """
    since, after = paging.keys(_BEGINNING, FIRST)
    given = {"of_id": agreement_id}
    found, mentors = tx.batch((AGREEMENT, given), (_MENTORS, given))
    if not found:
        raise missing()
    agreement = found[0]
    ensure_seen(actor, agreement)
    asked = given | {"of_mentee": agreement.mentee_id, "since": instant_key(since), "after": after}
    rows = tx.rows(_HISTORY, **asked, limit=paging.limit + 1)
    teller = _Teller(actor, agreement, mentors)
    page = cut(rows, paging.limit, lambda row: [stamp(row.at), row.id])
    return Page([told for row in page.items if (told := teller.tell(row))], page.next_cursor)


class _Teller:
    """Tells entries to one reader."""

    def __init__(self, actor: Actor, agreement: Row, mentors: list[Row]) -> None:
        self._actor = actor
        self._manages = manages(actor, agreement)
        self._names = {mentor.person_id: mentor.name for mentor in mentors}
        self._hidden = {
            mentor.person_id
            for mentor in mentors
            if mentor.answer == Answer.DECLINE and actor.person not in (mentor.invited_by, mentor.person_id)
        }

    def tell(self, row: Row) -> AgreementHappened | None:
        facts = orjson.loads(row.facts)["content"]
        if facts.get("answer") == Answer.DECLINE or (row.kind == "add_mentor" and facts["person_id"] in self._hidden):
            return None
        words = orjson.loads(row.words) if row.words else {}
        mentor = facts.get("mentor_id") or facts.get("person_id")
        return AgreementHappened(
            id=row.id,
            kind=row.kind,
            at=row.at,
            by=Named(row.actor, row.actor_name or ""),
            mentor=self._named(mentor),
            replaces=self._named(facts.get("replaces_id")),
            agreed=_agreed(facts, words),
            reason=words.get("reason") if self._manages or mentor == self._actor.person else None,
        )

    def _named(self, person: Id | None) -> Named | None:
        return Named(person, self._names[person]) if person and person in self._names else None


def _agreed(facts: dict[str, Any], words: dict[str, Any]) -> Agreed | None:
    if "support_arrangement" not in facts:
        return None
    goals = [GoalShown(**goal) for goal in words.get("goals", [])]
    return Agreed(words.get("what_matters", ""), goals, facts["support_arrangement"])

"""Where the matrix is walked: four mentees with everything on their plans, and how each of the cast stands to each.

`STANDS` is written by hand, in the letters of the table of rights: what the walk expects, whatever the house says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.frameworks.drafts import NewDraft, write_draft
from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.mentoring.quiet_requests import AskForChange, ask_for_change
from backend.mentoring.rules import Mode
from backend.people.absences import RecordAbsence, record_absence
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.rules import Post
from backend.practice.evidence import AddEvidence, add_evidence
from backend.practice.notes import MakeNote, make_note
from backend.practice.reflections import MakeReflection, write_reflection
from backend.practice.rules import Allowance, EvidenceKind
from backend.practice.uploads import Kept
from backend.records.reading import show_record
from backend.records.saying import StepSaid
from backend.reviews.proposing import ReviewPlan, review_plan
from backend.reviews.rules import Decision
from backend.signoff.freezing import ReportNotMe, report_not_me
from backend.signoff.lifting import OpenLifting, open_lifting
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.requirements import ChangeRequirement, change_requirement
from backend.signoff.withdrawing_by_two import OpenWithdrawal, open_withdrawal
from tests.records.helping import CONCERN
from tests.records.helping import shared as shared_record
from tests.world import World

ROLES = (
    "mentee", "mentor", "line", "manager", "area", "far_area", "learning", "people_team", "admin", "colleague",
    "stranger", "former", "left", "nobody", "foreign mentor", "foreign admin",
)  # fmt: skip
SIGNED_OUT = ("left", "nobody")
BOARDS = ("mentor", "manager", "area", "far_area", "learning", "people_team")
"""Who has a readiness board of their own, B: the mentor manages another site."""
WIDE = {"learning": "E", "people_team": "P", "admin": "D"}

STANDS: dict[str, dict[str, str]] = {
    "own": {
        **WIDE, "mentee": "S", "mentor": "M W", "line": "L C", "manager": "N C", "area": "A PR", "colleague": "C",
        "former": "C W2",
    },
    "a colleague's": {**WIDE, "colleague": "S", "line": "M W C", "manager": "N C", "area": "A PR", "mentee": "C",
                      "former": "C"},
    "elsewhere": {**WIDE, "stranger": "S", "far_area": "A PR"},
    "another organisation's": {"foreign mentor": "M W", "foreign admin": "D"},
}  # fmt: skip
"""S self, M mentor, L line manager, N manager of the site, A area manager, E learning lead, P people team, D
administrator, C works at the same site, W signed the sign-off, noted what is noted and added the evidence, W2 signed
another one there, PR proposed the agreement and the review, on which P is named."""


class Undone(Database):
    """The same database, of which nothing that is written is kept: each try finds everything as it was."""

    @contextmanager
    def writing(self, org: Id | None) -> Iterator[Tx]:
        """A transaction that is always undone."""
        with self._only_one(), self._source.writer() as driver:
            driver.begin(org, write=True)
            try:
                tx = Tx(self, driver, org)
                yield tx
                tx.flush()
            finally:
                driver.rollback()


def person_of(world: World, who: str, name: str, post: Post, **place: Any) -> None:
    """One more of the cast, with a login."""
    world.people[who] = world.maker.person(name, post, date(2025, 1, 6), **place)
    world.maker.account(world.people[who], f"{who.replace(' ', '-')}@{world.maker.key}.test")


def places_of(world: World, other: World) -> dict[str, dict[str, str]]:
    """The ids that addresses name, by place."""
    person_of(world, "former", "Rowan Hazel", Post.SENIOR, site=world.site)
    person_of(world, "left", "Gale Ash", Post.MANAGER, site=world.site)
    person_of(world, "second_area", "Sky Maple", Post.AREA_MANAGER, area=world.area_id)
    person_of(world, "far_second_area", "Rue Maple", Post.AREA_MANAGER, area=world.far_area_id)
    person_of(other, "second_area", "Sky Maple", Post.AREA_MANAGER, area=other.area_id)
    world.token("left")
    made = {
        "own": place(world, "mentee", ("mentor", "former"), "area", "second_area"),
        "a colleague's": place(world, "colleague", ("line", "unchecked"), "area", "second_area"),
        "elsewhere": place(world, "stranger", ("unchecked2", "unchecked"), "far_area", "far_second_area"),
        "another organisation's": place(other, "mentee", ("mentor", "comentor"), "area", "second_area"),
    }
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.left))
    return made


@dataclass(frozen=True)
class Place:
    """A mentee's agreement and plan, and who does there what."""

    world: World
    mentee: str
    mentor: str
    approver: str
    governor: str
    agreement: Id
    plan: Id
    signed: Id
    items: dict[str, Id]

    def person(self, who: str) -> Id:
        """One of the cast."""
        return self.world.people[who]


def place(world: World, mentee: str, mentors: tuple[str, str], approver: str, governor: str) -> dict[str, str]:
    """A mentee's agreement and plan with one of everything; the second mentor signs once and is taken out."""
    if mentors[0] not in world.people:
        person_of(world, mentors[0], "Yarrow Fir", Post.MANAGER, site=world.site)
    at = begun(world, mentee, mentors, approver, governor)
    made: dict[str, str] = {
        "agreement_id": at.agreement, "plan_id": at.plan, "item_id": at.items["reflect"], "sign_off_id": at.signed,
        "person_id": at.person(mentee), "mentor_id": at.person(at.mentor), "area_id": world.area_id,
        "site_id": world.site, "framework_id": world.framework,
    }  # fmt: skip
    for room in (in_people, in_frameworks, in_signoff, in_mentoring, in_practice, in_records, in_reviews):
        made |= room(at)
    return made


def begun(world: World, mentee: str, mentors: tuple[str, str], approver: str, governor: str) -> Place:
    """The agreement and the plan, on which both mentors have signed, where they may; the second is a mentor no more."""
    maker, today = world.maker, world.clock.today()
    ends_on, people = today + timedelta(days=80), [world.people[who] for who in mentors]
    agreement = maker.agreement(world.people[mentee], people, world.people[approver], today, ends_on)
    plan = maker.plan(people[0], agreement, world.framework, "manager", today, ends_on)
    items = {item.key: item for item in world.show_plan(mentee, plan).items}
    item, method = items["on-call"].id, items["on-call"].policy.methods[0]
    signed = maker.sign(people[0], plan, item, today, "Two calls in one night.", method=method)
    if mentors[1] != "unchecked":
        maker.sign(people[1], plan, item, today, "Another night.", method=method)
    world.do(approver, remove_mentor, RemoveMentor(agreement_id=agreement, mentor_id=people[1], reason="Moves away."))
    ids = {key: item.id for key, item in items.items()}
    return Place(world, mentee, mentors[0], approver, governor, agreement, plan, signed, ids)


def in_people(at: Place) -> dict[str, str]:
    """Days on which the mentee is away."""
    away = RecordAbsence(person_id=at.person(at.mentee), from_on=at.world.clock.today() + timedelta(days=60))
    at.world.do("people_team", record_absence, away)
    return {"absence_id": away.id}


def in_frameworks(at: Place) -> dict[str, str]:
    """A draft of a framework."""
    draft = NewDraft(text="# A draft.")
    at.world.do("learning", write_draft, draft)
    return {"draft_id": draft.id}


def in_signoff(at: Place) -> dict[str, str]:
    """A request, a lowering that is proposed, a withdrawal that is open, and a lifting of what is frozen."""
    world = at.world
    asked = RequestSignOff(plan_id=at.plan, item_id=at.items["cover-shifts"])
    lowered = ChangeRequirement(
        plan_id=at.plan, item_id=at.items["monthly-finances"], signatures=1, reason="Once shows it."
    )
    opened = OpenWithdrawal(sign_off_id=at.signed, reason="The wrong night.")
    world.do(at.mentee, request_sign_off, asked)
    world.do(at.mentee, change_requirement, lowered)
    world.do(at.governor, open_withdrawal, opened, world.presence(at.governor))
    made = {"request_id": asked.id, "requirement_id": lowered.id, "withdrawal_id": opened.id}
    return {**made, "lifting_id": frozen(at)}


def frozen(at: Place) -> Id:
    """A sign-off that its signer says was not theirs; the lifting that somebody asks for."""
    world, signer = at.world, at.person(at.mentor)
    signed = world.maker.sign(signer, at.plan, at.items["support-plans"], world.clock.today(), "Wrote it with her.")
    world.do(at.mentor, report_not_me, ReportNotMe(sign_off_id=signed))
    world.maker.forget_presence(signer)
    act = OpenLifting(sign_off_id=signed, reason="Signed on the shared phone.")
    world.do(at.governor, open_lifting, act, world.presence(at.governor))
    return act.id


def in_mentoring(at: Place) -> dict[str, str]:
    """A quiet word of the mentee's, and a conversation."""
    quiet = AskForChange(agreement_id=at.agreement, text="Somebody nearer by, perhaps.")
    today = at.world.clock.today()
    talked = NoteConversation(agreement_id=at.agreement, held_on=today, minutes=30, mode=Mode.COACHING)
    at.world.do(at.mentee, ask_for_change, quiet)
    at.world.do(at.mentor, note_conversation, talked)
    return {"change_id": quiet.id, "conversation_id": talked.id}


def in_practice(at: Place) -> dict[str, str]:
    """A note and a document of the mentor's, and a reflection of the mentee's."""
    world, mentee = at.world, at.person(at.mentee)
    note = MakeNote(person_id=mentee, text="Calm on the phone.", happened_at=world.maker.database.clock())
    reflection = MakeReflection(text="I waited.")
    agreed = Kept("a" * 64, EvidenceKind.DOCUMENT, "b" * 64, "text/plain", 10)
    added = AddEvidence(person_id=mentee, title="What we agreed", sent=agreed.sent)
    world.do(at.mentor, make_note, note)
    world.do(at.mentee, write_reflection, reflection)
    world.do(at.mentor, add_evidence, added, agreed, Allowance(1, 10_000_000))
    return {"note_id": note.id, "reflection_id": reflection.id, "evidence_id": added.id}


def in_records(at: Place) -> dict[str, str]:
    """What the mentor saw, with a next step; a practice to improve; and what the approver saw."""
    step = StepSaid(text="Read the log aloud.")
    record = observed(at.world, at.mentor, at.mentee, criteria=["on-call"], next_steps=[step])
    observed(at.world, at.mentor, at.mentee, **CONCERN)
    observed(at.world, at.approver, at.mentee, criteria=[])
    return {"record_id": record, "step_id": at.world.read(at.mentee, show_record, record).next_steps[0].id}


def observed(world: World, who: str, mentee: str, **changed: Any) -> Id:
    """A shared record about a mentee."""
    return shared_record(world, who, subject_id=world.people[mentee], **{"next_steps": [], **changed})


def in_reviews(at: Place) -> dict[str, str]:
    """A review that waits for the people team."""
    world = at.world
    closing = ReviewPlan(
        plan_id=at.plan, decision=Decision.CLOSE, discussed_on=world.clock.today(), reasons="Moves to another post.",
        consulted=[world.people_team],
    )  # fmt: skip
    world.do(at.approver, review_plan, closing, world.presence(at.approver))
    return {"review_id": closing.id}

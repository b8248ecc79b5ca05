"""Where the matrix is walked: four mentees with everything on their plans, and how each of the cast stands to each.

`STANDS` is written by hand, in the letters of the table of rights: what the walk expects, whatever the house says.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from backend.frameworks.drafts import NewDraft, write_draft
from backend.kernel.database import Database, Tx
from backend.kernel.ids import Id
from backend.mentoring.changes import AskForChange, ask_for_change
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.mentors import RemoveMentor, remove_mentor
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
from backend.signoff.governance import OpenWithdrawal, open_withdrawal
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.requirements import ChangeRequirement, change_requirement
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


def observed(world: World, who: str, mentee: str, **changed: Any) -> Id:
    """A shared record about a mentee."""
    return shared_record(world, who, subject_id=world.people[mentee], **{"next_steps": [], **changed})


def place(world: World, mentee: str, mentors: tuple[str, str], approver: str, governor: str) -> dict[str, str]:
    """A mentee's agreement and plan with one of everything; the second mentor signs once and is taken out."""
    maker, today, (first, second) = world.maker, world.clock.today(), mentors
    if first not in world.people:
        person_of(world, first, "Yarrow Fir", Post.MANAGER, site=world.site)
    ends_on = today + timedelta(days=80)
    people = [world.people[who] for who in mentors]
    agreement = maker.agreement(world.people[mentee], people, world.people[approver], today, ends_on)
    plan = maker.plan(people[0], agreement, world.framework, "manager", today, ends_on)
    items = {item.key: item for item in world.show_plan(mentee, plan).items}
    method = items["on-call"].policy.methods[0]
    signed = maker.sign(people[0], plan, items["on-call"].id, today, "Two calls in one night.", method=method)
    if second != "unchecked":
        maker.sign(people[1], plan, items["on-call"].id, today, "Another night.", method=method)
    world.do(approver, remove_mentor, RemoveMentor(agreement_id=agreement, mentor_id=people[1], reason="Moves away."))
    asked = RequestSignOff(plan_id=plan, item_id=items["cover-shifts"].id)
    lowered = ChangeRequirement(
        plan_id=plan, item_id=items["monthly-finances"].id, signatures=1, reason="Once shows it."
    )
    opened = OpenWithdrawal(sign_off_id=signed, reason="The wrong night.")
    quiet = AskForChange(agreement_id=agreement, text="Somebody nearer by, perhaps.")
    talked = NoteConversation(agreement_id=agreement, held_on=today, minutes=30, mode=Mode.COACHING)
    away = RecordAbsence(person_id=world.people[mentee], from_on=today + timedelta(days=60))
    draft = NewDraft(text="# A draft.")
    reflection = MakeReflection(text="I waited.")
    agreed = Kept("a" * 64, EvidenceKind.DOCUMENT, "b" * 64, "text/plain", 10)
    added = AddEvidence(person_id=world.people[mentee], title="What we agreed", sent=agreed.sent)
    note = MakeNote(person_id=world.people[mentee], text="Calm on the phone.", happened_at=maker.database.clock())
    world.do(mentee, request_sign_off, asked)
    world.do(mentee, change_requirement, lowered)
    world.do(governor, open_withdrawal, opened, world.presence(governor))
    world.do(mentee, ask_for_change, quiet)
    world.do(first, note_conversation, talked)
    world.do("people_team", record_absence, away)
    world.do(first, make_note, note)
    world.do(mentee, write_reflection, reflection)
    world.do(first, add_evidence, added, agreed, Allowance(1, 10_000_000))
    world.do("learning", write_draft, draft)
    record = observed(world, first, mentee, criteria=["on-call"], next_steps=[StepSaid(text="Read the log aloud.")])
    observed(world, first, mentee, **CONCERN)
    observed(world, approver, mentee, criteria=[])
    step = world.read(mentee, show_record, record).next_steps[0].id
    closing = ReviewPlan(
        plan_id=plan, decision=Decision.CLOSE, discussed_on=today, reasons="Moves to another post.",
        consulted=[world.people_team],
    )  # fmt: skip
    world.do(approver, review_plan, closing, world.presence(approver))
    return {
        "agreement_id": agreement, "plan_id": plan, "item_id": items["reflect"].id, "sign_off_id": signed,
        "person_id": world.people[mentee], "mentor_id": people[0], "request_id": asked.id,
        "change_id": quiet.id, "requirement_id": lowered.id, "withdrawal_id": opened.id, "absence_id": away.id,
        "record_id": record, "step_id": step, "area_id": world.area_id, "site_id": world.site,
        "conversation_id": talked.id, "note_id": note.id, "reflection_id": reflection.id,
        "evidence_id": added.id, "framework_id": world.framework, "draft_id": draft.id,
        "review_id": closing.id,
    }  # fmt: skip

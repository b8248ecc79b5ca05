"""What tests of copies share: a plan on which all there is has happened, and what stands on a printed page."""

import re
from io import BytesIO

from pypdf import PdfReader

from backend.archive.copies import OwnCopy, PlanCopy, copy_for, copy_own, copy_plan
from backend.archive.press import Press
from backend.archive.sheet import Copy, sheet_of
from backend.frameworks.rules import Method
from backend.kernel.ids import Id
from backend.signoff.disputes import DisputeSignOff, dispute_sign_off
from backend.signoff.requirements import ChangeRequirement, change_requirement
from backend.signoff.rules import Outcome
from tests.signoff.helping import act_on, ask, item_id, sign, withdraw
from tests.world import World

AGAINST = "I was on leave that day."


def lived_in(world: World) -> dict[str, Id]:
    """The ids of what happened: asked, signed, 'not yet', withdrawn and disputed, and one signature more asked for."""
    asked = ask(world, "cover-shifts", world.mentor)
    signed = sign(world, "mentor", act_on(world, "cover-shifts", statement="Found cover within the hour."))
    not_yet = act_on(world, "on-call", outcome=Outcome.NOT_YET, help=None, statement="Two calls.", next_step="A third.")
    later = sign(world, "comentor", not_yet)
    gone = sign(world, "mentor", act_on(world, "reflect", method=Method.DISCUSSED, statement="Reflected on the week."))
    withdrawn = withdraw(world, "mentor", gone.sign_off.id)
    world.do("mentee", dispute_sign_off, DisputeSignOff(sign_off_id=later.sign_off.id, text=AGAINST))
    more = ChangeRequirement(
        plan_id=world.plan, item_id=item_id(world, "on-call"), signatures=2, reason="Twice, please."
    )
    raised = world.do("mentor", change_requirement, more)
    return {
        "asked": asked, "signed": signed.sign_off.id, "not_yet": later.sign_off.id, "gone": gone.sign_off.id,
        "withdrawn": withdrawn.receipt.id, "raised": raised.id,
    }  # fmt: skip


def plan_copy(world: World, who: str = "mentee", plan: Id | None = None) -> PlanCopy:
    """The copy of a plan that somebody takes."""
    found: PlanCopy = world.read(who, copy_plan, plan or world.plan)
    return found


def own_copy(world: World, who: str = "mentee") -> OwnCopy:
    """The copy of everything that somebody takes."""
    found: OwnCopy = world.read(who, copy_own)
    return found


def copy_by(world: World, who: str, person: Id) -> OwnCopy:
    """The copy that somebody takes for somebody else."""
    found: OwnCopy = world.read(who, copy_for, person)
    return found


def paper(copy: Copy) -> bytes:
    """A copy as a PDF."""
    return Press().print(sheet_of(copy), copy.as_of)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """The text of all pages, spaces made one."""
    text = "\n".join(page.extract_text() for page in read(pdf).pages)
    return re.sub(r"[\s\u200b]+", " ", text)


def bare(text: str) -> str:
    """Without spaces: a long title may break over two lines."""
    return re.sub(r"\s", "", text)

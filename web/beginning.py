"""The first steps of an organisation with nobody or nothing yet: what comes next, for whoever may do it."""

from dataclasses import dataclass

from backend.kernel.ties import GRANTS, Do, Tie
from backend.signoff.beginning import begun
from web.visits import Visit, holds

_PROPOSES = GRANTS[Do.PROPOSE_AGREEMENT] - {Tie.SELF}


@dataclass(frozen=True)
class Step:
    """A step: what to do, a line about it, where (None for whoever may not), and whether it is done."""

    title: str
    sub: str
    href: str | None
    is_done: bool = False


def first_steps(visit: Visit) -> list[Step]:
    """What there has to be before anybody can have a plan, in order; nothing where somebody has had one."""
    done, actor = begun(visit.tx, visit.actor), visit.actor
    if done.has_plans:
        return []
    site = actor.sector[0].replace("_", " ")
    manages, publishes = actor.may_anywhere(Do.MANAGE_PEOPLE), actor.may_anywhere(Do.PUBLISH_FRAMEWORK)
    proposes = holds(actor, *_PROPOSES)
    theirs = "For the people team, or an administrator"
    return [
        Step(
            f"Open an area, and a {site} in it", "Everybody works at one" if manages else theirs,
            "/sites" if manages else None, done.has_sites,
        ),
        Step(
            "Add people", "Whoever is mentored, who mentors, and who leads them" if manages else theirs,
            "/people/new" if manages else None, done.has_people,
        ),
        *([Step("Or take them all from a list", "A spreadsheet, looked at before anything is done", "/people/import")]
          if manages and not done.has_people else []),
        Step(
            "Publish what there is to sign",
            "A framework: write one, or begin with a file" if publishes
            else "For the learning lead, or an administrator",
            "/frameworks" if publishes or done.has_frameworks else None, done.has_frameworks,
        ),
        Step(
            "Propose a mentoring agreement",
            "With one mentee or a group; everyone named answers for themselves" if proposes
            else "For whoever leads the mentee. Everybody may propose one for themselves",
            "/agreements/new",
        ),
        Step("Start the plan", "From the page of the agreement, once everyone has said yes", "/agreements"),
    ]  # fmt: skip

"""Organisations to measure in: mentors with mentees, plans to sign, and presences that last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from backend.house import APPLIES
from backend.kernel.clock import system_clock
from backend.kernel.database import Database
from backend.kernel.ids import Id
from backend.people.rules import Post
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.rules import INTENTS
from backend.signoff.shown import Plan
from bench.places import Place
from seeds.making import Maker

_numbers = count(1)
STATEMENT = "Collected the sheets, matched every receipt to its folio, and found why two entries differed."


@dataclass
class Writer:
    """A mentor with a mentee and plans of their own."""

    maker: Maker
    mentor: Id
    plans: list[Plan]


def cast(place: Place, writers: int, plans_each: int = 1, organisations: int = 1) -> list[Writer]:
    """Mentors, spread over organisations, each with one mentee and `plans_each` plans."""
    database = Database(place.url, system_clock, APPLIES)
    made: list[Writer] = []
    for number in range(organisations):
        maker = Maker(database, f"bench-{next(_numbers)}", "Bench").found()
        area = maker.area("North")
        site = maker.site(area, "Maple Court")
        since = datetime.now(UTC).date() - timedelta(days=60)
        approver = maker.person("Ash Linden", Post.AREA_MANAGER, since, area=area)
        maker.account(approver, f"approver@{maker.key}")
        framework = maker.framework()
        share = range(number, writers, organisations)
        made += [_writer(maker, area, site, approver, framework, plans_each) for _ in share]
    return made


def _writer(maker: Maker, area: Id, site: Id, approver: Id, framework: Id, plans_each: int) -> Writer:
    today = datetime.now(UTC).date()
    since = today - timedelta(days=60)
    people = []
    for name in ("Jo Rowan", "Maya Alder"):
        person = maker.person(name, Post.MANAGER, since, site=site)
        maker.account(person, f"{person}@{maker.key}")
        people.append(person)
    mentor, mentee = people
    agreement = maker.agreement(mentee, [mentor], approver, since, today + timedelta(days=30))
    plans = []
    for _ in range(plans_each):
        plan = maker.plan(mentor, agreement, framework, "manager", since, today + timedelta(days=30))
        plans.append(maker.read(mentor, lambda tx, actor, id_=plan: show_plan(tx, actor, plan_head(tx, actor, id_))))
    return Writer(maker, mentor, plans)


def sign_half(writer: Writer) -> None:
    """Signs every item of the writer's first plan once, as a plan in the middle of its time has it."""
    plan = writer.plans[0]
    seen_on = datetime.now(UTC).date() - timedelta(days=3)
    for item in plan.items:
        writer.maker.sign(
            writer.mentor, plan.id, item.id, seen_on, STATEMENT, method=item.policy.methods[0]
        )  # fmt: skip


LATEST_INTENT = max(INTENTS)

"""What tests of signing share: a small framework with strict rules, acts with everything filled in, an independent
recount, and acts done side by side.
"""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import text

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.rules import Method
from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.people.organisation import operator
from backend.signoff.receipts import SignedOff, signed_off
from backend.signoff.requests import RequestSignOff, request_sign_off
from backend.signoff.rules import Help, Outcome
from backend.signoff.sign_offs import SignOff, sign_off
from backend.signoff.tables import items, plans, requests, sign_offs
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off
from tests.conftest import Clock
from tests.kernel.helping import owning, rows_of
from tests.world import World

SMALL = """
key = "small"
version = 1
title = "Small"
summary = "Three things to sign, under strict rules."
roles = ["senior"]
intent = 1
"""
CRITERION = """
[[criterion]]
key = "{key}"
title = "{key}"
roles = ["senior"]
signatures = {signatures}
question = "How was it?"
methods = ["observed"]
other_day = {both}
other_mentor = {both}
signer_posts = [{posts}]
nudges = ["Try again"]
tags = []
guidance = "As you would."
"""


def strict_plan(world: World, mentors: list[Id] | None = None) -> Id:
    """A new plan for the mentee: `once`; `strict` (two, of another day and mentor); `managers` (signed by managers)."""
    criteria = (("once", 1, "false", ""), ("strict", 2, "true", ""), ("managers", 1, "false", '"manager"'))
    text_ = SMALL + "".join(CRITERION.format(key=k, signatures=n, both=b, posts=p) for k, n, b, p in criteria)
    with world.maker.database.writing(world.org) as tx:
        framework = publish(tx, operator(world.org), parse(text_))
    today = world.clock.today()
    agreement = world.agreement
    if mentors:
        agreement = world.maker.agreement(world.mentee, mentors, world.area, today, today + timedelta(days=90))
    signer = mentors[0] if mentors else world.mentor
    world.agreement = agreement
    world.plan = world.maker.plan(signer, agreement, framework, "senior", today, today + timedelta(days=90))
    return world.plan


def act_on(world: World, key: str, **changes: Any) -> SignOff:
    """A whole sign-off of an item of the plan, as of today."""
    given: dict[str, Any] = {
        "plan_id": world.plan, "item_id": item_id(world, key), "outcome": Outcome.COMPETENT,
        "seen_on": world.clock.today(), "method": Method.OBSERVED, "help": Help.PROMPTED,
        "statement": "Did it well, and said why.", "item_rev": 1, "intent": 1,
    }  # fmt: skip
    return SignOff(**{**given, **changes})


def item_id(world: World, key: str) -> Id:
    """The id of an item of the plan."""
    found: list[Any] = rows_of(
        world.maker.database, world.org, items, items.c.plan_id == world.plan, items.c.key == key
    )
    return Id(found[0].id)


def sign(world: World, who: str, act: SignOff, presence: str | None = "fresh") -> Any:
    """Signs as somebody of the cast, with a fresh presence unless another is given; the `SignedOff` a phone gets."""
    used = world.presence(who) if presence == "fresh" else presence

    def story(tx: Any, actor: Any) -> SignedOff:
        entry, file, *_ = sign_off(tx, actor, act, used)
        return signed_off(tx, actor, entry, file)

    return world.do(who, story)


def withdraw(world: World, who: str, sign_off_id: Id, presence: str | None = "fresh", **changes: Any) -> Any:
    """Withdraws a sign-off as somebody of the cast; the `SignedOff` a phone gets."""
    used = world.presence(who) if presence == "fresh" else presence
    act = WithdrawSignOff(**{"sign_off_id": sign_off_id, "reason": "I meant somebody else.", **changes})

    def story(tx: Any, actor: Any) -> SignedOff:
        entry, file = withdraw_sign_off(tx, actor, act, used)
        return signed_off(tx, actor, entry, file, sign_off_id)

    return world.do(who, story)


def ask(world: World, key: str, mentor: Id | None = None, **changes: Any) -> Id:
    """Asks for a sign-off as the mentee; the request's id."""
    given = {"plan_id": world.plan, "item_id": item_id(world, key), "mentor_id": mentor, "note": "Thursday?"}
    return Id(world.do("mentee", request_sign_off, RequestSignOff(**{"id": new_id(), **given, **changes})).id)


def close_plan(world: World, house: House, status: str = "closed") -> None:
    """Closes the plan behind everybody's back, whatever its agreement."""
    with owning(house) as connection:
        connection.execute(text("UPDATE plans SET status = :s WHERE id = :id"), {"s": status, "id": world.plan})


def recount(world: World) -> None:
    """Holds every plan's counters, and every item's standing, against a count of its own from the sign-offs' rows."""
    database, org = world.maker.database, world.org
    signed = rows_of(database, org, sign_offs)
    by_plan: dict[Id, list[tuple[Any, int]]] = {}
    for item in rows_of(database, org, items):
        mine = [s for s in signed if s.item_id == item.id]
        counted = _counted(item, mine)
        if item.left_framework_id is None:
            by_plan.setdefault(item.plan_id, []).append((item, counted))
        assert (item.counted, item.status) == (counted, _status(counted, item.signatures))
        assert sum(s.counts for s in mine) == counted
        assert not any(s.counts for s in mine if s.withdrawn_at or s.frozen_at or s.outcome == "not_yet")
    for plan in rows_of(database, org, plans):
        stated = by_plan[plan.id]
        assert plan.criteria_total == len(stated)
        assert plan.criteria_complete == sum(counted == item.signatures for item, counted in stated)
        assert plan.signatures_required == sum(item.signatures for item, _ in stated)
        assert plan.signatures_counted == sum(counted for _, counted in stated)
        days = [s.signed_on for s in signed if s.plan_id == plan.id and not (s.withdrawn_at or s.frozen_at)]
        assert plan.last_signed_on == max(days, default=None)
    for request in rows_of(database, org, requests, requests.c.status == "waiting"):
        assert [r.id for r in rows_of(database, org, requests, requests.c.item_id == request.item_id,
                                      requests.c.status == "waiting")] == [request.id]  # fmt: skip


def _counted(item: Any, signed: list[Any]) -> int:
    valid = [s for s in signed if not (s.withdrawn_at or s.frozen_at) and s.outcome == "competent"]
    if item.signatures == 1:
        return min(1, len(valid))
    for one, two in combinations(valid, 2):
        if (one.seen_on != two.seen_on or not item.other_day) and (
            one.signer_id != two.signer_id or not item.other_mentor
        ):
            return 2
    return min(1, len(valid))


def _status(counted: int, needed: int) -> str:
    return "signed" if counted == needed else "part_signed" if counted else "open"


def day(clock: Clock, back: int = 0) -> date:
    """A day before today, in London."""
    return clock.today() - timedelta(days=back)

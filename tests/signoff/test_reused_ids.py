"""One id sent for two things at once: one of them gets it, and nobody else notices."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Barrier, Thread

from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.signoff.rules import Help, Outcome
from backend.signoff.shown import Item, Plan
from backend.signoff.sign_offs import SignOff, sign_off
from tests.conftest import Clock
from tests.world import World

ROUNDS = 15


def _act(plan: Plan, item: Item, clock: Clock, id_: Id) -> SignOff:
    return SignOff(
        id=id_,
        plan_id=plan.id,
        item_id=item.id,
        outcome=Outcome.COMPETENT,
        seen_on=clock.today(),
        method=item.policy.methods[0],
        help=Help.ALONE,
        statement="The same id for two people's work.",
        item_rev=item.rev,
        intent=item.intent,
    )


def _outcome(work: Callable[[], object]) -> str:
    try:
        work()
    except Refused as refused:
        return refused.code
    return "signed"


def _at_once(works: Sequence[Callable[[], object]]) -> list[str]:
    barrier, found = Barrier(len(works)), [""] * len(works)

    def run(place: int) -> None:
        barrier.wait(10)
        found[place] = _outcome(works[place])

    threads = [Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(found)


def test_an_id_sent_for_two_peoples_work_at_once_is_taken_once_and_harms_nobody(
    world: World, other: World, clock: Clock
) -> None:
    today = clock.today()
    second = world.maker.agreement(
        world.colleague, [world.mentor], world.area, today, today.replace(year=today.year + 1)
    )
    theirs = world.maker.plan(
        world.mentor, second, world.framework, "manager", today, today.replace(year=today.year + 1)
    )
    plans = [world.show("mentor"), world.show_plan("mentor", theirs)]
    for number in range(ROUNDS):
        id_, presence = new_id(), world.presence("mentor")
        acts = [_act(plan, plan.items[number], clock, id_) for plan in plans]
        works = [partial(world.do, "mentor", sign_off, act, presence) for act in acts]
        assert _at_once(works) == ["id.reused", "signed"]
        innocent = other.show("mentor")
        act = _act(innocent, innocent.items[number], clock, new_id())
        assert _outcome(partial(other.do, "mentor", sign_off, act, other.presence("mentor"))) == "signed"

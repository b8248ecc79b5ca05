"""S28: the history of an item says who did what, when and why, to everybody who sees the plan and to nobody else."""

from backend.kernel.ids import new_id
from backend.kernel.pages import Paging
from backend.signoff.history import TELLING, show_history
from backend.signoff.requests import WithdrawRequest, withdraw_request
from backend.signoff.rules import Outcome
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.signoff.helping import act_on, ask, item_id, sign, withdraw
from tests.world import World


def lived(world: World, clock: Clock) -> None:
    """Asked, taken back, asked again, not yet, signed, withdrawn."""
    world.do("mentee", withdraw_request, WithdrawRequest(request_id=ask(world, "on-call", world.mentor)))
    ask(world, "on-call")
    again = {"outcome": Outcome.NOT_YET, "help": None, "next_step": "Ring first.", "statement": "Hesitated."}
    sign(world, "mentor", act_on(world, "on-call", **again))
    clock.move(days=1)
    signed = sign(world, "comentor", act_on(world, "on-call"))
    withdraw(world, "comentor", signed.sign_off.id)


def test_s28_everything_about_an_item_stands_in_its_order(world: World, clock: Clock) -> None:
    first = clock.today()
    lived(world, clock)
    ask(world, "cover-shifts")  # another item's
    page = world.read("mentee", show_history, world.plan, item_id(world, "on-call"), Paging())
    told = [(one.what, one.who.name, one.old, one.new, one.why) for one in page.items]
    assert told == [
        ("asked", "Maya Alder", None, None, "Thursday?"),
        ("unasked", "Maya Alder", "asked", None, None),
        ("asked", "Maya Alder", None, None, "Thursday?"),
        ("signed", "Jo Rowan", None, "not_yet", "Hesitated."),
        ("signed", "Sam Beech", None, "competent", "Did it well, and said why."),
        ("withdrawn", "Sam Beech", "signed", None, "I meant somebody else."),
    ]
    assert [one.person_id for one in page.items[:3]] == [world.mentor, None, None]
    assert [one.day for one in page.items[3:5]] == [first, clock.today()]
    assert [one.at for one in page.items] == sorted(one.at for one in page.items)


def test_s28_a_history_is_read_a_page_at_a_time(world: World, clock: Clock) -> None:
    lived(world, clock)
    found, cursor = [], None
    while True:
        page = world.read("mentor", show_history, world.plan, item_id(world, "on-call"), Paging(limit=4, cursor=cursor))
        found.append([one.what for one in page.items])
        if (cursor := page.next_cursor) is None:
            break
    assert found == [["asked", "unasked", "asked", "signed"], ["signed", "withdrawn"]]


def test_s28_whoever_sees_the_plan_sees_its_history_and_nobody_else(world: World, other: World, clock: Clock) -> None:
    lived(world, clock)
    item, seeing = item_id(world, "on-call"), []
    for who in world.people:
        try:
            world.show(who)
            seeing.append(who)
        except Exception:  # noqa: S112 - as the plan is refused, so is its history
            continue
    for who in world.people:
        if who in seeing:
            assert len(world.read(who, show_history, world.plan, item, Paging()).items) == 6
        else:
            with refused("not_found"):
                world.read(who, show_history, world.plan, item, Paging())
    assert len(seeing) == 8
    with refused("not_found"):
        other.read("mentor", show_history, world.plan, item, Paging())
    for plan, one in ((new_id(), item), (world.plan, new_id()), (other.plan, item)):
        with refused("not_found"):
            world.read("mentor", show_history, plan, one, Paging())


def test_every_kind_that_is_told_is_one_that_happens(world: World) -> None:
    assert set(TELLING) <= set(world.maker.database.applies)

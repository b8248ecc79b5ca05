"""An act signs once however often it is sent, and a presence is spent by new acts alone."""

from dataclasses import replace
from typing import Any

import pytest

from backend.frameworks.rules import Method
from backend.signoff.rules import Help, Outcome
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.signoff.helping import act_on, item_id, sign
from tests.world import World

pytestmark = pytest.mark.usefixtures("recounted")


def test_f18_the_same_act_again_gets_the_first_answer_whatever_has_changed_since(world: World, clock: Clock) -> None:
    act = act_on(world, "support-plans")
    first = sign(world, "mentor", act)
    clock.move(days=2)
    sign(world, "comentor", act_on(world, "support-plans"))
    before = head(world.maker.database, world.org)
    for presence in (None, "x", "fresh"):
        again = sign(world, "mentor", act, presence)
        assert again.receipt == first.receipt
        assert (again.sign_off, again.item.status) == (first.sign_off, "signed")  # progress is as it is now
    assert head(world.maker.database, world.org) == before


OTHER_CONTENT: list[dict[str, Any]] = [
    {"outcome": Outcome.NOT_YET, "help": None, "next_step": "Again."}, {"help": Help.ALONE},
    {"method": Method.WORK_PRODUCT}, {"statement": "Did it."}, {"next_step": "More."}, {"gap_reason": "Leave."},
    {"item_rev": 2}, {"intent": 2},
]  # fmt: skip


def test_f18_the_same_id_with_anything_else_in_it_is_refused(world: World) -> None:
    act = act_on(world, "support-plans")
    sign(world, "mentor", act)
    for changes in OTHER_CONTENT:
        with refused("id.reused"):
            sign(world, "mentor", replace(act, **changes))


def test_the_same_id_on_another_item_or_by_another_mentor_is_refused(world: World) -> None:
    act = act_on(world, "support-plans")
    sign(world, "mentor", act)
    with refused("id.reused"):
        sign(world, "mentor", replace(act, item_id=item_id(world, "cover-shifts")))
    with refused("id.reused"):
        sign(world, "comentor", act)


def test_the_nonce_is_no_part_of_what_makes_an_act_the_same(world: World) -> None:
    act = act_on(world, "support-plans", nonce="ab" * 16)
    first = sign(world, "mentor", act)
    assert first.receipt.said.nonce == "ab" * 16
    assert sign(world, "mentor", replace(act, nonce=None)).receipt == first.receipt


def test_a_presence_is_spent_by_a_new_act_only(world: World) -> None:
    presence = world.presence("mentor")
    act = act_on(world, "support-plans")
    for _ in range(3):
        sign(world, "mentor", act, presence)
    assert presence_uses(world) == 19
    with refused("sign_off.stale_content"):
        sign(world, "mentor", act_on(world, "cover-shifts", item_rev=9), presence)
    with refused("id.reused"):
        sign(world, "mentor", replace(act, statement="Other words."), presence)
    assert presence_uses(world) == 19
    sign(world, "mentor", act_on(world, "cover-shifts"), presence)
    assert presence_uses(world) == 18


def presence_uses(world: World) -> int:
    from backend.accounts.tables import presences

    (row,) = rows_of(world.maker.database, world.org, presences)
    return int(row.uses_left)


def test_s09_one_presence_signs_a_series_of_up_to_twenty_each_a_record_of_its_own(world: World) -> None:
    presence = world.presence("mentor")
    keys = [item.key for item in world.show().items]
    for key in keys[:20]:
        methods = world.item(key).policy.methods
        sign(world, "mentor", act_on(world, key, method=methods[0]), presence)
    with refused("presence.required"):
        act = act_on(world, keys[20], method=world.item(keys[20]).policy.methods[0])
        sign(world, "mentor", act, presence)
    kinds = [entry.kind for entry in entries(world.maker.database, world.org)]
    assert kinds.count("sign_off") == 20


def test_s10_somebody_elses_presence_signs_nothing(world: World) -> None:
    with refused("presence.required"):
        sign(world, "mentor", act_on(world, "cover-shifts"), world.presence("comentor"))

"""An agreement answered from several sides at the very same moment: real threads, real commits."""

from functools import partial

import pytest

from backend.house import House
from backend.kernel.ties import Tie, ties
from backend.kernel.waits import waits
from backend.mentoring.rules import Answer, Status
from backend.upkeep.verifying import verify
from tests.accounts.helping import together
from tests.kernel.helping import rows_of
from tests.mentoring.helping import approve, propose, say, shown
from tests.world import World

NAMES = ("area", "colleague", "manager", "comentor")


@pytest.mark.parametrize("times", range(3))
def test_an_approval_and_a_no_at_once_end_in_declined(spare: World, times: int) -> None:
    for name in NAMES:
        spare.token(name)
    agreement = propose(spare)
    for name in ("colleague", "comentor"):
        say(spare, name, agreement)
    outcomes = together([partial(approve, spare, agreement), partial(say, spare, "manager", agreement, Answer.DECLINE)])
    assert outcomes[1] == "done"  # a no is never too late while somebody has yet to answer
    assert outcomes[0] == "done" or outcomes[0].startswith("agreement.")
    assert shown(spare, agreement).status == Status.DECLINED
    mentoring = rows_of(spare.maker.database, spare.org, ties, ties.c.scope_id == agreement, ties.c.tie == Tie.MENTOR)
    assert mentoring == []
    assert rows_of(spare.maker.database, spare.org, waits, waits.c.about_id == agreement) == []


def test_the_last_yes_and_the_approval_at_once_start_it_once(spare: World, spare_house: House) -> None:
    for name in NAMES:
        spare.token(name)
    agreement = propose(spare)
    for name in ("colleague", "comentor"):
        say(spare, name, agreement)
    outcomes = together([partial(approve, spare, agreement), partial(say, spare, "manager", agreement)])
    assert outcomes == ["done", "done"]
    assert shown(spare, agreement).status == Status.ACTIVE
    mentoring = rows_of(spare.maker.database, spare.org, ties, ties.c.scope_id == agreement, ties.c.tie == Tie.MENTOR)
    assert {row.person_id for row in mentoring} == {spare.manager, spare.comentor}
    assert verify(spare_house.settings.owner_url, only=[spare.org]) == []

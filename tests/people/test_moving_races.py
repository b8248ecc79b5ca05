"""Somebody moves, or comes back, at the very moment something else is done: real threads, real commits."""

from functools import partial

from backend.house import House
from backend.people.appointments import Appoint, RecordLeaving, RecordReturn, appoint, record_leaving, record_return
from backend.people.rules import Post
from backend.signoff.tables import plans
from backend.upkeep.verifying import verify
from tests.accounts.helping import login, outcome, together
from tests.kernel.helping import rows_of
from tests.signoff.helping import act_on, recount, sign
from tests.world import World


def test_a_move_and_a_sign_off_at_once_are_both_done(spare: World, spare_house: House) -> None:
    acts = [act_on(spare, key) for key in ("cover-shifts", "team-meeting")]
    presences = {who: spare.presence(who) for who in ("mentor", "comentor")}
    spare.token("people_team")
    move = Appoint(person_id=spare.mentee, post=Post.SENIOR, starts_on=spare.clock.today(), site_id=spare.other_site)
    outcomes = together(
        [
            partial(spare.do, "people_team", appoint, move),
            *(partial(sign, spare, who, act, presences[who]) for who, act in zip(presences, acts, strict=True)),
        ]
    )
    assert outcomes == ["done"] * 3
    (plan,) = rows_of(spare.maker.database, spare.org, plans)
    assert (plan.site_id, plan.signatures_counted) == (spare.other_site, 2)
    recount(spare)
    assert verify(spare_house.settings.owner_url, only=[spare.org]) == []


def test_whoever_signs_in_while_they_come_back_is_let_in_from_then_on(spare: World) -> None:
    spare.do("people_team", record_leaving, RecordLeaving(person_id=spare.colleague))
    back = RecordReturn(person_id=spare.colleague, post=Post.SENIOR, starts_on=spare.clock.today(), site_id=spare.site)
    entering = partial(login, spare, "colleague")
    returned, *entered = together([partial(spare.do, "people_team", record_return, back), *[entering] * 4])
    assert returned == "done"
    assert set(entered) <= {"done", "session.wrong_login"}
    assert outcome(entering) == "done"

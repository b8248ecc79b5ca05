"""What a board tells besides: how long requests wait, what mentors carry, and statements drawn by chance."""

from datetime import date, timedelta

import pytest

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.rules import Mode
from backend.readiness.answer_days import AnswerFilter, AnswersAtSite, first_of, list_answers, median
from backend.readiness.load import MentorLoad, list_load
from backend.readiness.samples import SampleFilter, SampleShown, list_samples, show_sample
from backend.readiness.sampling import DrawSample, draw_sample, drawn
from backend.reviews.rules import Decision
from backend.signoff.rules import Outcome
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.kernel.helping import entries, refused
from tests.reviews.helping import decide
from tests.signoff.helping import act_on, ask, sign, withdraw
from tests.world import World

KEYS = ("cover-shifts", "workload", "on-call", "observation", "supervision", "change-shifts")


def answers(world: World, who: str = "area", scope: str | None = None) -> list[AnswersAtSite]:
    found: list[AnswersAtSite] = world.read(who, list_answers, AnswerFilter(scope=scope)).items
    return found


def load(world: World, who: str = "area", scope: str | None = None) -> list[MentorLoad]:
    found: list[MentorLoad] = world.read(who, list_load, AnswerFilter(scope=scope)).items
    return found


def answer(world: World, clock: Clock, key: str, after: int) -> None:
    """Asks for a sign-off, and gives it so many days later."""
    ask(world, key)
    clock.now += timedelta(days=after)
    sign(world, "mentor", act_on(world, key))


def draw(world: World, who: str = "area", **said: object) -> SampleShown:
    today = world.clock.today()
    given = {"id": new_id(), "scope": f"area:{world.area_id}", "from_on": today - timedelta(days=30), "until_on": today}
    entry = world.do(who, draw_sample, DrawSample(**{**given, **said}))
    shown: SampleShown = world.read(who, show_sample, entry.id)
    return shown


def test_the_median_is_the_day_by_which_half_were_answered() -> None:
    assert median([(0, 1), (2, 1), (3, 1), (9, 2)]) == 3
    assert median([(1, 3), (4, 3)]) == 1
    assert median([(1, 4)]) is None
    assert median([]) is None


def test_three_months_begin_with_the_first_of_the_month_before_last() -> None:
    assert first_of(date(2026, 11, 22), 3) == date(2026, 9, 1)
    assert first_of(date(2026, 1, 1), 3) == date(2025, 11, 1)
    assert first_of(date(2026, 3, 31), 3) == date(2026, 1, 1)


def test_days_to_an_answer_are_told_by_site_from_five_on(world: World, clock: Clock, house: House) -> None:
    for key, after in zip(KEYS[:4], (0, 1, 3, 4), strict=True):
        answer(world, clock, key, after)
    here = next(one for one in answers(world) if one.site.id == world.site)
    assert (here.answered, here.median_days) == (4, None)
    answer(world, clock, KEYS[4], 9)
    sign(world, "mentor", act_on(world, KEYS[5]))  # nobody asked for it
    here = next(one for one in answers(world) if one.site.id == world.site)
    assert (here.answered, here.median_days) == (5, 3)
    assert [one.site.id for one in answers(world, "manager", f"site:{world.site}")] == [world.site]
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_old_answers_are_no_longer_looked_at(world: World, clock: Clock) -> None:
    for key in KEYS[:5]:
        answer(world, clock, key, 1)
    clock.now += timedelta(days=120)
    assert [one.answered for one in answers(world) if one.site.id == world.site] == [0]


def test_what_mentors_carry_stands_by_name(world: World, clock: Clock) -> None:
    ask(world, "cover-shifts", world.mentor)
    asked_at = clock.now
    act = NoteConversation(agreement_id=world.agreement, held_on=clock.today(), minutes=45, mode=Mode.COACHING)
    world.do("mentor", note_conversation, act)
    found = {one.mentor.name: one for one in load(world)}
    assert list(found) == sorted(found)
    jo = found["Jo Rowan"]
    assert (jo.mentees, jo.waiting, jo.minutes) == (1, 1, 45)
    assert jo.waiting_since is not None
    assert abs(jo.waiting_since - asked_at) < timedelta(minutes=1)
    assert {name: one.waiting for name, one in found.items() if name != "Jo Rowan"} == {"Sam Beech": 0}
    assert [one.mentor.name for one in load(world, "people_team")] == list(found)
    assert load(world, "people_team", f"site:{world.other_site}") == []
    decide(world, decision=Decision.CLOSE)  # their only plan: the agreement goes on, and is no load
    assert [(one.mentor.name, one.mentees) for one in load(world)] == [("Jo Rowan", 0), ("Sam Beech", 0)]


@pytest.mark.parametrize(("who", "code"), [("mentee", "not_allowed"), ("admin", "not_allowed")])
def test_only_who_has_a_board_is_told(world: World, who: str, code: str) -> None:
    for story in (answers, load):
        with refused(code):
            story(world, who)
    with refused(code):
        draw(world, who)


def test_a_site_of_another_area_is_not_shown(world: World) -> None:
    with refused("not_allowed"):
        answers(world, "manager", f"site:{world.other_site}")
    with refused("not_found"):
        load(world, "manager", f"site:{new_id()}")
    with refused("request.invalid"):
        answers(world, "manager", "everything")


def test_a_sample_is_drawn_by_chance_and_can_be_drawn_again(world: World, house: House) -> None:
    ids = [Id(sign(world, "mentor", act_on(world, key)).sign_off.id) for key in KEYS]
    withdraw(world, "mentor", ids.pop())
    shown = draw(world, size=3)
    assert (shown.sample.population, len(shown.statements), shown.hidden) == (5, 3, 0)
    assert [one.id for one in shown.statements] == drawn(shown.sample.seed, ids, 3)
    assert {one.statement for one in shown.statements} == {"Did it well, and said why."}
    other = draw(world, size=3)
    assert other.sample.seed != shown.sample.seed
    listed = world.read("area", list_samples, SampleFilter()).items
    assert [one.id for one in listed] == [other.sample.id, shown.sample.id]
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_the_same_draw_sent_twice_draws_once(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    id_ = new_id()
    first, again = draw(world, id=id_), draw(world, id=id_)
    assert first == again
    with refused("id.reused"):
        draw(world, id=id_, size=2)


def test_not_yet_is_among_what_is_read(world: World) -> None:
    act = act_on(world, "cover-shifts", outcome=Outcome.NOT_YET, help=None, next_step="Ask the sister team first.")
    sign(world, "mentor", act)
    assert [one.outcome for one in draw(world).statements] == [Outcome.NOT_YET]


def test_nothing_to_draw_from_and_strange_days_are_said(world: World) -> None:
    today = world.clock.today()
    with refused("sample.nothing_signed"):
        draw(world)
    with refused("sample.wrong_dates"):
        draw(world, from_on=today, until_on=today - timedelta(days=1))
    with refused("sample.wrong_dates"):
        draw(world, from_on=today - timedelta(days=400))


def test_a_sample_of_a_board_that_is_not_theirs_is_not_found(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    shown = draw(world, "people_team", scope="organisation")
    for who in ("manager", "area", "mentor", "mentee"):
        with refused("not_found"):
            world.read(who, show_sample, shown.sample.id)


def test_the_seed_is_on_the_record(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts"))
    shown = draw(world)
    entry = entries(world.maker.database, world.org)[-1]
    assert entry.attestation["seed"] == shown.sample.seed
    assert entry.attestation["drawn"] == [one.id for one in shown.statements]

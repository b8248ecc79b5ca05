"""How people want to be told: which ways, of what, when; asked as it is told and again as it goes out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.house import House
from backend.kernel.ids import new_id
from backend.notices.concerning import concerned
from backend.notices.hours import USUAL
from backend.notices.inbox import read_all
from backend.notices.kinds import KINDS, Topic
from backend.notices.preferences import (
    HowOften,
    PutPreferences,
    Ways,
    Weekday,
    Working,
    WorkingShown,
    put_preferences,
    show_preferences,
)
from backend.notices.purging import KEPT, KEPT_DEAD
from backend.notices.rules import Channel
from backend.notices.sending import Attempt, Verdict, again
from backend.notices.tables import deliveries, notices
from backend.people.emails import ChangeEmail, change_email
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.notices.helping import Post, Pretend, put, states
from tests.notices.test_sweeping import swept
from tests.notices.test_telling import ask, clear
from tests.records.helping import CONCERN, shared
from tests.world import World

NIGHTS = Working(weekdays=[Weekday.THURSDAY, Weekday.FRIDAY], starts="20:00", ends="08:00")


def ways(topic: Topic = Topic.REQUESTS, push: bool = True, mail: bool = False) -> Ways:
    return Ways(topic=topic, push=push, web_push=push, mail=mail)


def shown_as(working: Working) -> WorkingShown:
    return WorkingShown(**vars(working))


def prefer(
    world: World, who: str, *topics: Ways, rhythm: HowOften = HowOften.AT_ONCE, working: Working | None = None
) -> PutPreferences:
    """Somebody says how they want to be told."""
    act = PutPreferences(topics=list(topics), rhythm=rhythm, working=working or Working())
    world.do(who, put_preferences, act, world.read(who, show_preferences)[1])
    return act


@pytest.fixture
def sender() -> Pretend:
    return Pretend()


@pytest.fixture
def post(spare: World, spare_house: House, sender: Pretend) -> Post:
    """A worker that heeds hours, after all that was told while the world was made."""
    Post(spare_house, Pretend()).go()
    clear(spare)
    put(spare, "mentor")
    return Post(spare_house, sender, concerned=concerned, pattern=USUAL)


def ended(world: World) -> list[tuple[str, str | None, int]]:
    """Channel, last code and tries of the deliveries of the test's own, in order; none of them waits."""
    rows = rows_of(world.maker.database, world.org, deliveries)
    assert {row.state for row in rows} & {"waiting"} == set()
    return sorted((row.channel, row.last_code, row.attempts) for row in rows)


def told(sender: Pretend) -> list[str]:
    """What lock screens and mailboxes said, oldest first."""
    said = [parcel.text.body if parcel.beside else parcel.text.title for parcel in sender.handed]
    sender.handed.clear()
    return said


def test_preferences_are_put_whole_for_oneself_and_follow_the_state_they_change(world: World) -> None:
    shown, first = world.read("mentor", show_preferences)
    assert (shown.rhythm, shown.working, shown.zone) == (HowOften.AT_ONCE, shown_as(Working()), "Europe/London")
    assert {(one.push, one.web_push, one.mail) for one in shown.topics} == {(True, True, False)}
    always = {kind for one in shown.topics for kind in one.always}
    assert always == {name for name, kind in KINDS.items() if kind.is_certain} >= {"signed_in_your_name"}
    act = prefer(world, "mentor", ways(push=False, mail=True), rhythm=HowOften.DAILY, working=NIGHTS)
    shown, state = world.read("mentor", show_preferences)
    assert (shown.rhythm, shown.working) == (HowOften.DAILY, shown_as(NIGHTS))
    named = {one.topic: (one.push, one.web_push, one.mail) for one in shown.topics}
    assert (named.pop(Topic.REQUESTS), set(named.values())) == ((False, False, True), {(True, True, False)})
    world.do("mentor", put_preferences, act, first)  # the answer was lost
    assert world.read("mentor", show_preferences)[1] == state
    for follows in (first, new_id()):
        with refused("request.stale"):
            world.do("mentor", put_preferences, replace(act, rhythm=HowOften.AT_ONCE), follows)
    for wrong in (Working(starts="25:00"), Working(ends="8"), Working(weekdays=[])):
        with refused("request.invalid"):
            world.do("mentor", put_preferences, replace(act, working=wrong), state)
    assert world.read("comentor", show_preferences)[0].rhythm is HowOften.AT_ONCE


def test_what_is_not_wanted_goes_out_no_more_and_what_must_arrive_does(
    spare: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    clock.move(hours=12)
    ask(spare)
    post.go()
    prefer(spare, "mentor", *(ways(topic, push=False) for topic in Topic))  # while it waits for the morning
    clock.move(hours=12)
    ask(spare, "reflect")
    spare.maker.sign(spare.mentor, spare.plan, spare.item("cover-shifts").id, clock.today(), "Seen.")
    post.go()
    assert told(sender) == ["Signed in your name"]
    assert ended(spare) == [("fcm", "not_wanted", 0), ("fcm", "sent", 1)]


def test_what_waited_for_working_time_goes_out_as_one_and_what_comes_then_by_itself(
    spare: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    clock.move(hours=12)
    for key in ("on-call", "reflect", "cover-shifts"):
        ask(spare, key)
    post.go()
    assert told(sender) == []
    clock.move(hours=12)
    sender.attempts = [again("UNAVAILABLE")]
    post.go()
    clock.move(minutes=1)
    post.go()  # tried again whole
    assert told(sender) == ["There are three things for you."] * 2
    ask(spare, "support-plans")
    post.go()
    assert told(sender) == ["Somebody asked you to see something"]
    assert ended(spare) == [("fcm", "held", 2)] * 3 + [("fcm", "sent", 1)]


def test_one_digest_a_day_as_the_night_begins_without_what_was_read_and_nothing_when_all_was(
    spare: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    prefer(spare, "mentor", rhythm=HowOften.DAILY, working=Working(starts="20:00", ends="08:00"))
    for key in ("on-call", "reflect"):
        ask(spare, key)
    clock.move(hours=14)  # past eleven at night
    ask(spare, "cover-shifts")
    post.go()
    assert told(sender) == ["There are two things for you."]
    clock.move(hours=12)
    post.go()
    assert told(sender) == []
    ask(spare, "support-plans")
    spare.maker.sign_everyone_out()
    spare.do("mentor", read_all)
    clock.move(hours=12)
    post.go()
    assert told(sender) == []
    assert ended(spare) == [("fcm", "held", 1)] * 2 + [("fcm", "read", 0)] * 2


def test_two_workers_with_parts_of_one_digest_in_hand_send_it_once(
    spare: World, spare_house: House, post: Post, sender: Pretend, clock: Clock
) -> None:
    clock.move(hours=12)
    for key in ("on-call", "reflect"):
        ask(spare, key)
    post.go()
    clock.move(hours=12)
    pace = replace(post.pace, ahead=1, at_once=1)
    one, two = (Post(spare_house, sender, concerned=concerned, pattern=USUAL, pace=pace) for _ in range(2))
    assert (one.worker.turn(), two.worker.turn()) == (True, True)
    for worker in (one, two):
        worker.go()
    clock.move(seconds=11)
    for worker in (one, two):
        worker.go()
    assert len(told(sender)) == 1
    assert ended(spare) == [("fcm", "held", 1), ("fcm", "joined", 0)]


def test_practice_to_improve_is_pushed_by_day_alone_and_to_who_works_at_night_never(
    spare: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    put(spare, "mentee", "night")
    prefer(spare, "mentee", working=Working(starts="20:00", ends="08:00"))
    shared(spare, **CONCERN)
    post.go()
    clock.move(hours=14)
    post.go()
    assert told(sender) == []
    assert ended(spare) == [("fcm", "night", 0)]


def test_mail_goes_where_somebody_wants_it_until_the_address_refuses_it(
    spare: World, post: Post, sender: Pretend
) -> None:
    prefer(spare, "comentor", ways(mail=True))
    ask(spare, "on-call", "comentor")
    post.go()
    assert told(sender) == []  # nobody has given an address
    spare.do("people_team", change_email, ChangeEmail(person_id=spare.comentor, email="sam@hazelwood.test"))
    ask(spare, "reflect", "comentor")
    sender.attempts = [Attempt(Verdict.GONE, "550")]
    post.go()
    assert [(one.key.channel, one.value) for one in sender.handed] == [(Channel.MAIL, "sam@hazelwood.test")]
    sender.handed.clear()
    assert spare.read("comentor", show_preferences)[0].mail_stopped_at is not None
    ask(spare, "cover-shifts", "comentor")
    post.go()
    assert told(sender) == []
    prefer(spare, "comentor", ways(mail=True))  # said again: tried again
    assert spare.read("comentor", show_preferences)[0].mail_stopped_at is None
    ask(spare, "support-plans", "comentor")
    post.go()
    assert told(sender) == ["Somebody asked you to see something"]


def test_what_was_sent_is_forgotten_after_a_month_and_what_was_given_up_later(
    spare: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    ask(spare, "on-call")
    sender.attempts = [Attempt(Verdict.REFUSED, "INVALID_ARGUMENT")]
    post.go()
    ask(spare, "reflect")
    post.go()
    before = len(rows_of(spare.maker.database, spare.org, notices))
    for after, left in (
        (KEPT - timedelta(days=1), {"sent", "dead"}),
        (timedelta(days=2), {"dead"}),
        (KEPT_DEAD, set()),
    ):
        clock.move(days=after.days)
        swept(spare, times=1)
        assert {state for state, _, _ in states(spare)} & {"sent", "dead"} == left
    assert len(rows_of(spare.maker.database, spare.org, notices)) >= before

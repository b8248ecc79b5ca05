"""What is due is handed over once it still concerns somebody, and tried again as the provider asks."""

from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import update

from backend.accounts.sessions import sign_out
from backend.house import House
from backend.kernel.database import Tx
from backend.kernel.errors import missing
from backend.kernel.ids import Id
from backend.kernel.lines import line_log
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.notices.claiming import given_up, next_due, queue, send_again
from backend.notices.hours import USUAL
from backend.notices.inbox import read_all
from backend.notices.rules import Channel, TargetKind, WorkerPace
from backend.notices.sending import Attempt, Verdict, again, tag_of
from backend.notices.starting import open_senders
from backend.notices.tables import deliveries, notices, push_targets
from backend.notices.targets import count_disabled
from backend.notices.texts import GENERIC
from backend.people.appointments import RecordLeaving, record_leaving
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.kernel.helping import refused, rows_of
from tests.notices.helping import Post, Pretend, Thing, notify, put, states, tell
from tests.world import World

REFUSED = Attempt(Verdict.REFUSED, "INVALID_ARGUMENT")


@pytest.fixture
def sender() -> Pretend:
    return Pretend()


@pytest.fixture
def post(spare_house: House, sender: Pretend) -> Post:
    return Post(spare_house, sender)


@pytest.fixture
def world(spare: World, post: Post) -> World:
    """An organisation in a database whose queue is empty: a worker works for all of them."""
    with post.house.across.writing(None) as tx:  # type: ignore[union-attr]  # every house of the tests has one
        send_again(tx)
    post.go()
    post.sender.handed.clear()  # type: ignore[attr-defined]  # a Pretend
    spare.do("mentor", read_all)
    return spare


def told(world: World) -> int:
    """How many notices of the tests' own kind there are."""
    return sum(row.kind == GENERIC for row in rows_of(world.maker.database, world.org, notices))


def test_a_notice_is_told_once_whatever_is_sent_again(world: World, post: Post, sender: Pretend) -> None:
    put(world, "mentor")
    thing = tell(world, "mentor")
    tell(world, "mentor", thing)
    post.go()
    (parcel,) = sender.handed
    assert (parcel.told, parcel.tag) == (
        {"organisation": world.org, "notice": thing.id},
        tag_of(world.mentor, thing.about),
    )
    assert (parcel.kind, parcel.badge, parcel.seconds) == (TargetKind.TOKEN, 1, 3 * 86400 - 1)
    assert states(world) == [("sent", "sent", 1)]
    assert told(world) == 1


def test_what_is_undone_is_told_to_nobody(world: World, post: Post, sender: Pretend) -> None:
    put(world, "mentor")
    with refused("not_found"), world.maker.database.writing(world.org) as tx:
        notify(tx, Thing(), world.mentor)
        raise missing()
    post.go()
    assert (sender.handed, states(world)) == ([], [])


def test_nobody_is_told_before_the_time(world: World, post: Post, sender: Pretend, clock: Clock) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    later = update(deliveries).where(ours(deliveries)).values(due_at=clock() + timedelta(hours=8))
    world.do("mentor", lambda tx, _: tx.put(Prepared(later)))
    post.go()
    assert sender.handed == []
    clock.move(hours=8)
    post.go()
    assert states(world) == [("sent", "sent", 1)]


def test_what_no_longer_concerns_somebody_is_silent(world: World, spare_house: House, sender: Pretend) -> None:
    put(world, "mentor")
    put(world, "mentee", "another")
    still, over = tell(world, "mentor"), tell(world, "mentee")

    post = Post(spare_house, sender, concerned=lambda _tx, rows: {
        (row.entry_id, row.person_id) for row in rows if row.entry_id != over.id
    })  # fmt: skip
    post.go()
    assert [parcel.key.entry_id for parcel in sender.handed] == [still.id]
    assert states(world) == [("sent", "sent", 1), ("silent", "no_longer", 0)]


def test_who_has_left_or_read_it_or_signed_out_is_not_reached(world: World, post: Post, sender: Pretend) -> None:
    for who in ("mentor", "mentee", "comentor"):
        put(world, who, who)
        tell(world, who)
    world.do("people_team", record_leaving, RecordLeaving(person_id=world.mentor))  # of which both others are told
    with world.maker.database.writing(world.org) as tx:
        mark_read(tx, world.mentee)
    world.do("comentor", sign_out)
    post.go()
    assert sender.handed == []
    read, gone = ("silent", "read", 0), ("gone", "no_target", 0)
    assert sorted(states(world)) == sorted([("silent", "no_longer", 0), read, read, gone, gone])


def mark_read(tx: Tx, person: Id) -> None:
    statement = update(notices).where(ours(notices), notices.c.person_id == person).values(read_at=tx.now)
    tx.put(Prepared(statement))


def test_tries_are_further_and_further_apart_and_each_has_the_same_tag(
    world: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [Attempt(Verdict.AGAIN, "INTERNAL")] * 4
    waited = []
    for _ in range(5):
        post.go()
        begun = clock.now
        while (tried := len(sender.handed)) < 5 and not due(post, clock):
            clock.move(seconds=0.5)
        waited.append(round((clock.now - begun).total_seconds()))
        assert tried
    assert (waited[:4], states(world)) == ([2, 4, 8, 16], [("sent", "sent", 5)])
    assert len({(parcel.tag, parcel.told["notice"]) for parcel in sender.handed}) == 1


def due(post: Post, clock: Clock) -> bool:
    with post.house.across.reading(None) as tx:  # type: ignore[union-attr]  # every house of the tests has one
        return any(at <= tx.now for at in next_due(tx).values())


def test_the_provider_says_how_long_to_wait_and_is_obeyed(
    world: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [again("QUOTA_EXCEEDED", timedelta(minutes=10))]
    post.go()
    clock.move(minutes=10, seconds=-1)
    post.go()
    assert states(world) == [("waiting", "QUOTA_EXCEEDED", 1)]
    clock.move(seconds=4)
    post.go()
    assert states(world) == [("sent", "sent", 2)]


def test_a_provider_that_is_down_is_left_alone_and_asked_now_and_then(
    world: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    post = Post(post.house, sender, pace=WorkerPace(ahead=32))
    put(world, "mentor")
    for _ in range(40):
        tell(world, "mentor")
    sender.attempts = [again("UNAVAILABLE")] * 34
    post.go()
    assert len(sender.handed) == 32  # as many as were in hand when it went down
    for tries in (33, 34):
        clock.move(seconds=tries - 31)
        post.go()
        assert len(sender.handed) == tries  # one, to see
    clock.move(minutes=1)
    post.go()
    assert {state for state, _, _ in states(world)} == {"sent"}


def test_a_target_that_is_gone_is_removed_unless_it_was_registered_anew(
    world: World, post: Post, sender: Pretend
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [Attempt(Verdict.GONE, "UNREGISTERED")]
    post.go()
    assert (states(world), rows_of(world.maker.database, world.org, push_targets)) == (
        [("gone", "UNREGISTERED", 1)],
        [],
    )
    put(world, "mentor", "old")
    tell(world, "mentor")
    assert post.worker.turn()
    put(world, "mentor", "new")
    post.go()
    assert [row.value for row in rows_of(world.maker.database, world.org, push_targets)] == ["new"]


def test_a_target_of_another_project_is_disabled_and_somebody_alerted(
    world: World, post: Post, sender: Pretend
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [Attempt(Verdict.FOREIGN, "SENDER_ID_MISMATCH")]
    post.go()
    tell(world, "mentor")
    post.go()
    assert (len(sender.handed), states(world)) == (1, [("gone", "SENDER_ID_MISMATCH", 1)])
    assert world.do("admin", lambda tx, _: count_disabled(tx)) == 1
    line = post.log.getvalue().decode()
    assert ("needs somebody to look" in line, world.mentor in line, "ok/" in line) == (True, False, False)
    put(world, "mentor")  # the app says so itself: tried again
    assert world.do("admin", lambda tx, _: count_disabled(tx)) == 0


def test_what_was_given_up_can_be_seen_and_sent_again(world: World, post: Post, sender: Pretend) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [REFUSED]
    post.go()
    assert states(world) == [("dead", "INVALID_ARGUMENT", 1)]
    assert post.house.across
    with post.house.across.writing(None) as tx:
        assert [tuple(row) for row in given_up(tx)] == [("fcm", "INVALID_ARGUMENT", 1)]
        assert (queue(tx).dead, send_again(tx), queue(tx).dead) == (1, 1, 0)
    post.go()
    assert states(world) == [("sent", "sent", 1)]


def test_what_is_not_worth_arriving_any_more_is_given_up(
    world: World, post: Post, sender: Pretend, clock: Clock
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    sender.attempts = [again("UNAVAILABLE", timedelta(days=3))]
    post.go()
    clock.move(days=4)
    post.go()
    assert (len(sender.handed), states(world)) == (1, [("dead", "expired", 1)])


def test_what_a_killed_worker_had_in_hand_comes_round_again(
    world: World, post: Post, sender: Pretend, spare_house: House, clock: Clock
) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    killed = Post(spare_house, Pretend())
    assert killed.worker.turn()  # and nobody keeps what came of it
    post.go()
    assert sender.handed == []
    clock.move(seconds=61)
    post.go()
    assert (len(sender.handed), states(world)) == (1, [("sent", "sent", 1)])
    killed.worker.wait()
    killed.sender.handed.clear()  # type: ignore[attr-defined]  # a Pretend
    assert killed.worker.turn()  # it was not killed after all: too late, and changes nothing
    assert states(world) == [("sent", "sent", 1)]


def test_at_night_nothing_goes_out_and_in_the_morning_it_does(
    world: World, sender: Pretend, spare_house: House, clock: Clock
) -> None:
    put(world, "mentor")
    clock.move(hours=12)
    tell(world, "mentor")
    post = Post(spare_house, sender, pattern=USUAL)
    post.go()
    assert (sender.handed, states(world)) == ([], [("waiting", "quiet", 0)])
    clock.move(hours=10)
    post.go()
    assert (len(sender.handed), states(world)) == (1, [("sent", "held", 1)])


def test_a_worker_sweeps_when_it_begins_and_goes_on_when_that_fails(
    spare_house: House, sender: Pretend, clock: Clock
) -> None:
    stop, swept = Event(), []

    def sweep() -> None:
        swept.append("swept")
        clock.move(hours=1)
        if len(swept) == 2:
            stop.set()
        raise missing()

    post = Post(spare_house, sender, sweep=sweep, pace=WorkerPace(idle=timedelta(milliseconds=1)))
    post.worker.run(stop)
    assert swept == ["swept", "swept"]
    assert b"the sweep stumbled" in post.log.getvalue()


def test_without_credentials_a_loud_line_says_so_and_the_inbox_has_it(world: World, spare_house: House) -> None:
    post = Post(spare_house, Pretend())
    log = line_log(post.log)
    senders = open_senders(spare_house.settings.transports, 1, log)
    assert post.log.getvalue().decode().count("NOT SET UP") == len(Channel) == len(senders)
    put(world, "mentor")
    tell(world, "mentor")
    Post(spare_house, senders[Channel.FCM]).go()
    assert states(world) == [("silent", "not_set_up", 1)]
    assert told(world) == 1


def test_a_rebuild_tells_nobody_and_leaves_notices_alone(world: World, spare_house: House) -> None:
    put(world, "mentor")
    tell(world, "mentor")
    assert verify(spare_house.settings.owner_url, only=[world.org]) == []

"""One's own sessions: where one is signed in, since when and when last, and ending that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise

from backend.accounts.elsewhere import SessionShown, end_everywhere, end_one, list_sessions
from backend.accounts.pairs import SignedIn
from backend.accounts.rules import WEB_LASTS
from backend.accounts.sessions import note_use, sign_out, who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.tokens import hash_of
from backend.kernel.database import Database, Tx
from backend.kernel.errors import busy
from backend.kernel.ids import Id, new_id
from backend.kernel.pages import Page, Paging
from seeds.making import PASSWORD
from tests.accounts.helping import PHONE, login, outcome, renew
from tests.accounts.test_signing_in import join_too
from tests.conftest import Clock
from tests.kernel.helping import refused
from tests.world import World


def listed(world: World, token: str, **paging: object) -> Page[SessionShown]:
    with world.maker.database.reading(world.org) as tx:
        return list_sessions(tx, who(tx, token), Paging(**paging))  # type: ignore[arg-type]  # keywords by name


def end(world: World, token: str, session: Id) -> None:
    with world.maker.database.writing(world.org) as tx:
        end_one(tx, who(tx, token), session)


def is_in(world: World, signed_in: SignedIn) -> bool:
    with world.maker.database.reading(world.org) as tx:
        return outcome(lambda: who(tx, signed_in.access_token)) == "done"


def use(world: World, token: str) -> None:
    """Somebody does something, as a door lets them."""
    with world.maker.database.reading(world.org) as tx:
        actor = who(tx, token)
    note_use(world.maker.database, actor, tx.now)


def test_the_list_says_which_devices_since_when_and_which_is_this_one(world: World, clock: Clock) -> None:
    first, since = login(world, "manager"), clock.now
    clock.move(hours=2)
    second = renew(world, first.refresh_token)
    third = login(world, "manager")
    login(world, "comentor")
    page = listed(world, third.access_token)
    assert [(one.device.name, one.device.platform, one.current) for one in page.items] == [
        ("Jo's phone", "android", True), ("Jo's phone", "android", False),
    ]  # fmt: skip
    assert abs(page.items[1].started_at - since) < timedelta(seconds=1)
    assert abs(page.items[1].used_at - clock.now) < timedelta(seconds=1)  # a refresh is a use
    assert [one.current for one in listed(world, second.access_token).items] == [False, True]


def test_the_list_is_read_in_pages_that_leave_nothing_out(world: World) -> None:
    token = [login(world, "manager") for _ in range(5)][-1].access_token
    whole = [one.id for one in listed(world, token).items]
    found: list[Id] = []
    cursor = None
    while True:
        page = listed(world, token, limit=2, cursor=cursor)
        found += [one.id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert (found, len(found)) == (whole, 5)
    assert whole == sorted(whole, reverse=True)


def test_what_is_over_is_not_listed(world: World, clock: Clock) -> None:
    act = SignIn(login=f"manager@{world.maker.key}.test", password=PASSWORD, device=PHONE)
    sign_in(world.maker.database, world.maker.vault, act, WEB_LASTS)  # a browser, for twelve hours
    phone, left = login(world, "manager"), login(world, "manager")
    with world.maker.database.writing(world.org) as tx:
        sign_out(tx, who(tx, left.access_token))
    assert len(listed(world, phone.access_token).items) == 2
    clock.move(hours=13)
    fresh = renew(world, phone.refresh_token)
    assert len(listed(world, fresh.access_token).items) == 1
    clock.move(days=91)
    assert [one.current for one in listed(world, login(world, "manager").access_token).items] == [True]


def test_the_last_use_is_noted_once_in_a_quarter_of_an_hour(world: World, clock: Clock) -> None:
    token = login(world).access_token
    noted = [listed(world, token).items[0].used_at]
    for minutes in (14, 2, 10, 6):
        clock.move(minutes=minutes)
        use(world, token)
        noted.append(listed(world, token).items[0].used_at)
    apart = [round((b - a).total_seconds() / 60) for a, b in pairwise(noted)]
    assert apart == [0, 16, 0, 16]


def test_a_use_that_could_not_be_noted_hinders_nobody(world: World) -> None:
    token = login(world).access_token
    with world.maker.database.reading(world.org) as tx:
        actor = who(tx, token)
    with world.maker.database.reading(None) as tx:
        later = tx.now + timedelta(hours=1)
    note_use(Busy(world.maker.database), actor, later)
    assert max(one.used_at for one in listed(world, token).items) < later


class Busy(Database):
    """A database that takes nothing in just now."""

    def __init__(self, database: Database) -> None:
        self.clock = database.clock

    @contextmanager
    def writing(self, org: Id | None) -> Iterator[Tx]:
        """Refuses."""
        raise busy()
        yield


def test_ending_one_session_ends_that_one(world: World) -> None:
    here, lost, other = login(world), login(world), login(world)
    lost_id = next(one for one in listed(world, lost.access_token).items if one.current).id
    end(world, here.access_token, lost_id)
    end(world, here.access_token, lost_id)  # a lost answer is asked for again
    assert [is_in(world, one) for one in (here, lost, other)] == [True, False, True]
    with refused("session.required"):
        renew(world, lost.refresh_token)


def test_nobody_ends_or_sees_the_session_of_somebody_else(world: World, other: World) -> None:
    mine, theirs = login(world), login(world, "comentor")
    their_id = listed(world, theirs.access_token).items[0].id
    assert their_id not in [one.id for one in listed(world, mine.access_token).items]
    for session in (their_id, new_id(), listed(other, login(other).access_token).items[0].id):
        with refused("not_found"):
            end(world, mine.access_token, session)
    assert is_in(world, theirs)


def test_signing_out_everywhere_ends_all_sessions_of_the_login_in_every_organisation(
    world: World, other: World
) -> None:  # fmt: skip
    join_too(world, other)
    here = [login(world, organisation=world.maker.key) for _ in range(3)]
    there = login(world, organisation=other.maker.key)
    colleague = login(world, "comentor")
    end_everywhere(world.maker.database, here[0].access_token)
    assert [is_in(world, one) for one in here] == [False] * 3
    assert (is_in(other, there), is_in(world, colleague)) == (False, True)
    for one in here:
        with refused("session.required"):
            renew(world, one.refresh_token)


def test_an_access_token_is_looked_up_by_its_hash_alone(world: World) -> None:
    token = login(world).access_token
    with world.maker.database.reading(world.org) as tx, refused("session.required"):
        who(tx, f"{world.org}.{hash_of(token)}")

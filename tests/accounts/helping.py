"""What tests of accounts share."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from backend.accounts.joining import Join, join_with_code
from backend.accounts.making_codes import JoiningCode, MakeJoiningCode, make_joining_code
from backend.accounts.pairs import Device, SignedIn
from backend.accounts.presence import Opened, OpenPresence, open_presence
from backend.accounts.refreshing import Refresh, refresh
from backend.accounts.rules import Platform, PresenceMethod
from backend.accounts.sessions import who as actor_of
from backend.accounts.signing_in import SignIn, sign_in
from backend.kernel.errors import Refused
from backend.kernel.ids import Id
from backend.people.rules import Post
from seeds.making import PASSWORD, PIN
from tests.world import World

WRONG = "000000"
NEW = "three plain words"
PHONE = Device(name="Jo's phone", platform=Platform.ANDROID)


def login(world: World, who: str = "mentor", password: str = PASSWORD, organisation: str | None = None) -> SignedIn:
    """Signs somebody of the cast in, on a new device."""
    act = SignIn(login=f"{who}@{world.maker.key}.test", password=password, organisation=organisation, device=PHONE)
    return sign_in(world.maker.database, world.maker.vault, act)


def renew(world: World, token: str) -> SignedIn:
    """A new pair for a refresh token."""
    return refresh(world.maker.database, Refresh(refresh_token=token))


def present(world: World, token: str | None, pin: str = PIN) -> Opened:
    """Opens a presence with a PIN."""
    return open_presence(
        world.maker.database, world.maker.vault, token, OpenPresence(method=PresenceMethod.PIN, pin=pin)
    )


def newcomer(world: World, staff_number: str | None = None, *, checked: bool = True) -> Id:
    """Somebody without an account."""
    return world.maker.person(
        "Nell Ivy", Post.RELIEF, world.clock.today(), site=world.site, staff_number=staff_number, checked=checked
    )


def code_for(world: World, person: Id, who: str = "people_team", **more: Any) -> str:
    """A fresh code for somebody."""
    made: JoiningCode = world.do(who, make_joining_code, MakeJoiningCode(person_id=person, **more))
    return made.code


def join(world: World, code: str, password: str = NEW, **more: Any) -> SignedIn:
    """Uses a code."""
    return join_with_code(
        world.maker.database, world.maker.vault, Join(code=code, password=password, device=PHONE, **more)
    )


def enter(world: World, login: str, password: str = NEW, organisation: str | None = None) -> SignedIn:
    """Signs in."""
    act = SignIn(login=login, password=password, organisation=organisation, device=PHONE)
    return sign_in(world.maker.database, world.maker.vault, act)


def address(world: World, name: str = "nell") -> str:
    """An address that nobody signs in by yet."""
    return f"{name}@{world.maker.key}.test"


def person_of(world: World, token: str) -> Id:
    """Whose an access token is."""
    with world.maker.database.reading(world.org) as tx:
        return actor_of(tx, token).person


def outcome(story: Callable[[], Any]) -> str:
    """`done`, or the code of the refusal."""
    try:
        story()
    except Refused as refused:
        return refused.code
    return "done"


def together(stories: Iterable[Callable[[], Any]]) -> list[str]:
    """The outcomes of stories that all start at the same moment, each in a thread of its own."""
    given = list(stories)
    start = Barrier(len(given))

    def run(story: Callable[[], Any]) -> str:
        start.wait(20)
        return outcome(story)

    with ThreadPoolExecutor(len(given)) as pool:
        return list(pool.map(run, given))

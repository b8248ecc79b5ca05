"""F22 by chance: a thousand lost answers log nobody out, a thousand thefts end every family they touch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest

from backend.accounts.pairs import PERSON, Device, SignedIn, start_session
from backend.accounts.refreshing import Refresh, refresh
from backend.accounts.rules import Platform
from backend.accounts.sessions import who
from backend.kernel.database import Tx
from backend.kernel.ids import new_id
from seeds.together import Together
from tests.accounts.helping import outcome
from tests.world import World

TIMES = 1000


@dataclass
class Family:
    """One sign-in and every pair that came of it. Whatever is sent at once is answered in some order."""

    tx: Tx
    person: str
    pairs: list[SignedIn] = field(default_factory=list)

    def begin(self) -> SignedIn:
        """Signs in."""
        person = self.tx.one(PERSON, of_person=self.person)
        device = Device(name="Phone", platform=Platform.ANDROID)
        self.pairs.append(start_session(self.tx, new_id(), person, device, []))
        return self.pairs[-1]

    def ask(self, token: str) -> SignedIn:
        """A fresh pair for a refresh token."""
        self.pairs.append(refresh(Together(self.tx), Refresh(refresh_token=token)))
        return self.pairs[-1]

    def is_in(self, pair: SignedIn) -> bool:
        """Whether its access token says who one is."""
        return outcome(lambda: who(self.tx, pair.access_token)) == "done"

    def code(self, token: str) -> str:
        """What a refresh token is answered."""
        return outcome(lambda: self.ask(token))


@contextmanager
def families(world: World, count: int) -> Iterator[list[Family]]:
    """So many sign-ins of the mentor, in one transaction: a thousand commits would take longer and prove no more."""
    with world.maker.database.writing(world.org) as tx:
        yield [Family(tx, world.mentor) for _ in range(count)]


@dataclass
class Client:
    """A phone that asks until it gets an answer, and keeps any of those it got. `waiting` are answers on the way."""

    family: Family
    kept: SignedIn
    lost: int = 0
    waiting: list[SignedIn] = field(default_factory=list)

    def step(self, rng: Random) -> None:
        """Asks once more, or takes an answer."""
        if not self.waiting or rng.random() < 0.5:
            answer = self.family.ask(self.kept.refresh_token)
            if rng.random() < 0.4:
                self.lost += 1
            else:
                self.waiting.append(answer)
        else:
            self.kept = rng.choice(self.waiting)
            self.waiting = []
            assert self.family.is_in(self.kept)


def test_f22_a_thousand_lost_answers_log_nobody_out(world: World) -> None:
    rng, lost = Random(22), 0
    with families(world, 200) as found:
        clients = [Client(family, family.begin()) for family in found]
        while sum(client.lost for client in clients) < TIMES:
            rng.choice(clients).step(rng)
        for client in clients:
            assert client.family.is_in(client.family.ask(client.kept.refresh_token))
            lost += client.lost
    assert lost == TIMES


Theft = Callable[[Random, Family], str]


def older(rng: Random, family: Family) -> str:
    """Somebody uses a token whose successor was used: any older one."""
    pair, chain = family.begin(), []
    for _ in range(rng.randint(2, 5)):
        chain.append(pair)
        pair = family.ask(pair.refresh_token)
    return family.code(rng.choice(chain[:-1]).refresh_token)


def forked(rng: Random, family: Family) -> str:
    """A thief copies the token in use. Both go on from it, each with an answer of their own, until one meets it."""
    pair = family.begin()
    for _ in range(rng.randint(0, 2)):
        pair = family.ask(pair.refresh_token)
    held = {"owner": pair.refresh_token, "thief": pair.refresh_token}
    moved: list[str] = []
    while len(moved) < 12:
        mover = rng.choice(["owner", "thief"])
        before = family.code(held[mover])
        if before != "done":
            assert {*moved, mover} == {"owner", "thief"}
            return before
        held[mover] = family.pairs[-1].refresh_token
        moved.append(mover)
    # The last went on alone for long: the other comes back now.
    (idle,) = {"owner", "thief"} - {moved[-1]}
    return family.code(held[idle])


@pytest.mark.parametrize("theft", [older, forked], ids=["older", "forked"])
def test_f22_a_thousand_thefts_end_every_family(world: World, theft: Theft) -> None:
    rng = Random(23)
    with families(world, TIMES // 2) as found:
        for family in found:
            assert theft(rng, family) == "session.refresh_reused"
            assert [family.is_in(pair) for pair in family.pairs] == [False] * len(family.pairs)
            assert family.code(rng.choice(family.pairs).refresh_token) == "session.required"
        bystander = found[0].begin()
        assert found[0].is_in(bystander)

"""The secret address of one's calendar, as it is kept: one a person, and none of whoever has left."""

import pytest

from backend.notices.calendar import make_feed, read_feed
from backend.notices.tables import calendar_feeds
from backend.people.appointments import RecordLeaving, RecordReturn, record_leaving, record_return
from backend.people.rules import Post
from tests.accounts.helping import together
from tests.kernel.helping import refused, rows_of
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


def test_addresses_made_at_the_same_moment_leave_one_and_leaving_ends_it_for_good(world: World) -> None:
    assert together([lambda: world.do("colleague", make_feed)] * 4) == ["done"] * 4
    assert len(rows_of(world.maker.database, world.org, calendar_feeds)) == 1
    secret = world.do("colleague", make_feed).secret
    with world.maker.database.reading(world.org) as tx:
        assert read_feed(tx, secret)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.colleague))
    assert rows_of(world.maker.database, world.org, calendar_feeds) == []
    back = RecordReturn(
        person_id=world.colleague, post=Post.SENIOR, starts_on=world.clock.today(), site_id=world.site
    )  # fmt: skip
    world.maker.operate(record_return, back)
    with world.maker.database.reading(world.org) as tx, refused("not_found"):
        read_feed(tx, secret)

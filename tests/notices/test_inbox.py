"""The inbox: newest first, with names for whoever may see them, and without what concerns somebody no longer."""

import pytest

from backend.house import House
from backend.kernel.errors import Refused
from backend.kernel.ids import new_id
from backend.kernel.pages import Paging
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.notices.concerning import concerned
from backend.notices.inbox import list_notices, pending, read_all, read_notice, show_home
from backend.notices.kinds import Thing
from tests.conftest import Clock
from tests.notices.helping import Post, Pretend, put, states
from tests.notices.test_telling import ask, clear, news
from tests.world import World


@pytest.fixture
def quiet(world: World) -> World:
    """The world, with everything read."""
    clear(world)
    return world


def test_it_names_and_leads_to_what_happened(quiet: World, clock: Clock) -> None:
    item = quiet.item("on-call")
    quiet.maker.sign(quiet.mentor, quiet.plan, item.id, clock.today(), "Seen.")
    one = quiet.read("mentee", list_notices, Paging()).items[0]
    assert (one.line, one.leads_to, one.about_id) == ("Jo Rowan signed: Be 'on call'.", Thing.ITEM, item.id)
    assert (one.plan_id, one.item_id, one.read_at) == (quiet.plan, item.id, None)
    mine = quiet.read("mentor", list_notices, Paging()).items[0]
    assert (mine.leads_to, mine.plan_id, mine.item_id) == (Thing.SIGN_OFF, quiet.plan, item.id)


def test_pages_follow_one_another_newest_first(quiet: World) -> None:
    for key in ("on-call", "reflect", "cover-shifts"):
        ask(quiet, key)
    first = quiet.read("mentor", list_notices, Paging(limit=2))
    second = quiet.read("mentor", list_notices, Paging(limit=2, cursor=first.next_cursor))
    assert [one.item_id for one in (*first.items, second.items[0])] == [
        quiet.item(key).id for key in ("cover-shifts", "reflect", "on-call")
    ]
    assert (first.unread, second.unread) == (3, 3)


def test_reading_counts_once_and_for_oneself_alone(quiet: World, clock: Clock) -> None:
    ask(quiet)
    (one, *_) = quiet.read("mentor", list_notices, Paging()).items
    first = quiet.do("mentor", read_notice, one.id)
    clock.move(hours=1)
    again = quiet.do("mentor", read_notice, one.id)
    assert (first.unread, again.read_at) == (0, first.read_at)
    assert news(quiet, "comentor") == ["request"]
    with pytest.raises(Refused) as refused:
        quiet.do("mentee", read_notice, one.id)
    assert refused.value.code == "not_found"
    with pytest.raises(Refused):
        quiet.do("mentor", read_notice, new_id())


def test_all_are_read_at_once(quiet: World) -> None:
    for key in ("on-call", "reflect"):
        ask(quiet, key)
    assert quiet.read("mentor", pending).unread == 2
    assert quiet.do("mentor", read_all).unread == 0
    assert (news(quiet, "mentor"), len(news(quiet, "comentor"))) == ([], 2)


def test_what_waits_and_what_is_unread_stand_at_the_start(quiet: World) -> None:
    ask(quiet)
    home = quiet.read("mentor", show_home)
    assert (home.unread, home.waits.count, home.waits.by_kind) == (1, 1, {"request": 1})
    assert quiet.read("stranger", show_home).unread == 0


def test_what_concerns_somebody_no_longer_is_left_out_and_counts_no_more(quiet: World, clock: Clock) -> None:
    quiet.maker.sign(quiet.mentor, quiet.plan, quiet.item("on-call").id, clock.today(), "Seen.")
    ask(quiet, "reflect")
    quiet.do(
        "area", remove_mentor, RemoveMentor(agreement_id=quiet.agreement, mentor_id=quiet.mentor, reason="A new post.")
    )
    # Their own word stays theirs, after the agreement too (decisions, Rights); the plan does not.
    assert news(quiet, "mentor") == ["mentoring_over", "signed_in_your_name"]
    assert {one.kind for one in quiet.read("mentor", list_notices, Paging()).items} == {
        "mentoring_over", "signed_in_your_name",
    }  # fmt: skip


def test_rights_are_asked_again_when_a_push_is_claimed(spare: World, spare_house: House, clock: Clock) -> None:
    world, sender = spare, Pretend()
    put(world, "comentor")
    ask(world, "reflect", "comentor")
    post = Post(spare_house, sender, concerned=concerned)
    world.do(
        "area",
        remove_mentor,
        RemoveMentor(agreement_id=world.agreement, mentor_id=world.comentor, reason="A new post."),
    )
    post.go()
    # A worker works for every organisation there is.
    titles = [parcel.text.title for parcel in sender.handed if parcel.key.org == world.org]
    assert titles == ["Mentoring has ended"]
    assert sorted(states(world)) == [("sent", "sent", 1), ("silent", "no_longer", 0)]

"""Whom an entry is told to, and what of it is read by itself: from the waits, and from the table of rows."""

from datetime import timedelta

import pytest

from backend.house import APPLIES
from backend.kernel.ids import Id
from backend.kernel.pages import Paging
from backend.mentoring.proposing import AnswerAgreement, answer_agreement
from backend.mentoring.quiet_requests import AskForChange, ask_for_change
from backend.mentoring.rules import Answer
from backend.notices.inbox import list_notices, read_all
from backend.notices.kinds import BY_DAY, KINDS, RESULTS, WAITING
from backend.notices.rows import BY_WAITS, ROWS, SILENT
from backend.notices.texts import GENERIC, TEXTS, TOGETHER
from backend.signoff.disputes import DisputeSignOff, dispute_sign_off
from backend.signoff.passing_on import DeclineRequest, PassRequestOn, decline_request, pass_request_on
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from tests.conftest import Clock
from tests.world import World


def told(world: World, who: str) -> list[tuple[str, bool]]:
    """What somebody was told, newest first, and whether it is unread."""
    page = world.read(who, list_notices, Paging())
    return [(one.kind, one.read_at is None) for one in page.items]


def clear(world: World) -> None:
    """Everybody reads what they were told while the world was made."""
    for who in world.people:
        world.do(who, read_all)


def news(world: World, who: str) -> list[str]:
    """The kinds of what somebody has not read, newest first."""
    return [kind for kind, is_unread in told(world, who) if is_unread]


@pytest.fixture
def quiet(world: World) -> World:
    """The world, with everything read."""
    clear(world)
    return world


def ask(world: World, key: str = "on-call", mentor: str | None = None) -> Id:
    """Asks for a sign-off; the request's id."""
    to = world.people[mentor] if mentor else None
    entry = world.do(
        "mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=world.item(key).id, mentor_id=to)
    )
    return entry.id


def test_every_entry_is_told_to_somebody_or_says_why_to_nobody() -> None:
    told_of = (set(ROWS), set(BY_WAITS), set(SILENT))
    assert sorted(kind for kinds in told_of for kind in kinds) == sorted(APPLIES)
    assert all(SILENT.values())


def test_every_kind_of_notice_is_in_the_rows_or_a_wait_and_has_words() -> None:
    assert {row.kind for rows in ROWS.values() for row in rows} == set(RESULTS)
    assert not set(BY_DAY) & {*RESULTS, *WAITING}
    assert set(TEXTS) == {*KINDS, GENERIC, *TOGETHER}
    assert not set(WAITING) & set(RESULTS)


def test_a_request_is_told_to_the_mentor_it_is_with_and_read_once_it_is_answered(quiet: World, clock: Clock) -> None:
    ask(quiet, mentor="mentor")
    assert (news(quiet, "mentor"), news(quiet, "comentor"), news(quiet, "mentee")) == (["request"], [], [])
    quiet.maker.sign(quiet.mentor, quiet.plan, quiet.item("on-call").id, clock.today(), "Seen.")
    assert news(quiet, "mentee") == ["signed"]
    assert news(quiet, "mentor") == ["signed_in_your_name"]  # the request is read by itself
    assert told(quiet, "mentor")[1] == ("request", False)


def test_s20_the_signer_is_told_of_every_signature_in_their_name(quiet: World, clock: Clock) -> None:
    quiet.maker.sign(quiet.mentor, quiet.plan, quiet.item("on-call").id, clock.today(), "Seen.")
    (one, *_) = quiet.read("mentor", list_notices, Paging()).items
    assert (one.kind, one.topic) == ("signed_in_your_name", "sign_offs")
    assert one.line == "Signed in your name: Be 'on call', for Maya Alder. Not you? Say so, and it is looked into."


def test_passing_on_tells_the_other_mentor_and_the_mentee_and_back_again_tells_anew(quiet: World) -> None:
    request = ask(quiet, mentor="mentor")
    quiet.do("mentor", pass_request_on, PassRequestOn(request_id=request, mentor_id=quiet.comentor))
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == ([], ["request"])
    assert news(quiet, "mentee") == ["request_passed_on"]
    quiet.do("comentor", pass_request_on, PassRequestOn(request_id=request, mentor_id=quiet.mentor))
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == (["request"], [])


def test_a_decline_is_told_to_whoever_asked_and_to_nobody_else(quiet: World) -> None:
    request = ask(quiet)
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == (["request"], ["request"])
    quiet.do("comentor", decline_request, DeclineRequest(request_id=request, reason="Away."))
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == (["request"], [])
    quiet.do("mentor", decline_request, DeclineRequest(request_id=request, reason="Away."))
    assert news(quiet, "mentee") == ["request_declined", "request_passed_on"]
    assert [news(quiet, who) for who in ("mentor", "comentor", "line", "manager", "area")] == [[]] * 5


def test_what_is_taken_back_is_news_no_more(quiet: World) -> None:
    request = ask(quiet)
    quiet.do("mentee", withdraw_request, WithdrawRequest(request_id=request))
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == ([], [])


def test_declining_to_take_part_is_told_to_the_proposer_alone(quiet: World, clock: Clock) -> None:
    today = clock.today()
    agreement = quiet.maker.propose(quiet.area, quiet.colleague, [quiet.mentor], today, today + timedelta(days=60))
    assert (news(quiet, "colleague"), news(quiet, "mentor")) == (["agreement_answer"], ["agreement_answer"])
    quiet.do(
        "colleague",
        answer_agreement,
        AnswerAgreement(agreement_id=agreement, person_id=quiet.colleague, answer=Answer.DECLINE),
    )
    assert news(quiet, "area") == ["agreement_declined"]
    assert [news(quiet, who) for who in ("mentor", "manager", "line", "learning", "colleague")] == [[]] * 5


def test_a_quiet_request_goes_to_the_approvers_and_to_no_mentor(quiet: World) -> None:
    quiet.do("mentee", ask_for_change, AskForChange(agreement_id=quiet.agreement, text="Somebody else, please."))
    assert news(quiet, "area") == ["change_request"]
    assert (news(quiet, "mentor"), news(quiet, "comentor"), news(quiet, "mentee")) == ([], [], [])


def test_a_dispute_is_told_to_whoever_signed(quiet: World, clock: Clock) -> None:
    entry = quiet.maker.sign(quiet.mentor, quiet.plan, quiet.item("on-call").id, clock.today(), "Seen.")
    clear(quiet)
    quiet.do("mentee", dispute_sign_off, DisputeSignOff(sign_off_id=entry, text="It was another day."))
    assert (news(quiet, "mentor"), news(quiet, "comentor")) == (["disputed"], [])


def test_a_whole_world_is_made_and_the_mentors_know_of_plan_and_agreement(world: World) -> None:
    assert told(world, "mentor") == [("agreement_active", True), ("agreement_answer", False)]
    assert [kind for kind, _ in told(world, "mentee")] == ["plan_created", "agreement_active", "agreement_answer"]

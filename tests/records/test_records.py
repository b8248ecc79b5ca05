"""A record from its first line to the answer: drafted, shared, talked about, answered, amended, answered anew."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel.errors import Refused
from backend.kernel.ids import Id, new_id
from backend.practice.writing_up import write_record
from backend.records.answering import IncludeRecord, include_record
from backend.records.drafts import RewriteRecord, discard_record, rewrite_record
from backend.records.listing import RecordFilter, list_records
from backend.records.reading import show_record
from backend.records.rules import RecordKind, Shows
from backend.records.saying import StepSaid
from backend.records.tables import record_drafts, records
from tests.conftest import Clock
from tests.kernel.helping import entries, head, refused, rows_of
from tests.records.helping import (
    CONCERN,
    amend,
    answer,
    discuss,
    drafted,
    listed,
    seen,
    share,
    shared,
    waits_of,
    writing,
)
from tests.world import World

pytestmark = pytest.mark.usefixtures("verified")


EVERYBODY = ("mentee", "comentor", "manager", "line", "area", "learning", "people_team", "admin", "colleague")


def readers(world: World, record: Id) -> set[str]:
    """Who of the cast can open it, having found that the lists say the same."""
    found = set()
    for who in ("mentor", *EVERYBODY, "far_area", "stranger"):
        is_listed = record in listed(world, who)
        assert (record in listed(world, who, subject_id=world.mentee)) is is_listed
        try:
            seen(world, who, record)
            found.add(who)
        except Refused:
            assert not is_listed
        else:
            assert is_listed
    return found


def test_a_draft_is_its_writers_alone_and_leaves_nothing_in_the_log(world: World, other: World) -> None:
    before = head(world.maker.database, world.org)
    draft = drafted(world)
    mine = seen(world, "mentor", draft)
    assert (mine.state, mine.may["share"], mine.may["edit"]) == ("draft", True, True)
    assert (mine.account, [step.text for step in mine.draft_steps]) == (
        "Took the late handover on her own.", ["End the next handover by reading the actions out."],
    )  # fmt: skip
    assert listed(world, "mentor", state="draft") == [draft]
    assert listed(world, "mentor") == []
    for who in EVERYBODY:
        with refused("not_found"):
            seen(world, who, draft)
        assert listed(world, who, state="draft") == []
    with refused("not_found"):
        other.read("mentor", show_record, draft)
    assert head(world.maker.database, world.org) == before
    world.do("mentor", discard_record, draft)
    assert rows_of(world.maker.database, world.org, record_drafts) == []


def test_a_draft_changes_in_place_against_the_revision_that_was_read(world: World) -> None:
    draft = drafted(world)
    act = RewriteRecord(happened_on=world.clock.today(), shows=Shows.GOOD_PRACTICE, account="Shorter.")
    world.do("mentor", rewrite_record, draft, 1, act)
    mine = seen(world, "mentor", draft)
    assert (mine.account, mine.rev, mine.criteria, mine.draft_steps) == ("Shorter.", 2, [], [])
    world.do("mentor", rewrite_record, draft, 1, act)  # the answer was lost
    assert seen(world, "mentor", draft).rev == 2
    with refused("request.stale"):
        world.do("mentor", rewrite_record, draft, 1, replace(act, account="Longer."))
    for who in EVERYBODY:
        with refused("not_found"):
            world.do(who, rewrite_record, draft, 2, act)


def test_a_draft_is_gone_after_fourteen_days(world: World, clock: Clock) -> None:
    draft = drafted(world)
    clock.move(days=13)
    assert seen(world, "mentor", draft).lapses_on == clock.today() + timedelta(days=1)
    clock.move(days=1)
    for deed in (lambda: seen(world, "mentor", draft), lambda: share(world, "mentor", draft)):
        with refused("not_found"):
            deed()
    assert listed(world, "mentor", state="draft") == []
    kept = drafted(world)
    assert [row.id for row in rows_of(world.maker.database, world.org, record_drafts)] == [kept]


def test_the_same_draft_sent_twice_is_one_and_another_under_its_id_is_refused(world: World) -> None:
    act = writing(world)
    assert world.do("mentor", write_record, act) == (act.id, True)
    assert world.do("mentor", write_record, act) == (act.id, False)
    with refused("id.reused"):
        world.do("mentor", write_record, writing(world, id=act.id, account="Another."))
    with refused("id.reused"):
        world.do("comentor", write_record, act)
    share(world, "mentor", act.id)
    assert world.do("mentor", write_record, act) == (act.id, False)
    assert rows_of(world.maker.database, world.org, record_drafts) == []


@pytest.mark.parametrize("who", ["mentor", "comentor", "line", "manager", "area"])
def test_those_who_mentor_or_lead_somebody_write_about_them(world: World, who: str) -> None:
    record = shared(world, who)
    assert seen(world, "mentee", record).writer.id == world.people[who]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("mentee", "record.about_oneself"), ("learning", "not_allowed"), ("people_team", "not_allowed"),
        ("admin", "not_allowed"), ("colleague", "not_allowed"), ("far_area", "not_found"), ("stranger", "not_found"),
    ],
)  # fmt: skip
def test_nobody_else_does_and_nobody_about_themselves(world: World, who: str, code: str) -> None:
    with refused(code):
        drafted(world, who)


def test_a_record_is_shared_talked_about_and_answered(world: World, clock: Clock) -> None:
    record = drafted(world)
    clock.move(days=2)
    entry = share(world, "mentor", record)
    assert (entry.about, entry.subject, entry.words["account"]) == (
        record, world.mentee, "Took the late handover on her own.",
    )  # fmt: skip
    now = seen(world, "mentee", record)
    assert (now.state, now.may["answer"], now.version) == ("shared", False, 1)
    assert (now.happened_on, now.written_on) == (clock.today() - timedelta(days=3), clock.today() - timedelta(days=2))
    assert (waits_of(world, "mentor"), waits_of(world, "mentee")) == ([("record_to_discuss", record)], [])
    with refused("record.not_discussed"):
        answer(world, "mentee", record)
    discuss(world, "mentor", record, back=1)
    now = seen(world, "mentee", record)
    assert (now.state, now.discussed_on, now.answer_due_on, now.may["answer"]) == (
        "discussed", clock.today() - timedelta(days=1), clock.today() + timedelta(days=6), True,
    )  # fmt: skip
    assert (waits_of(world, "mentor"), waits_of(world, "mentee")) == ([], [("record_to_answer", record)])
    said = answer(world, "mentee", record, "partly", comment="Lee was with me.", version=1)
    now = seen(world, "mentor", record)
    assert now.answer is not None
    assert (now.state, now.answer.answer, now.answer.comment) == ("answered", "partly", "Lee was with me.")
    assert (waits_of(world, "mentee"), said.attestation["covers"]) == ([], entry.commitment.hex())
    assert said.content["answer"] == "partly"
    assert "Lee" not in repr(said.content)


def test_each_act_sent_twice_is_done_once_and_answered_again(world: World) -> None:
    record = drafted(world)
    assert share(world, "mentor", record).seq == share(world, "mentor", record).seq
    with refused("id.reused"):
        share(world, "mentor", record, discussed_on=world.clock.today())
    assert discuss(world, "mentor", record).seq == discuss(world, "mentor", record).seq
    first = answer(world, "mentee", record, "disagree", version=1)
    assert answer(world, "mentee", record, "disagree", presence=None, version=1).seq == first.seq
    assert answer(world, "mentee", record, "disagree", presence=None).seq == first.seq
    with refused("id.reused"):
        answer(world, "mentee", record, "agree", version=1)


def test_an_amendment_is_shown_beside_the_old_and_answered_anew(world: World, clock: Clock) -> None:
    record = shared(world, discussed=True)
    answer(world, "mentee", record, "disagree", comment="Lee was with me.")
    clock.move(days=3)
    amend(world, "mentor", record, follows=1, happened_on=clock.today() - timedelta(days=4))
    now = seen(world, "mentee", record)
    assert (now.state, now.version, now.answer, now.answer_due_on) == (
        "discussed", 2, None, clock.today() + timedelta(days=7),
    )  # fmt: skip
    old, new = now.versions
    assert old.answer is not None
    assert (old.account, old.answer.comment, [c.key for c in old.criteria]) == (
        "Took the late handover on her own.", "Lee was with me.", ["team-meeting"],
    )  # fmt: skip
    assert (new.account, new.reason, new.answer, new.criteria) == (
        "Took it with Lee.", "Lee was there too.", None, [],
    )  # fmt: skip
    assert waits_of(world, "mentee") == [("record_to_answer", record)]
    with refused("id.reused"):
        answer(world, "mentee", record, version=1, comment="Late.")
    answer(world, "mentee", record, version=2)
    assert [one.answer.answer for one in seen(world, "line", record).versions if one.answer] == ["disagree", "agree"]
    with refused("record.amended"):
        amend(world, "mentor", record, follows=1)


def test_only_the_writer_amends_and_only_the_person_answers_with_presence(world: World) -> None:
    record = shared(world, discussed=True)
    for who in ("mentee", "manager", "line", "area", "comentor"):
        with refused("not_allowed"):
            amend(world, who, record)
    for who in ("mentor", "manager", "line", "area", "comentor"):
        with refused("not_allowed"):
            answer(world, who, record)
    for who in ("learning", "people_team", "admin", "colleague", "stranger"):
        for deed in (amend, answer, discuss):
            with refused("not_found"):
                deed(world, who, record)
    with refused("presence.required"):
        answer(world, "mentee", record, presence=None)


def test_preferring_not_to_sign_is_an_answer_and_loses_nothing(world: World) -> None:
    record = shared(world, discussed=True)
    answer(world, "mentee", record, "prefer_not_to_sign")
    now = seen(world, "mentor", record)
    assert now.answer is not None
    assert (now.state, now.answer.answer, now.account != "") == ("answered", "prefer_not_to_sign", True)


def test_a_record_that_is_evidence_is_read_by_every_mentor_and_one_that_is_not_by_its_writer(world: World) -> None:
    team = {"mentee", "mentor", "line", "manager", "area"}
    assert readers(world, shared(world, criteria=["team-meeting"])) == team | {"comentor"}
    record = shared(world, criteria=[])
    assert readers(world, record) == team
    amend(world, "mentor", record, criteria=["cover-shifts"])
    assert readers(world, record) == team | {"comentor"}
    amend(world, "mentor", record)
    assert readers(world, record) == team
    talk = shared(world, criteria=["team-meeting"], kind=RecordKind.PROFESSIONAL_DISCUSSION)
    assert readers(world, talk) == team
    amend(world, "mentor", talk, criteria=["cover-shifts"])
    assert readers(world, talk) == team


def test_practice_to_improve_is_read_by_its_narrow_circle_even_when_it_names_a_criterion(world: World) -> None:
    record = shared(world, **{**CONCERN, "criteria": ["support-plans"]})
    assert readers(world, record) == {"mentee", "mentor", "line", "people_team"}
    assert readers(world, shared(world, "manager", **CONCERN)) == {"mentee", "manager", "line", "people_team"}


def test_practice_to_improve_is_talked_about_first_and_says_what_support_there_is(world: World) -> None:
    draft = drafted(world, **CONCERN)
    with refused("record.talk_first"):
        share(world, "mentor", draft)
    share(world, "mentor", draft, discussed_on=world.clock.today())
    now = seen(world, "mentee", draft)
    assert (now.concern, now.support_offered, now.state) == (
        CONCERN["concern"], CONCERN["support_offered"], "discussed",
    )  # fmt: skip
    bare = drafted(world, **{**CONCERN, "support_offered": None})
    with refused("record.text_needed"):
        share(world, "mentor", bare, discussed_on=world.clock.today())
    with refused("record.text_of_another_kind"):
        drafted(world, concern="Late.")


def test_the_days_of_a_record_follow_one_another(world: World, clock: Clock) -> None:
    today = clock.today()
    with refused("record.in_future"):
        drafted(world, happened_on=today + timedelta(days=1))
    record = shared(world, happened_on=today - timedelta(days=2))
    for back in (3, -1):
        with refused("record.wrong_day"):
            discuss(world, "mentor", record, back=back)
    discuss(world, "mentor", record, back=2)
    with refused("record.already_discussed"):
        discuss(world, "line", record)
    with refused("record.wrong_day"):
        amend(world, "mentor", record, happened_on=today - timedelta(days=1))


def test_a_criterion_is_one_of_a_framework(world: World) -> None:
    with refused("record.unknown_criterion"):
        drafted(world, criteria=["team-meeting", "made-up"])
    record = shared(world)
    assert [(c.key, c.title) for c in seen(world, "mentee", record).criteria] == [
        ("team-meeting", "Chair a team meeting")
    ]
    assert listed(world, "mentee", subject_id="me", criterion="team-meeting") == [record]
    assert listed(world, "mentee", criterion="cover-shifts") == []


def test_what_is_shared_stays(world: World) -> None:
    record = shared(world)
    with refused("record.already_shared"):
        world.do("mentor", discard_record, record)
    with refused("not_allowed"):
        world.do("mentee", discard_record, record)
    with refused("not_found"):
        world.do("stranger", discard_record, record)
    assert seen(world, "mentee", record).state == "shared"


def test_the_person_alone_says_what_is_read_in_their_review(world: World) -> None:
    record = shared(world)

    def include(who: str, yes: bool) -> Any:
        return world.do(who, include_record, IncludeRecord(record_id=record, include=yes))

    assert seen(world, "mentee", record).included is False
    include("mentee", True)
    assert include("mentee", True) is None
    assert (seen(world, "mentor", record).included, seen(world, "mentee", record).may["include"]) == (True, True)
    with refused("not_allowed"):
        include("mentor", False)
    include("mentee", False)
    assert seen(world, "mentor", record).included is False


def test_lists_are_filtered_and_paged_the_latest_on_top(world: World) -> None:
    made = [shared(world, "manager", id=new_id()) for _ in range(3)]
    other_kind = shared(world, "mentor", kind=RecordKind.PROFESSIONAL_DISCUSSION, discussed=True)
    every = [*reversed([*made, other_kind])]
    for who in ("manager", "mentee", "area", "line"):
        assert listed(world, who) == listed(world, who, subject_id=world.mentee) == every
    assert listed(world, "mentee", kind=RecordKind.PROFESSIONAL_DISCUSSION) == [other_kind]
    assert listed(world, "mentee", writer_id=world.manager) == [*reversed(made)]
    assert listed(world, "manager", writer_id="me", state="shared") == [*reversed(made)]
    assert listed(world, "mentee", state="discussed") == [other_kind]
    assert listed(world, "mentee", state="answered") == []
    found: list[Id] = []
    cursor: str | None = None
    while True:
        page = world.read("area", list_records, RecordFilter(limit=1, cursor=cursor))
        found += [one.id for one in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert found == every


def test_a_step_goes_to_somebody_who_reads_the_record(world: World) -> None:
    for owner in ("stranger", "people_team", "colleague"):
        draft = drafted(world, next_steps=[StepSaid(text="See to it.", owner_id=world.people[owner])])
        with refused("record.owner_outside"):
            share(world, "mentor", draft)
    draft = drafted(world, **CONCERN, next_steps=[StepSaid(text="See to it.", owner_id=world.manager)])
    with refused("record.owner_outside"):
        share(world, "mentor", draft, discussed_on=world.clock.today())
    record = shared(world, next_steps=[StepSaid(text="See to it.", owner_id=world.manager)])
    assert [step.owner.name for step in seen(world, "mentee", record).next_steps] == ["Kit Hawthorn"]


def test_the_rows_say_no_more_of_a_record_than_its_entries(world: World) -> None:
    record = shared(world, discussed=True)
    answer(world, "mentee", record)
    kinds = [entry.kind for entry in entries(world.maker.database, world.org)][-2:]
    assert kinds == ["share_record", "answer_record"]
    (row,) = rows_of(world.maker.database, world.org, records)
    assert (row.site_id, row.area_id, row.circle_id, row.evidence_for_id) == (
        world.site, world.area_id, None, world.mentee,
    )  # fmt: skip


def test_an_answer_sent_again_after_an_amendment_answers_nothing_unread(world: World) -> None:
    record = shared(world, discussed=True)
    first = answer(world, "mentee", record, comment="As it was.")
    amend(world, "mentor", record)
    assert answer(world, "mentee", record, comment="As it was.", presence=None).seq == first.seq
    assert seen(world, "mentee", record).answer is None
    answer(world, "mentee", record, "disagree", comment="Not like that.")
    assert seen(world, "mentee", record).state == "answered"


def test_what_is_amended_is_read_in_a_review_only_after_another_yes(world: World) -> None:
    record = shared(world, discussed=True)
    world.do("mentee", include_record, IncludeRecord(record_id=record, include=True))
    assert seen(world, "mentee", record).included
    amend(world, "mentor", record)
    assert not seen(world, "mentee", record).included

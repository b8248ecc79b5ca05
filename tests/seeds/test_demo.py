"""The demo holds what it promises."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.accounts.pairs import Device, SignedIn
from backend.accounts.presence import OpenPresence, open_presence
from backend.accounts.rules import Platform, PresenceMethod
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.house import House
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.shown import Plan
from backend.upkeep.verifying import verify
from seeds.demo.place import NAME, ensure_made, ensure_ours
from seeds.making import PASSWORD, PIN
from seeds.stops import Stop
from tests.seeds.conftest import word

LOGINS = [
    *(f"{who}@demo.test" for who in ("mentee", "mentor", "comentor", "manager", "area", "learning", "people", "admin")),
    "mentor@other.test",
]
NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


def entered(demo: House, login: str, organisation: str | None = None) -> SignedIn:
    device = Device(name="A test", platform=Platform.WEB)
    act = SignIn(login=login, organisation=organisation, password=PASSWORD, device=device)
    return sign_in(demo.database, demo.vault, act)


def told(data: Path, question: str) -> list[Any]:
    with sqlite3.connect(data / NAME) as connection:
        found = connection.execute(question).fetchall()
    connection.close()
    return found


def plan_of(demo: House, login: str, mentee: str) -> Plan:
    data = demo.settings.data
    ((plan,),) = told(data, f"SELECT p.id FROM plans p JOIN people m ON m.id = p.mentee_id WHERE m.name = '{mentee}'")  # noqa: S608 - names of our own
    token = entered(demo, login).access_token
    with demo.database.reading(token.partition(".")[0]) as tx:  # type: ignore[arg-type]  # a token begins with an id
        actor = who(tx, token)
        return show_plan(tx, actor, plan_head(tx, actor, plan))


@pytest.mark.parametrize("login", LOGINS)
def test_everyone_named_signs_in_and_proves_their_presence_by_pin(demo: House, login: str) -> None:
    token = entered(demo, login).access_token
    act = OpenPresence(method=PresenceMethod.PIN, pin=PIN)
    assert open_presence(demo.database, demo.vault, token, act).uses_left == 20


def test_a_staff_number_signs_in_together_with_the_organisation(demo: House) -> None:
    assert entered(demo, "1001", "hazelwood").person.name == "Bay Juniper"


def test_there_are_areas_sites_people_and_plans_in_two_organisations(demo_data: Path) -> None:
    counts = {
        table: told(demo_data, f"SELECT count(*) FROM {table} GROUP BY org ORDER BY 1")  # noqa: S608 - names of our own
        for table in ("areas", "sites", "people", "plans")
    }
    assert counts == {"areas": [(1,), (3,)], "sites": [(1,), (12,)], "people": [(6,), (63,)], "plans": [(1,), (30,)]}


def test_everything_that_comes_with_the_project_is_published_and_plans_are_made_of_three(demo_data: Path) -> None:
    published = told(demo_data, "SELECT count(*) FROM frameworks GROUP BY org ORDER BY 1")
    assert published == [(1,), (5,)]
    question = (
        "SELECT f.key, p.role, count(*) FROM plans p JOIN frameworks f ON f.org = p.org AND f.id = p.framework_id"
    )
    assert told(demo_data, f"{question} GROUP BY 1, 2 ORDER BY 1, 2") == [
        ("care-certificate", "new_starter", 3),
        ("early-years-room-leader", "room_leader", 1),
        ("senior-manager-mentoring-plan", "manager", 10),
        ("senior-manager-mentoring-plan", "senior", 17),
    ]


def test_new_starters_are_under_way_on_the_care_certificate(demo: House) -> None:
    plan = plan_of(demo, "learning@demo.test", "Dylan Plum")
    assert (plan.progress.criteria_complete, plan.progress.criteria_total) == (7, 16)


def test_plans_stand_at_every_stage(demo_data: Path) -> None:
    stages = {
        "not begun": "signatures_counted = 0",
        "complete": "criteria_complete = criteria_total",
        "nearly complete": "signatures_required - signatures_counted BETWEEN 1 AND 3",
        "behind": "behind_on <= date('now')",
        "ahead": "ahead_until >= date('now')",
        "stalled": "stalled_on <= date('now')",
        "past its end": "ends_on < date('now')",
    }
    (counts,) = told(demo_data, f"SELECT {', '.join(f'sum({stage})' for stage in stages.values())} FROM plans")  # noqa: S608 - names of our own
    missing = [stage for stage, count in zip(stages, counts, strict=True) if not count]
    assert missing == []


def test_agreements_stand_at_every_stage(demo_data: Path) -> None:
    found = told(
        demo_data,
        "SELECT DISTINCT status, approved_at IS NOT NULL, lapses_on <= date('now') FROM agreements"
        " WHERE status <> 'active' ORDER BY 1, 2, 3",
    )
    assert found == [
        ("declined", 0, 0), ("ended", 1, 1), ("paused", 1, 1), ("proposed", 0, 0), ("proposed", 0, 1),
        ("proposed", 1, 0),
    ]  # fmt: skip


def test_what_happens_seldom_is_shown_as_well(demo_data: Path) -> None:
    said = {
        "quiet requests, answered or not": "SELECT DISTINCT answer IS NOT NULL FROM change_requests ORDER BY 1",
        "a group and its agreements": "SELECT count(*) FROM agreements WHERE group_id IS NOT NULL",
        "mentors in the place of others": "SELECT count(*) FROM agreement_mentors WHERE replaces_id IS NOT NULL"
        " AND active_since IS NOT NULL",
        "plans to take up": "SELECT count(*) FROM plans p JOIN agreements a ON a.id = p.agreement_id"
        " JOIN agreements b ON b.mentee_id = p.mentee_id WHERE a.status = 'ended' AND b.status = 'active'",
        "withdrawn by two": "SELECT count(*) FROM entries WHERE kind = 'confirm_withdrawal'",
        "came back": "SELECT count(*) FROM entries WHERE kind = 'record_return'",
        "versions that retire": "SELECT count(*) FROM retirements",
        "drafts": "SELECT count(*) FROM framework_drafts",
    }
    found = {name: told(demo_data, question) for name, question in said.items()}
    assert found == {
        **{name: [(1,)] for name in said}, "quiet requests, answered or not": [(0,), (1,)],
        "a group and its agreements": [(3,)],
    }  # fmt: skip


def test_what_was_told_more_than_a_week_ago_is_read(demo_data: Path) -> None:
    unread = (
        "SELECT max(julianday('now') - julianday(n.at)) < 8, count(*) > 0 FROM notices n"
        " JOIN people p ON p.id = n.person_id WHERE n.read_at IS NULL AND p.left_at IS NULL"
    )
    assert told(demo_data, unread) == [(1, 1)]


def test_people_talk_jot_down_and_are_away(demo_data: Path) -> None:
    kinds = "SELECT DISTINCT mode FROM conversations ORDER BY 1"
    assert told(demo_data, kinds) == [("both",), ("coaching",), ("mentoring",)]
    assert told(demo_data, "SELECT count(*) FROM notes") == [(2,)]
    assert told(demo_data, "SELECT until_on IS NULL FROM absences ORDER BY 1") == [(0,), (1,)]


def test_requests_wait_at_differing_ages_and_one_has_passed_on(demo_data: Path) -> None:
    ages = told(
        demo_data,
        "SELECT CAST(julianday('now') - julianday(asked_at) AS INT) FROM requests WHERE status = 'waiting' ORDER BY 1",
    )
    assert (len(ages) >= 8, ages[0][0] <= 2, ages[-1][0] > 14) == (True, True, True)


def test_every_kind_of_word_has_been_said(demo_data: Path) -> None:
    kinds = told(demo_data, "SELECT DISTINCT outcome, withdrawn_at IS NOT NULL FROM sign_offs ORDER BY 1, 2")
    assert kinds == [("competent", 0), ("competent", 1), ("not_yet", 0)]
    assert told(demo_data, "SELECT ended_how FROM freezes ORDER BY 1") == [(None,), ("lifted",)]
    assert told(demo_data, "SELECT count(*) FROM sign_offs WHERE gap_reason IS NOT NULL") == [(1,)]


def test_the_mentor_has_open_criteria_to_sign_on_several_plans(demo: House) -> None:
    mentees = ["Maya Alder", "Tom Hazel", "Cal Aspen", "Robin Elder"]
    plans = [plan_of(demo, "mentor@demo.test", mentee) for mentee in mentees]
    signable = [sum(i.may["sign_off"] and i.status == "open" for i in plan.items) for plan in plans]
    assert [count >= 5 for count in signable] == [True] * 4


def test_the_mentee_has_thirteen_of_twenty_two(demo: House) -> None:
    plan = plan_of(demo, "mentee@demo.test", "Maya Alder")
    assert (plan.progress.criteria_complete, plan.progress.criteria_total) == (13, 22)


def test_nothing_is_said_twice_in_the_same_words_about_one_criterion_of_one_plan(demo_data: Path) -> None:
    twice = told(demo_data, "SELECT statement FROM sign_offs GROUP BY plan_id, item_id, statement HAVING count(*) > 1")
    assert twice == []


def test_the_log_is_whole(demo_data: Path) -> None:
    assert verify(f"sqlite:///{demo_data / NAME}") == []


def test_it_is_told_the_same_each_time(tmp_path: Path) -> None:
    tellings = []
    for name in ("one", "two"):
        data = tmp_path / name
        data.mkdir()
        ensure_made(data, NOW)
        columns = "m.name, i.key, s.outcome, s.seen_on, s.signed_at, s.help, s.statement, s.next_step, s.signer_name"
        tables = "sign_offs s JOIN people m ON m.id = s.mentee_id JOIN items i ON i.id = s.item_id"
        tellings.append(told(data, f"SELECT {columns} FROM {tables} ORDER BY s.signed_at, m.name, i.key"))  # noqa: S608 - names of our own
    assert tellings[0] == tellings[1]


def test_a_second_start_finds_it(demo_data: Path) -> None:
    before = (demo_data / NAME).stat().st_ino
    ensure_ours(demo_data)
    assert (ensure_made(demo_data), (demo_data / NAME).stat().st_ino) == (False, before)


def test_what_was_left_of_a_start_that_was_cut_off_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "making.sqlite3-wal").write_text("half")
    ensure_ours(tmp_path)
    assert ensure_made(tmp_path, NOW)


def test_it_refuses_a_directory_that_holds_anything_else(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear all")
    answer = word("demo", "--data", str(tmp_path))
    assert (answer.returncode, "letters.txt" in answer.stderr) == (1, True)


def test_it_refuses_a_database_of_somebody_elses(tmp_path: Path) -> None:
    word("migrate", COUNTERSIGN_DATA=str(tmp_path))
    answer = word("demo", "--data", str(tmp_path))
    assert (answer.returncode, "is not a demo's" in answer.stderr) == (1, True)


def test_it_refuses_a_demo_that_has_taken_in_another_organisation(demo_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(demo_data, tmp_path / "demo")
    founding = ["--key", "real", "--name", "Real", "--administrator", "Ann", "--login", "ann@real.test"]
    assert word("found-organisation", *founding, COUNTERSIGN_DATA=str(data)).returncode == 0
    with pytest.raises(Stop, match="has taken in real"):
        ensure_ours(data)


def test_it_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("This is a letter, and not a database at all. " * 20)
    answer = word("demo", "--data", str(tmp_path))
    assert (answer.returncode, "could not be reached" in answer.stderr) == (1, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104 - all of them are refused
def test_it_answers_on_this_machine_only(tmp_path: Path, host: str) -> None:
    answer = word("demo", "--data", str(tmp_path / "demo"), "--host", host)
    assert (answer.returncode, "on this machine only" in answer.stderr) == (1, True)
    assert not (tmp_path / "demo").exists()

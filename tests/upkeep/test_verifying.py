"""`verify` finds nothing wrong with what the acts made, and finds everything that was changed behind their back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, text

from backend.frameworks.rules import Method
from backend.house import House
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.people.appointments import Appoint, RecordLeaving, appoint, record_leaving
from backend.people.rules import Post
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from backend.signoff.rules import Outcome
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off
from backend.upkeep.rebuilding import projections
from backend.upkeep.verifying import verify
from tests.conftest import Clock
from tests.world import World


@pytest.fixture
def lived_in(world: World, clock: Clock) -> World:
    """A world in which much has happened: asked, signed, withdrawn, moved, and left."""
    clock.move(days=10)
    today = clock.today()
    for key in ("support-plans", "cover-shifts", "on-call"):
        world.do("mentee", request_sign_off, RequestSignOff(plan_id=world.plan, item_id=world.item(key).id))
    waiting = world.item("on-call").waiting
    assert waiting
    world.do("mentee", withdraw_request, WithdrawRequest(request_id=waiting.request_id))
    first = world.item("support-plans").id
    world.maker.sign(world.mentor, world.plan, first, today, "With the client and an advocate.")
    clock.move(days=1)
    world.maker.sign(world.comentor, world.plan, first, clock.today(), "A second plan, on another day.")
    again = world.item("reflect").id
    wrong = world.maker.sign(world.comentor, world.plan, again, today, "Wrong person.", method=Method.DISCUSSED)
    withdrawal = WithdrawSignOff(sign_off_id=wrong, reason="I meant somebody else.")
    world.do("comentor", withdraw_sign_off, withdrawal, world.presence("comentor"))
    world.maker.sign(
        world.mentor,
        world.plan,
        world.item("team-meeting").id,
        today,
        "Ran over time.",
        outcome=Outcome.NOT_YET,
        next_step="Chair the next one with me beside you.",
    )
    clock.move(days=1)
    world.maker.operate(
        appoint,
        Appoint(person_id=world.mentee, post=Post.DEPUTY, starts_on=clock.today(), site_id=world.other_site),
    )
    removal = RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="On long leave.")
    world.do("area", remove_mentor, removal)
    world.maker.operate(record_leaving, RecordLeaving(person_id=world.colleague))
    return world


def findings(world: World, house: House) -> list[str]:
    """What verify says of this one organisation; others in the same database are other tests'."""
    return verify(house.settings.owner_url, only=[world.org])


def test_verify_finds_nothing_in_what_acts_made(lived_in: World, house: House) -> None:
    assert findings(lived_in, house) == []


@contextmanager
def behind_the_back(house: House, world: World) -> Iterator[object]:
    """The owner with every trigger out of the way, as somebody with the disk in hand would have it."""
    engine = create_engine(house.settings.owner_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield lambda sql: connection.execute(text(sql), {"org": world.org})
        else:
            triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            yield lambda sql: connection.execute(text(sql), {"org": world.org})
            for _, sql in triggers:
                connection.execute(text(sql))
    engine.dispose()


TAMPERING = {
    "a fact": "UPDATE entries SET facts = replace(facts, 'competent', 'not_yet') WHERE org = :org",
    "a word": "UPDATE contents SET words = replace(words, 'advocate', 'brother') WHERE org = :org",
    "who signed": "UPDATE contents SET words = replace(words, 'Jo Rowan', 'Jo Rowen') WHERE org = :org",
    "an actor": "UPDATE entries SET actor = about WHERE org = :org AND kind = 'sign_off'",
    "a removed entry": "DELETE FROM entries WHERE org = :org AND seq = 30",
    "the head": "UPDATE heads SET seq = seq + 1 WHERE org = :org",
    "a standing": "UPDATE items SET status = 'signed' WHERE org = :org AND key = 'innovate'",
    "a counter": "UPDATE plans SET signatures_counted = signatures_counted + 1 WHERE org = :org",
    "a tie": "UPDATE ties SET tie = 'mentor' WHERE org = :org AND tie = 'colleague'",
    "a forged row": "UPDATE sign_offs SET outcome = 'competent' WHERE org = :org",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_s21_verify_finds_what_was_changed_behind_the_back(
    lived_in: World, house: House, what: str
) -> None:  # fmt: skip
    with behind_the_back(house, lived_in) as run:
        run(TAMPERING[what])  # type: ignore[operator]  # what the fixture gives is called
    assert findings(lived_in, house) != []


def test_every_projection_is_compared() -> None:
    assert {str(table) for table in projections()} == {
        "organisations", "areas", "sites", "people", "people_names", "ties", "waits", "agreements", "agreement_mentors",
        "agreement_groups", "change_requests", "conversations", "plans", "items", "requests", "sign_offs",
        "requirements", "disputes", "freezes", "absences", "deputies", "meetings", "pauses", "retirements",
        "records", "record_versions",
        "record_criteria", "next_steps", "rhythms", "evidence", "evidence_criteria",
        "board", "owed_spans", "board_totals", "answer_days", "samples", "sampled",
        "reviews", "review_consultees", "review_basis", "review_views", "review_days",
    }  # fmt: skip

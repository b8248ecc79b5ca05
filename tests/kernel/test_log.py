"""The organisation's log: gap-free, chained, recomputable, and the same answer to the same act for ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
import pytest
import rfc8785
from sqlalchemy import text

from backend.house import House
from backend.kernel import appending, log
from backend.kernel.canonical import GENESIS, seal
from backend.kernel.clock import stamp
from backend.kernel.entries import SAID, SIGNER, Entry, heads
from backend.kernel.entries import entries as entries_table
from backend.kernel.ids import new_id
from backend.people.appointments import AddPerson, add_person
from backend.people.organisation import OpenArea, open_area, operator
from backend.people.rules import Post
from tests.conftest import Clock
from tests.kernel.helping import entries, head, owning, refused, rows_of
from tests.world import World


def recomputed(entry: Entry) -> bytes:
    """The entry's commitment from its own facts, with nothing of ours."""
    parts = (sha256(rfc8785.dumps(part)).digest() for part in (entry.content, entry.attestation))
    return sha256(b"\0" + b"".join(parts)).digest()


def test_s21_every_entry_follows_from_the_one_before_without_a_gap(world: World) -> None:
    found = entries(world.maker.database, world.org)
    previous = GENESIS
    assert [entry.seq for entry in found] == list(range(1, len(found) + 1))
    for entry in found:
        assert entry.commitment == recomputed(entry)
        assert entry.hash == sha256(previous + entry.commitment).digest()
        previous = entry.hash
    assert head(world.maker.database, world.org) == (len(found), previous)


def test_s21_words_and_signer_are_sealed_in_every_entry(world: World) -> None:
    for entry in entries(world.maker.database, world.org):
        assert entry.words is not None
        assert entry.signer is not None
        assert entry.content["words"] == seal(entry.nonces[SAID] or "", entry.words)
        assert entry.attestation["signer"] == seal(entry.nonces[SIGNER] or "", entry.signer)


def test_s28_an_entry_says_who_did_what_to_whom_when_and_under_which_name(world: World, clock: Clock) -> None:
    clock.move(hours=5)
    item = world.item("cover-shifts")
    before = clock.now
    signed = world.maker.sign(world.mentor, world.plan, item.id, clock.today(), "Rang round and found cover.")
    entry = entries(world.maker.database, world.org)[-1]
    assert (entry.id, entry.kind, entry.actor, entry.about, entry.subject) == (
        signed, "sign_off", world.mentor, item.id, world.mentee,
    )  # fmt: skip
    assert before < entry.at < clock.now
    assert entry.attestation["at"] == stamp(entry.at)
    assert entry.words == {"statement": "Rang round and found cover."}
    assert entry.signer == {"name": "Jo Rowan", "post": "manager", "site": "Larch House"}
    assert (entry.content["organisation"], entry.content["actor"], entry.content["subject"]) == (
        world.org, world.mentor, world.mentee,
    )  # fmt: skip


def test_s28_the_operator_stands_in_the_same_trail_as_everybody_else(world: World) -> None:
    found = entries(world.maker.database, world.org)
    founded = [entry for entry in found if entry.actor == world.org]
    assert found[0].kind == "found_organisation"
    assert {entry.kind for entry in founded} == {
        "found_organisation", "open_area", "open_site", "add_person", "record_identity_check", "name_line_manager",
        "publish_framework",
    }  # fmt: skip
    assert {entry.signer["name"] for entry in founded if entry.signer} == {"Operator"}


def test_each_organisation_has_a_chain_of_its_own(world: World, other: World) -> None:
    mine, theirs = (entries(world.maker.database, one.org) for one in (world, other))
    assert {entry.id for entry in mine} & {entry.id for entry in theirs} == set()
    assert (mine[0].seq, theirs[0].seq) == (1, 1)
    assert head(world.maker.database, world.org) != head(world.maker.database, other.org)


def test_the_stored_facts_are_the_bytes_that_were_hashed(world: World) -> None:
    for row in rows_of(world.maker.database, world.org, entries_table):
        kept = orjson.loads(row.facts)
        assert row.facts.encode() == rfc8785.dumps(kept)
        assert sorted(kept) == ["attestation", "content"]


TAMPERED = {
    "kind": "'add_person'", "actor": "(SELECT actor FROM entries WHERE org = :org AND seq = 1)",
    "subject": "NULL", "at": "(SELECT at FROM entries WHERE org = :org AND seq = 1)",
    "facts": "replace(facts, 'competent', 'excellent')", "seq": "seq + 1000",
    "commitment": "(SELECT commitment FROM entries WHERE org = :org AND seq = 1)",
    "hash": "(SELECT hash FROM entries WHERE org = :org AND seq = 1)",
}  # fmt: skip


def whole(world: World) -> bool:
    """Whether chain, seals, columns and head agree, by plain recomputation."""
    previous, found = GENESIS, entries(world.maker.database, world.org)
    for seq, entry in enumerate(found, 1):
        facts = (entry.content["kind"], entry.content["actor"], entry.content["subject"], entry.attestation["at"])
        said = entry.words is None or entry.content["words"] == seal(entry.nonces[SAID] or "", entry.words)
        named = entry.signer is None or entry.attestation["signer"] == seal(entry.nonces[SIGNER] or "", entry.signer)
        chained = entry.commitment == recomputed(entry) and entry.hash == sha256(previous + entry.commitment).digest()
        if not (said and named and chained and entry.seq == seq):
            return False
        if facts != (entry.kind, entry.actor, entry.subject, stamp(entry.at)):
            return False
        previous = entry.hash
    return head(world.maker.database, world.org) == (len(found), previous)


@pytest.mark.parametrize("field", TAMPERED)
def test_s22_a_change_of_any_field_behind_our_back_is_detected(
    spare: World, spare_house: House, clock: Clock, field: str
) -> None:
    spare.maker.sign(spare.mentor, spare.plan, spare.item("cover-shifts").id, clock.today(), "Found cover.")
    assert whole(spare)
    change = f"UPDATE entries SET {field} = {TAMPERED[field]} WHERE org = :org AND kind = 'sign_off'"  # noqa: S608 - ours
    disarmed(spare_house, "entries", change, org=spare.org)
    assert not whole(spare)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contents SET words = replace(words, 'Found', 'Finds') WHERE org = :org AND words LIKE '%Found cover%'",
        "UPDATE contents SET words = replace(words, 'Jo Rowan', 'Jo Brown') WHERE org = :org AND part = 'signer'",
        "UPDATE contents SET nonce = '00112233445566778899aabbccddeeff' WHERE org = :org",
    ],
)
def test_s21_changed_words_and_a_changed_name_are_detected(
    spare: World, spare_house: House, clock: Clock, statement: str
) -> None:
    spare.maker.sign(spare.mentor, spare.plan, spare.item("cover-shifts").id, clock.today(), "Found cover.")
    disarmed(spare_house, "contents", statement, org=spare.org)
    assert not whole(spare)


def test_erased_words_leave_facts_chain_and_signature_standing(spare: World, spare_house: House, clock: Clock) -> None:
    signed = spare.maker.sign(spare.mentor, spare.plan, spare.item("cover-shifts").id, clock.today(), "Found cover.")
    with owning(spare_house) as connection:
        connection.execute(
            text("UPDATE contents SET words = NULL, nonce = NULL WHERE org = :org AND id = :id AND part = 'said'"),
            {"org": spare.org, "id": signed},
        )
    entry = entries(spare.maker.database, spare.org)[-1]
    assert (entry.id, entry.words, entry.content["outcome"]) == (signed, None, "competent")
    assert whole(spare)


@pytest.mark.parametrize("statement", ["DELETE FROM contents WHERE org = :org AND id = :id",
                                       "DELETE FROM entries WHERE org = :org AND id = :id"])  # fmt: skip
def test_a_removed_entry_is_detected(spare: World, spare_house: House, clock: Clock, statement: str) -> None:
    spare.maker.sign(spare.mentor, spare.plan, spare.item("cover-shifts").id, clock.today(), "Found cover.")
    last = entries(spare.maker.database, spare.org)[-1]
    for table in ("contents", "entries"):
        if table in ("contents", statement.split()[2]):
            disarmed(spare_house, table, statement.replace(statement.split()[2], table), org=spare.org, id=last.id)
    assert not whole(spare)


def disarmed(house: House, table: str, statement: str, **params: Any) -> None:
    """Runs a statement as an owner who switches the guards off, does it, and switches them on again."""
    from backend.upkeep.guards import apply_guards

    with owning(house) as connection:
        if connection.dialect.name == "sqlite":
            for name in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{name}"))
            connection.execute(text("DROP TRIGGER IF EXISTS contents_erase_only"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(statement), params)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        else:
            apply_guards(connection)


def test_the_same_act_again_gets_the_same_entry_and_writes_nothing(world: World) -> None:
    act = OpenArea(name="East")
    first = world.maker.operate(open_area, act)
    count, _ = head(world.maker.database, world.org)
    again = world.maker.operate(open_area, act)
    assert again == first
    assert (first.is_new, again.is_new) == (True, False)
    assert head(world.maker.database, world.org)[0] == count


def test_an_id_with_other_facts_words_author_or_kind_is_refused(world: World) -> None:
    act = AddPerson(name="Ari Hazel", post=Post.RELIEF, starts_on=date(2026, 1, 5))
    world.do("people_team", add_person, act)
    before = head(world.maker.database, world.org)
    for changed in (
        replace(act, post=Post.VOLUNTEER),
        replace(act, name="Ari Holly"),
        replace(act, site_id=world.site),
    ):
        with refused("id.reused"):
            world.do("people_team", add_person, changed)
    with refused("id.reused"):
        world.do("admin", add_person, act)
    with refused("id.reused"):
        world.do("people_team", open_area, OpenArea(id=act.id, name="Ari Hazel"))
    assert head(world.maker.database, world.org) == before


def test_an_act_whose_words_are_erased_is_still_known_by_its_facts(spare: World, spare_house: House) -> None:
    act = AddPerson(name="Ari Hazel", post=Post.RELIEF, starts_on=date(2026, 1, 5))
    first = spare.do("people_team", add_person, act)
    with owning(spare_house) as connection:
        connection.execute(
            text("UPDATE contents SET words = NULL, nonce = NULL WHERE org = :org AND id = :id AND part = 'said'"),
            {"org": spare.org, "id": act.id},
        )
    assert spare.do("people_team", add_person, act).hash == first.hash
    with refused("id.reused"):
        spare.do("people_team", add_person, replace(act, post=Post.VOLUNTEER))


def test_the_same_id_in_two_organisations_is_two_acts(world: World, other: World) -> None:
    act = OpenArea(name="East")
    mine, theirs = world.maker.operate(open_area, act), other.maker.operate(open_area, act)
    assert (mine.id, mine.content["organisation"]) == (act.id, world.org)
    assert (theirs.id, theirs.content["organisation"]) == (act.id, other.org)
    assert mine.commitment != theirs.commitment


def test_two_who_append_the_same_id_at_once_leave_one_entry(world: World) -> None:
    act = OpenArea(name="East")

    def write(_: int) -> str:
        with world.maker.database.writing(world.org) as tx:  # without the look-up that would find the other
            return log.record(tx, operator(world.org), act, about=act.id, subject=None).id

    with ThreadPoolExecutor(2) as pool:
        outcomes = [future.exception() for future in [pool.submit(write, n) for n in range(2)]]
    assert [getattr(outcome, "code", outcome) for outcome in outcomes if outcome] == ["id.reused"]
    assert [entry.id for entry in entries(world.maker.database, world.org)].count(act.id) == 1


def test_s21_eight_who_append_at_once_keep_one_chain(world: World) -> None:
    before, _ = head(world.maker.database, world.org)

    def write(number: int) -> list[int]:
        made = [world.maker.operate(open_area, OpenArea(name=f"Area {number}-{n}")) for n in range(10)]
        return [entry.seq for entry in made]

    with ThreadPoolExecutor(8) as pool:
        numbers = [seq for seqs in pool.map(write, range(8)) for seq in seqs]
    assert sorted(numbers) == list(range(before + 1, before + 81))
    assert whole(world)


@pytest.mark.parametrize("statement", ["_APPEND", "_CONTENTS"])
def test_a_statement_the_guard_cannot_read_still_writes_to_its_own_organisation_alone(
    spare: World, spare_other: World, statement: str
) -> None:
    if statement == "_APPEND" and spare.maker.database.dialect.name == "sqlite":
        pytest.skip("SQLite appends by three plain statements, which the guard reads")
    database = spare.maker.database
    mine, theirs = (entries(database, one.org) for one in (spare, spare_other))
    values = {
        "id": new_id(), "kind": "open_area", "actor": spare.org, "about": spare.org, "subject": None,
        "at": mine[-1].at, "facts": '{"attestation":{},"content":{}}', "commitment": b"\0" * 32,
        "said_nonce": "00", "said": "{}", "signer_nonce": "00", "signer": "{}",
    }  # fmt: skip
    if statement == "_CONTENTS":
        values["id"] = new_id()
        with database.writing(spare_other.org) as tx:
            tx.put(
                appending._ENTRY, **{k: v for k, v in values.items() if k in appending._GIVEN}, seq=10_000, hash=b"\0"
            )
            tx.put(appending._CONTENTS, **values)
    else:
        with database.writing(spare_other.org) as tx:
            (moved,) = tx.rows(appending._APPEND, **values)
            assert moved.seq == theirs[-1].seq + 1
    assert entries(database, spare.org) == mine
    assert head(database, spare.org) == (mine[-1].seq, mine[-1].hash)
    assert [entry.id for entry in entries(database, spare_other.org)] == [*(entry.id for entry in theirs), values["id"]]


def test_the_head_of_one_organisation_is_one_row(world: World) -> None:
    assert len(rows_of(world.maker.database, world.org, heads)) == 1

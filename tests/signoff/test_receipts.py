"""Receipts, and the page that says how to check one: its program is taken from the page and run."""

import json
import re
from collections.abc import Callable, Iterator, Set
from copy import deepcopy
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from backend.kernel.canonical import canonical, commit, link, seal
from backend.mentoring.mentors import RemoveMentor, remove_mentor
from backend.practice.notes import MakeNote, make_note
from backend.signoff.receipts import show_receipt
from backend.signoff.rules import Outcome
from tests.conftest import Clock
from tests.kernel.helping import entries, refused
from tests.practice.helping import share, write
from tests.signoff.helping import act_on, ask, sign, withdraw
from tests.world import World

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "record-format.md").read_text()
VECTORS = json.loads((DOCS / "record-format-vectors.json").read_text())
CHAIN, LATER = VECTORS["chain"], VECTORS["later"]
FROZEN = "546c529cabf4ff3bf719864a16479080f659ba2e0d72c82df3bec485896d7c36"
FROZEN_LATER = {
    1: "b8d67b275e29936cea2d9f9d90856e7db55d21cee8d3638a3353bc8b3962a5c6",
    2: "ed64219ac11f1823ad621fec6c7d4897676d573cee3a0da61b33d9e07ed0e542",
    3: "d9f1f2c6a3c218abde89b553fddf1171ce5395524c85402f78ff27ece34e3f5f",
}
"""Of the first so many of `later`: it grows at its end, and nowhere else."""
RESTING = {"rests_on"}
ADDED = {"same_words", "on_device_of"} | RESTING
"""Facts of an attestation that came later, and that `chain` was written without."""


def program() -> Callable[..., list[str]]:
    """`wrong_with`, as the page has it."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, "docs/record-format.md", "exec"), names)  # noqa: S102 - our own page
    found: Callable[..., list[str]] = names["wrong_with"]
    return found


wrong_with = program()


def test_the_vectors_are_frozen() -> None:
    """What was signed under version 1 is checked under version 1 for ever: make version 2 beside it instead."""
    first = {name: part for name, part in VECTORS.items() if name != "later"}
    assert sha256(rfc8785.dumps(first)).hexdigest() == FROZEN
    assert {count: sha256(rfc8785.dumps(LATER[:count])).hexdigest() for count in FROZEN_LATER} == FROZEN_LATER
    assert len(LATER) in FROZEN_LATER


@pytest.mark.parametrize("vector", VECTORS["canonical"], ids=range(len(VECTORS["canonical"])))
def test_s21_a_value_is_written_as_its_vector_says(vector: dict[str, Any]) -> None:
    assert canonical(vector["value"]).decode() == vector["text"]
    assert sha256(canonical(vector["value"])).hexdigest() == vector["sha256"]
    assert rfc8785.dumps(vector["value"]).decode() == vector["text"]


@pytest.mark.parametrize("vector", VECTORS["seals"], ids=range(len(VECTORS["seals"])))
def test_s21_words_are_sealed_as_their_vector_says(vector: dict[str, Any]) -> None:
    assert seal(vector["nonce"], vector["words"]) == vector["seal"]


def test_s21_the_chain_of_vectors_recomputes_link_by_link() -> None:
    previous = bytes.fromhex(VECTORS["previous"])
    for receipt in [*CHAIN, *LATER]:
        commitment = commit(receipt["content"], receipt["attestation"])
        previous = link(previous, commitment)
        assert (receipt["commitment"], receipt["hash"]) == (commitment.hex(), previous.hex())
        assert receipt["content"]["words"] == seal(receipt["said"]["nonce"], receipt["said"]["words"])
        assert receipt["attestation"]["signer"] == seal(receipt["signer"]["nonce"], receipt["signer"]["words"])


def test_the_program_on_the_page_finds_nothing_wrong_with_the_vectors() -> None:
    receipts = [*CHAIN, *LATER]
    before = [VECTORS["previous"], *(receipt["hash"] for receipt in receipts)]
    assert [wrong_with(receipt, previous) for receipt, previous in zip(receipts, before, strict=False)] == [[]] * len(
        receipts
    )
    assert wrong_with(VECTORS["erased"], VECTORS["previous"]) == []


def test_the_program_on_the_page_is_short_enough_to_read() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 25


def changes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every place in a receipt, with something else to stand there."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from changes(part, (*path, key))
    elif isinstance(value, list) and value:
        for index, part in enumerate(value):
            yield from changes(part, (*path, index))
    else:
        other = {bool: lambda: not value, int: lambda: value + 1, str: lambda: _another(value)}
        yield path, other.get(type(value), lambda: "something")()


def _another(text: str) -> str:
    if re.fullmatch("[0-9a-f]{32,}", text):
        return text[:-1] + ("0" if text[-1] != "0" else "1")
    return text + "x"


def changed(receipt: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    forged: Any = deepcopy(receipt)
    inner = forged
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    result: dict[str, Any] = forged
    return result


UNBOUND = {("v",), ("seq",)}  # the version of the receipt's own form, and the count, which the chain binds


@pytest.mark.parametrize("receipt", [*CHAIN, *LATER], ids=lambda receipt: receipt["kind"] + str(receipt["seq"]))
def test_s22_a_change_of_any_field_of_a_receipt_is_found(receipt: dict[str, Any]) -> None:
    every = [*CHAIN, *LATER]
    previous = [VECTORS["previous"], *(one["hash"] for one in every)][every.index(receipt)]
    unnoticed = {
        path for path, value in changes(receipt) if not wrong_with(changed(receipt, path, value), previous)
    }  # fmt: skip
    assert unnoticed == UNBOUND


def test_receipts_out_of_order_or_with_one_missing_are_found() -> None:
    assert wrong_with(CHAIN[1], CHAIN[2]["hash"]) == ["it does not follow the entry before"]
    assert wrong_with(CHAIN[2], CHAIN[0]["hash"]) == ["it does not follow the entry before"]


def shape(value: Any, without: Set[str] = frozenset()) -> Any:
    """A value's fields, without what stands in them."""
    if not isinstance(value, dict):
        return "..."
    return {key: shape(part, without) for key, part in sorted(value.items()) if key not in without}


def test_the_vectors_have_the_fields_of_what_the_house_writes(world: World, clock: Clock) -> None:
    ask(world, "support-plans")
    first = sign(world, "mentor", act_on(world, "support-plans"))
    words = {"gap_reason": "Leave.", "outcome": Outcome.NOT_YET, "help": None, "next_step": "Again."}
    second = sign(world, "comentor", act_on(world, "support-plans", **words))
    third = withdraw(world, "mentor", first.sign_off.id)
    written = [asdict(answer.receipt) for answer in (first, second, third)]
    assert [shape(receipt, ADDED) for receipt in written] == [shape(receipt) for receipt in CHAIN]
    note = MakeNote(person_id=world.mentee, text="As before.", happened_at=clock())
    world.do("mentor", make_note, note)
    noted = sign(world, "mentor", act_on(world, "support-plans", note_id=note.id))
    resting = sign(world, "mentor", act_on(world, "support-plans", evidence=[share(world, write(world)).id]))
    assert shape(asdict(noted.receipt), RESTING) == shape(LATER[0])
    assert shape(asdict(resting.receipt)) == shape(LATER[1])
    pinned = resting.receipt.attestation["rests_on"]
    assert [sorted(one) for one in pinned] == [sorted(one) for one in LATER[1]["attestation"]["rests_on"][:1]]
    kept = sign(world, "mentor", act_on(world, "support-plans", kept_because="She asked to be named."))
    assert shape(asdict(kept.receipt)) == shape(LATER[2])


def test_s30_a_receipt_can_be_checked_from_its_own_fields(world: World, clock: Clock) -> None:
    receipts = []
    for key, evidence in (("support-plans", None), ("cover-shifts", [share(world, write(world)).id])):
        receipts.append(sign(world, "mentor", act_on(world, key, evidence=evidence)).receipt)
    receipts.append(withdraw(world, "mentor", receipts[0].id).receipt)
    sent = [json.loads(json.dumps(asdict(receipt))) for receipt in receipts]
    before = entries(world.maker.database, world.org)[-4].hash.hex()
    for receipt in sent:
        assert wrong_with(receipt, before) == []
        before = receipt["hash"]


def test_every_entry_of_the_log_can_be_checked_the_same_way(world: World) -> None:
    from backend.signoff.receipts import receipt_of

    found = entries(world.maker.database, world.org)
    before = ["00" * 32, *(entry.hash.hex() for entry in found)]
    wrong = {
        entry.kind: wrong_with(json.loads(json.dumps(asdict(receipt_of(entry)))), previous)
        for entry, previous in zip(found, before, strict=False)
        if "id" in entry.content
    }
    assert set(wrong) == {entry.kind for entry in found} - {"approve_agreement", "answer_agreement"}
    assert [kind for kind, findings in wrong.items() if findings] == []


def test_s30_a_receipt_is_the_same_for_ever_and_for_everybody_who_sees_it(world: World, clock: Clock) -> None:
    first = sign(world, "mentor", act_on(world, "support-plans")).receipt
    clock.move(days=3)
    sign(world, "comentor", act_on(world, "support-plans"))
    withdraw(world, "mentor", first.id)
    world.do("area", remove_mentor, RemoveMentor(agreement_id=world.agreement, mentor_id=world.mentor, reason="Gone."))
    for who in ("mentor", "mentee", "comentor", "manager", "line", "area", "learning", "people_team"):
        assert world.read(who, show_receipt, first.id) == first
    for who in ("colleague", "stranger", "far_area", "admin"):
        with refused("not_found"):
            world.read(who, show_receipt, first.id)


def test_only_a_sign_off_has_a_receipt_to_ask_for(world: World) -> None:
    for entry in entries(world.maker.database, world.org):
        with refused("not_found"):
            world.read("mentor", show_receipt, entry.id)

"""A plan on paper: what stands on it, that screen readers can read it, and that nothing people write breaks it."""

import re
from datetime import UTC, datetime
from threading import BoundedSemaphore
from typing import Any

import pytest

from backend.archive.plan_sheet import for_columns
from backend.archive.press import TEMPLATE, Press, dumped, unprintable
from backend.archive.sheet import file_name, sheet_of
from backend.archive.writing import written
from tests.archive.helping import AGAINST, bare, lived_in, plan_copy, read, text_of
from tests.kernel.helping import refused
from tests.signoff.helping import act_on, sign
from tests.world import World

AT = datetime(2026, 10, 2, 14, 5, tzinfo=UTC)
MARKUP = 'She said: #let x = 1; $x^2$ *bold* _it_ \\ @ref <label> [x] `code` // no "quotes" = Heading'


def printed(world: World, who: str = "mentee") -> bytes:
    copy = plan_copy(world, who)
    return Press().print(sheet_of(copy), copy.as_of)


def test_s26_every_sign_off_stands_on_paper_in_full(world: World) -> None:
    ids = lived_in(world)
    copy = plan_copy(world)
    text = text_of(printed(world))
    for item in copy.plan.items:
        assert bare(text).count(bare(item.title)) >= 2, item.title
        assert bare(item.question) in bare(text)
    receipts = {one.id: one for one in copy.receipts}
    for name in ("signed", "not_yet", "gone", "withdrawn"):
        receipt = receipts[ids[name]]
        place = f"Reference {receipt.id}, entry {receipt.seq} Commitment {receipt.commitment} Chain {receipt.hash}"
        assert bare(place) in bare(text)
    first = receipts[ids["signed"]]
    for said in (
        "Signed by Jo Rowan, Manager, Larch House", "Seen 1 October 2026", "How Watched · Prompted",
        "In words Found cover within the hour.", "Signed at 1 October 2026, 10:00 BST (UTC+01:00)",
        f"Meaning “{first.attestation['intent']}”", "How it was signed online, confirmed by PIN",
        "Word Not yet", "A good next step A third.", "Word Competent · withdrawn",
        "Withdrawn by Jo Rowan, 1 October 2026, 10:00 BST (UTC+01:00): I meant somebody else.",
        f"Maya Alder sees it differently, 1 October 2026, 10:00 BST (UTC+01:00): {AGAINST}",
        "What is asked for: from one signature to two signatures, by Jo Rowan",
        "Twice, please. made at once.",
    ):  # fmt: skip
        assert said in text, said


def test_the_head_says_whose_plan_it_is_and_how_far(world: World) -> None:
    lived_in(world)
    text = text_of(printed(world))
    assert text.startswith(
        "Mentoring plan Mentee Maya Alder Role Manager Framework Senior and manager mentoring plan, version 1 "
        "Dates 1 October 2026 to 30 December 2026 Mentors Jo Rowan, Sam Beech Progress 1 of 22 criteria, "
        "1 of 29 signatures Standing Under way As of 1 October 2026, 10:00 BST (UTC+01:00)"
    )
    assert "Hazelwood Care · as of 1 October 2026, 10:00 BST (UTC+01:00) Page 1 of" in text


def test_the_form_has_its_two_columns_as_people_know_them(world: World) -> None:
    lived_in(world)
    items = {item["title"]: item["columns"] for item in sheet_of(plan_copy(world))["parts"][0]["items"]}
    by_key = {item.key: items[item.title] for item in plan_copy(world).plan.items}
    states = {key: [cell["state"] for cell in cells] for key, cells in by_key.items()}
    assert [states[key] for key in ("cover-shifts", "on-call", "reflect", "monthly-finances", "decisions")] == [
        ["signed", "none"], ["not_yet", "open"], ["withdrawn", "none"], ["open", "open"], ["open", "none"],
    ]  # fmt: skip
    assert by_key["cover-shifts"][0] == {
        "state": "signed", "counts": True, "initials": "JR", "name": "Jo Rowan", "post": "manager",
        "seen_on": "1 October 2026", "method": "observed", "assurance": "online",
    }  # fmt: skip
    text = text_of(printed(world))
    assert "No. Criterion Signed 1 Signed 2" in text
    assert "2 Cover shifts JR Jo Rowan Manager 1 October 2026 Watched, signed online not asked for" in text
    assert "Not yet SB Sam Beech Deputy 1 October 2026 Watched, signed online – open" in text
    assert "Withdrawn JR Jo Rowan Manager 1 October 2026 Talked through, signed online not asked for" in text


def test_columns_show_what_counts_before_what_does_not(world: World) -> None:
    lived_in(world)
    signed = [one for item in plan_copy(world).plan.items for one in item.sign_offs]
    assert [one.counts for one in signed] == [True, False, False]
    assert for_columns([]) == []
    assert for_columns(signed) == [signed[0], signed[2]]
    assert for_columns(signed[::-1]) == [signed[0], signed[1]]


def test_it_is_tagged_in_english_and_made_for_keeping(world: World) -> None:
    reader = read(printed(world))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == (
        "en-GB", True, True,
    )  # fmt: skip
    assert "/StructTreeRoot" in root
    assert reader.xmp_metadata is not None
    told = reader.xmp_metadata.stream.get_data().decode()
    for mark in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert mark in told


def test_what_is_said_about_the_file_names_nobody(world: World) -> None:
    lived_in(world)
    reader, copy = read(printed(world)), plan_copy(world)
    meta = {name: str(value) for name, value in (reader.metadata or {}).items()}
    assert (meta["/Title"], meta["/Author"]) == ("Mentoring plan: a copy to keep", "Hazelwood Care")
    assert reader.xmp_metadata is not None
    about = f"{meta} {reader.xmp_metadata.stream.get_data().decode()} {file_name(copy, 'pdf')}"
    assert [name for name in ("Maya", "Alder", "Rowan", world.mentee, world.plan) if name in about] == []
    assert file_name(copy, "pdf") == "mentoring-plan-2026-10-01.pdf"


def test_the_same_moment_gives_the_same_bytes(world: World) -> None:
    lived_in(world)
    copy = plan_copy(world)
    assert Press().print(sheet_of(copy), copy.as_of) == Press(1).print(sheet_of(copy), copy.as_of)
    assert "system" not in TEMPLATE.decode()


@pytest.mark.same_on_both
@pytest.mark.parametrize(
    "said",
    [MARKUP, "Żółć, Ḥasan, Příliš žluťoučký; Привет; Ελληνικά", "one\r\ntwo\tthree", "#", "\\", "*", "]]",
     '"); #panic()'],
)  # fmt: skip
def test_what_people_write_is_printed_as_they_wrote_it(world: World, said: str) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts", statement=said))
    text = text_of(printed(world))
    assert f"In words {' '.join(said.split())} Signed at" in text
    assert "�" not in text


@pytest.mark.parametrize(
    "said",
    ["你好 and on", "and on 😀👩‍👩‍👧", "\ue000 and on", "and on \x07\x1b", "\u202eand on\u2066", "\ufffe and on",
     "".join(map(chr, range(0x4E00, 0x4E00 + 1500))) + " and on"],
    ids=["chinese", "emoji", "private", "control", "bidi", "noncharacter", "many"],
)  # fmt: skip
def test_letters_that_no_font_has_never_stop_the_press(said: str) -> None:
    pdf = Press().print({**EMPTY, "organisation": written(said)}, AT)
    assert "and on" in text_of(pdf)


EMPTY: dict[str, Any] = {
    "title": "Empty", "organisation": "Hazelwood Care", "as_of": "2 October 2026", "parts": [],
}  # fmt: skip


def test_the_paper_says_where_letters_are_lacking(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts", statement="She said 你好 at the door."))
    text = text_of(printed(world))
    assert "In words She said �� at the door." in text
    assert "Where � stands, a letter could not be printed here; on the screen it stands as it was written." in text
    assert plan_copy(world).receipts[-1].said.words == {"statement": "She said 你好 at the door."}


def test_right_to_left_words_and_words_without_end_are_printed(world: World) -> None:
    sign(world, "mentor", act_on(world, "cover-shifts", statement="שלום עולם"))
    sign(world, "mentor", act_on(world, "on-call", statement="مرحبا بكم " + "w" * 1900))
    sign(world, "comentor", act_on(world, "timesheets", method="work_product", statement="line\n" * 390 + "last line"))
    reader = read(printed(world))
    text = text_of(printed(world))
    assert ("שלום" in text, "last line" in text) == (True, True)
    assert re.sub(r"\s", "", text).count("w" * 1900) == 1
    for page in reader.pages:
        assert page.mediabox.width < 596


def test_a_refusal_of_typst_names_the_letters() -> None:
    told = (
        'error: the text `"你\\u{200d}"` could not\nerror: the PDF contains the codepoint `"\\u{e000}"`\nnot `"this"`'
    )
    assert unprintable(told) == {"你", "\u200d", "\ue000"}
    assert dumped({"a": "b你"}, {"你"}) == '{"a":"b�","lacking":true}'
    assert dumped({"a": "👩\u200d👧"}, {"👩", "\u200d", "👧"}) == '{"a":"��","lacking":true}'


def test_a_press_that_is_busy_says_so() -> None:
    press = Press(at_once=1, seconds=0.01)
    room: BoundedSemaphore = press._room
    room.acquire()
    with refused("busy"):
        press.print(EMPTY, AT)
    room.release()
    assert press.print(EMPTY, AT).startswith(b"%PDF-1.7")


def test_whoever_finds_too_many_waiting_for_the_press_is_told_at_once() -> None:
    press = Press(at_once=1, seconds=3600, most_waiting=1)
    inside: BoundedSemaphore = press._inside
    inside.acquire()  # by whoever prints
    inside.acquire()  # by whoever waits
    with refused("busy"):
        press.print(EMPTY, AT)
    inside.release()
    assert press.print(EMPTY, AT).startswith(b"%PDF-1.7")

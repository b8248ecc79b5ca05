"""A record on paper: every version and beside it what was said to it, for whoever may read it and nobody else."""

from typing import Any

from backend.archive.copies import RecordCopy, copy_record
from backend.archive.sheet import file_name, sheet_of
from backend.archive.writing import MOST_LETTERS
from backend.kernel.ids import Id, new_id
from tests.archive.helping import copy_by, own_copy, paper, read, text_of
from tests.kernel.helping import refused
from tests.practice.helping import WORDS, write
from tests.records.helping import CONCERN, amend, answer, discuss, drafted, seen, shared
from tests.world import World

RTL = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"


def record_copy(world: World, record: Id, who: str = "mentee") -> RecordCopy:
    found: RecordCopy = world.read(who, copy_record, record)
    return found


def answered_twice(world: World) -> Id:
    """An observation that was talked about, answered, amended, and answered anew."""
    record = shared(world, account="Took the late handover on her own. 😀")
    discuss(world, "mentor", record)
    answer(world, "mentee", record, "partly", comment="I was not on my own.")
    amend(world, "mentor", record, account=f"Took it with Lee.\n{RTL}")
    answer(world, "mentee", record, "agree", comment="That is how it was.")
    return record


def test_a_record_stands_on_paper_with_every_version_and_what_was_said_to_it(world: World) -> None:
    record = answered_twice(world)
    copy = record_copy(world, record)
    text = text_of(paper(copy))
    assert text.startswith(
        "Observation About Maya Alder Written by Jo Rowan, Manager Happened 30 September 2026 Written 1 October 2026 "
        "Shared 1 October 2026, 10:00 BST (UTC+01:00) Talked about 1 October 2026 Answer Maya Alder agrees "
    )
    assert [one.kind for one in copy.receipts] == [
        "share_record", "discuss_record", "answer_record", "amend_record", "answer_record",
    ]  # fmt: skip
    talked = copy.receipts[1]
    for said in (
        "As amended, and as it stands", "As first written", "Why it was amended Lee was there too. What was written",
        "Maya Alder agrees in part I was not on my own. 1 October 2026, 10:00 BST (UTC+01:00), signed online",
        "Evidence for: Chair a team meeting", "End the next handover by reading the actions out. Maya Alder – Open",
        *(f"Reference {one.id}, entry {one.seq} Commitment {one.commitment}" for one in copy.receipts if one != talked),
    ):  # fmt: skip
        assert said in text, said
    assert text.index("That is how it was.") < text.index("I was not on my own.")
    assert (text.count("Took it with Lee."), "�" in text, RTL[:4] in text) == (1, True, True)


def test_its_file_is_tagged_names_nobody_and_says_what_it_has_no_room_for(world: World) -> None:
    copy = record_copy(world, shared(world, **CONCERN))
    version = copy.record.versions[0]
    version.account = "w" * 4_000
    copy.record.versions = [version] * 2
    pdf = paper(copy)
    assert text_of(pdf).count("w") >= 8_000
    root: Any = read(pdf).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    xmp = read(pdf).xmp_metadata
    assert xmp is not None
    about = f"{read(pdf).metadata} {xmp.stream.get_data().decode()} {file_name(copy, 'pdf')}"
    assert "<pdfuaid:part>1<" in about
    assert [name for name in ("Maya", "Alder", "Rowan", "mprove", world.mentee, copy.record.id) if name in about] == []
    assert file_name(copy, "pdf") == "written-record-2026-10-01.pdf"
    version.account = "w" * (MOST_LETTERS // 4)
    copy.record.versions = [version] * 6
    (part,) = sheet_of(copy)["parts"]
    assert (len(part["versions"]), part["left_out"]) == (3, 3)


def test_whoever_may_not_read_it_gets_no_paper_and_a_draft_is_in_none(world: World, other: World) -> None:
    observation, concern = shared(world), shared(world, **CONCERN)
    for record, seen_by in (
        (observation, ["mentee", "mentor", "comentor", "line", "manager", "area"]),
        (concern, ["mentee", "mentor", "line", "people_team"]),
    ):
        for who in ("mentee", "mentor", "comentor", "line", "manager", "area", "learning", "people_team", "admin"):
            if who in seen_by:
                assert record_copy(world, record, who).record == seen(world, who, record)
            else:
                with refused("not_found"):
                    record_copy(world, record, who)
        with refused("not_found"):
            record_copy(other, record, "people_team")
    for nothing in (drafted(world), new_id()):
        with refused("not_found"):
            record_copy(world, nothing, "mentor")


def test_ones_own_copy_has_the_records_about_oneself_and_the_people_teams_has_those_it_may_read(world: World) -> None:
    observation, concern = answered_twice(world), shared(world, **CONCERN)
    write(world)
    own, made = own_copy(world), copy_by(world, "people_team", world.mentee)
    assert own.records == [seen(world, "mentee", one) for one in (observation, concern)]
    assert (own.records_elsewhere, [one.id for one in made.records], made.records_elsewhere) == (0, [concern], 1)
    kinds = ["share_record", "discuss_record", "answer_record", "amend_record", "answer_record", "share_record"]
    assert [one.kind for one in own.receipts][-6:] == kinds
    assert [one.kind for one in made.receipts if "record" in one.kind] == ["share_record"]
    assert ("Took it with Lee." in str(made), own_copy(world, "mentor").records) == (False, [])
    text, theirs = text_of(paper(own)), text_of(paper(made))
    for said in (
        "Own copy Of Maya Alder, ", "Observations and discussions 2", "Mentoring agreement Standing Under way",
        "Run the service with confidence.", "Mentoring plan Mentee Maya Alder", "As first written", WORDS,
    ):  # fmt: skip
        assert said in text, said
    assert "1 of the observations and discussions about Maya Alder are not in it" in theirs
    assert CONCERN["concern"] in theirs
    assert [said for said in ("As first written", WORDS) if said in theirs] == []

"""What is read in a review: the words of records that the mentee lets be read, and the evidence of the plan."""

from backend.records.answering import IncludeRecord, include_record
from tests.practice.helping import share, write
from tests.records.helping import CONCERN, amend, answer, shared
from tests.reviews.helping import pack, propose
from tests.world import World


def include(world: World, record: str, yes: bool = True) -> None:
    world.do("mentee", include_record, IncludeRecord(record_id=record, include=yes))  # type: ignore[arg-type]  # an id


def test_the_words_of_a_record_are_read_while_the_mentee_includes_it(world: World) -> None:
    record = shared(world, discussed=True)
    amend(world, "mentor", record)
    answer(world, "mentee", record, "partly", comment="It was the Tuesday.")
    assert pack(world).records == []
    include(world, record)
    (read,) = pack(world).records
    assert (read.id, [version.version for version in read.versions]) == (record, [1, 2])
    assert [version.answer and version.answer.comment for version in read.versions] == [None, "It was the Tuesday."]
    assert [one.title for one in read.versions[0].criteria] == ["Chair a team meeting"]
    include(world, record, yes=False)
    assert pack(world).records == []


def test_practice_to_improve_is_read_only_where_the_mentee_has_included_that_very_record(world: World) -> None:
    record = shared(world, "manager", **CONCERN)
    include(world, shared(world))
    assert record not in [one.id for one in pack(world).records]
    include(world, record)
    (concern, _) = sorted(pack(world).records, key=lambda one: one.id)
    assert (concern.id, concern.versions[0].concern) == (record, CONCERN["concern"])


def test_whoever_is_named_on_the_review_reads_it_too_but_not_the_evidence(world: World) -> None:
    include(world, shared(world))
    write(world)
    reflection = share(world, write(world))
    propose(world, decision="close")
    read, evidence = pack(world, "people_team").records, pack(world, "people_team").evidence
    assert (len(read), evidence) == (1, [])
    assert [one.id for one in pack(world).evidence] == [reflection.id]


def test_evidence_for_what_is_not_on_the_plan_is_left_out(world: World) -> None:
    share(world, write(world, criteria=[]))
    assert pack(world).evidence == []

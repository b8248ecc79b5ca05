"""Evidence: photos and documents that show somebody's practice, and reflections once they are shared."""

from flask import Response

from backend.kernel.ids import Id
from backend.practice.evidence import (
    AddEvidence,
    TakeEvidenceBack,
    add_evidence,
    ensure_may_add,
    take_evidence_back,
)
from backend.practice.evidence_shown import Evidence, EvidenceFilter, file_of, list_evidence, show_evidence
from backend.practice.file_kinds import ENDINGS
from backend.practice.uploads import keep_file
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, house, made, query, read, reading, writing
from mobile_api.files import Upload, handed_out
from mobile_api.practice import examples

room = Room("evidence", __name__, description="What shows somebody's practice.")

ONE = "/v1/evidence/<id:evidence_id>"
ADD = Upload(
    Body(AddEvidence, examples.ADD_EVIDENCE, without=("sent",)),
    tuple(ENDINGS),
    "`said` is JSON, `file` the photo or document, at most 10 MiB. What it is is known by its content.",
)


@room.operation(
    "POST",
    "/v1/evidence",
    takes=ADD,
    gives={201: Evidence, 200: Evidence},
    example=examples.EVIDENCE,
    refuses=[
        "not_found", "not_allowed", "id.reused", "evidence.unknown_type", "evidence.heic", "evidence.damaged",
        "evidence.too_many_pixels", "evidence.in_future", "evidence.unknown_criterion", "evidence.full", "storage.full",
        "file.unavailable",
    ],
)  # fmt: skip
def make_evidence() -> Response:
    """Add a photo or a document to what shows somebody's practice: one's own, or that of somebody one mentors.

    JPEG, PNG, PDF, Word without macros, plain text. A photo is developed anew: upright, at most 2,560 pixels long, and
    without place, time or device. `digest` is of what is kept. Leave out anything that could identify a client.
    """
    said, raw = ADD.load()
    with reading() as (tx, actor, _):
        ensure_may_add(tx, actor, said["person_id"], house().allowance, said.get("id"), said.get("criteria", ()))
    kept = keep_file(house().files, house().darkroom, actor.org, raw)  # takes its time: not while anything is held
    act = AddEvidence(**said, sent=kept.sent)
    with writing() as (tx, actor):
        shown, is_new = add_evidence(tx, actor, act, kept, house().allowance)
    return made(shown, is_new)


@room.operation(
    "GET", "/v1/evidence", query=EvidenceFilter, gives={200: page_schema(Evidence)},
    refuses=["not_found", "not_allowed"],
)  # fmt: skip
def evidence() -> Response:
    """List somebody's evidence, the caller's own where nobody is named, what was added last on top."""
    return answer(read(list_evidence, query(EvidenceFilter)))


@room.operation("GET", ONE, gives={200: Evidence}, example=examples.EVIDENCE, refuses=["not_found"])
def one_evidence(evidence_id: Id) -> Response:
    """Read one piece of evidence."""
    return answer(read(show_evidence, evidence_id))


@room.operation("GET", f"{ONE}/file", gives={200: tuple(ENDINGS)}, refuses=["not_found", "file.unavailable"])
def evidence_file(evidence_id: Id) -> Response:
    """Download its file. Whether the caller may is asked anew each time, and nothing on the way is to keep it."""
    with reading() as (tx, actor, _):
        wanted = file_of(tx, actor, evidence_id)
    return handed_out(wanted, house().files.open(actor.org, wanted.digest))


@room.operation(
    "POST", f"{ONE}/taking-back", gives={201: Evidence, 200: Evidence}, example=examples.EVIDENCE,
    refuses=["not_found", "not_allowed", "evidence.already_taken_back"],
)  # fmt: skip
def take_back_evidence(evidence_id: Id) -> Response:
    """Take back what one added. It leaves the lists and its file is closed, unless a sign-off rests on it."""
    with writing() as (tx, actor):
        shown, is_new = take_evidence_back(tx, actor, TakeEvidenceBack(evidence_id=evidence_id))
    return made(shown, is_new)

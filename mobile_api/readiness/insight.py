"""What else a board tells: how long requests wait, what mentors carry, and a few statements to read."""

from flask import Response

from backend.kernel.ids import Id
from backend.readiness.answer_days import AnswerFilter, AnswersAtSite, list_answers
from backend.readiness.load import MentorLoad, list_load
from backend.readiness.samples import SampleFilter, SampleListed, SampleShown, list_samples, show_sample
from backend.readiness.sampling import DrawSample, draw_sample
from mobile_api.answer_schemas import page_schema
from mobile_api.describing import Room
from mobile_api.doors import Body, answer, made, query, read, writing
from mobile_api.readiness import examples

room = Room("insight", __name__, description="How long requests wait, what mentors carry, statements to read.")

DRAW = Body(DrawSample, examples.DRAW_SAMPLE)
REFUSES = ["request.invalid", "not_found", "not_allowed"]


@room.operation(
    "GET", "/v1/readiness/answers", query=AnswerFilter, gives={200: page_schema(AnswersAtSite)}, refuses=REFUSES
)
def answers() -> Response:
    """List the sites of a board by name, with how long requests waited there in the last three months.

    Half of them were answered within `median_days`; where fewer than five were, it is null. No mentor has such a
    number.
    """
    return answer(read(list_answers, query(AnswerFilter)))


@room.operation(
    "GET", "/v1/readiness/mentors", query=AnswerFilter, gives={200: page_schema(MentorLoad)}, refuses=REFUSES
)
def mentors() -> Response:
    """List who mentors the people of a board, by name: how many, what waits for them, and the time they gave."""
    return answer(read(list_load, query(AnswerFilter)))


@room.operation("GET", "/v1/samples", query=SampleFilter, gives={200: page_schema(SampleListed)}, refuses=REFUSES)
def samples() -> Response:
    """List the samples that were drawn of a board, the latest first."""
    return answer(read(list_samples, query(SampleFilter)))


@room.operation("GET", "/v1/samples/<id:sample_id>", gives={200: SampleShown}, refuses=["not_found"])
def sample(sample_id: Id) -> Response:
    """Read a sample with its statements, in the order they were drawn."""
    return answer(read(show_sample, sample_id))


@room.operation(
    "POST",
    "/v1/samples",
    takes=DRAW,
    gives={201: SampleShown, 200: SampleShown},
    refuses=[*REFUSES, "id.reused", "sample.wrong_dates", "sample.nothing_signed"],
)
def draw() -> Response:
    """Draw a few statements by chance, to be read.

    The server draws, with a seed of its own that stands on the record: of all sign-offs in question, those whose
    SHA-256 of seed and id is smallest. Nobody picks, and every draw stays to be seen.
    """
    act = DRAW.load()
    with writing() as (tx, actor):
        entry = draw_sample(tx, actor, act)
        shown = show_sample(tx, actor, entry.id)
    return made(shown, entry.is_new)

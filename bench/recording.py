"""POST of an observation, written as a draft and then shared, over HTTP against raw commits of one row."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson

from backend.kernel.ids import Id, new_id
from bench.casts import STATEMENT, Writer, cast
from bench.places import Place
from bench.server import Server
from bench.signing import Asked, limits, line, storm, who
from bench.table import Line

WARM, WRITTEN = 4, 160


def records(place: Place, server: Server) -> Iterator[Line]:
    """The lines of writing a draft and of sharing it on that database: a draft is a row, a shared record an act."""
    for count, organisations, limit, _ in limits(place):
        writers = cast(place, count, organisations=organisations)
        each = max(5, WRITTEN // count)
        for drafts in (_drafts(writers, WARM), _drafts(writers, each)):
            written = storm(server, [(writer, [_draft(writer, id_) for id_ in ids]) for writer, ids in drafts])
            shared = storm(server, [(writer, [_sharing(id_) for id_ in ids]) for writer, ids in drafts])
        yield line(f"POST draft of a record, {who(count, organisations)}, {place.name}", written, limit, None)
        yield line(f"POST sharing of a record, {who(count, organisations)}, {place.name}", shared, limit, None)


def _drafts(writers: list[Writer], each: int) -> list[tuple[Writer, list[Id]]]:
    return [(writer, [new_id() for _ in range(each)]) for writer in writers]


def _draft(writer: Writer, id_: Id) -> Asked:
    plan = writer.plans[0]
    body = {
        "id": id_,
        "subject_id": plan.mentee.id,
        "kind": "observation",
        "shows": "both",
        "happened_on": (datetime.now(UTC).date() - timedelta(days=1)).isoformat(),
        "account": STATEMENT,
        "criteria": [plan.items[0].key],
    }
    return "/api/v1/records", orjson.dumps(body)


def _sharing(id_: Id) -> Asked:
    return f"/api/v1/records/{id_}/sharing", orjson.dumps({"discussed_on": datetime.now(UTC).date().isoformat()})

"""Lists of records: within reach, one's own drafts on top; and whom the organisation owes an observation."""

from flask import Blueprint, Response, request

from backend.kernel.shapes import load
from backend.people.reading import show_person
from backend.practice.owed import RhythmFilter, list_rhythm, may_see_rhythm
from backend.records.choosing import near
from backend.records.listing import RecordFilter, list_records
from backend.records.rules import RecordState
from web.forms import asked
from web.pages import render
from web.visits import looking

lists = Blueprint("record_lists", __name__)
MOST_OWED = 3


@lists.get("/records")
def listed() -> Response:
    """What is written down within my reach, with my drafts and what is owed on top."""
    return records_page(done=request.args.get("done"))


def records_page(done: str | None = None) -> Response:
    """The list, and what was just done."""
    given = asked("subject_id", "kind", "state", "cursor")
    wanted = load(RecordFilter, given)
    with looking() as visit:
        page = list_records(visit.tx, visit.actor, wanted)
        drafts = list_records(visit.tx, visit.actor, RecordFilter(state=RecordState.DRAFT)).items if not given else []
        leads = may_see_rhythm(visit.tx, visit.actor) and not given
        owed = list_rhythm(visit.tx, visit.actor, RhythmFilter(owed=True, limit=MOST_OWED)).items if leads else []
        of_one = wanted.person("subject_id", visit.actor)
        person = show_person(visit.tx, visit.actor, of_one) if of_one else None
    return render(
        "records/list.html",
        visit.frame,
        tab=tab_of(visit.frame.tabs),
        has_tab=tab_of(visit.frame.tabs) == "records",
        page=page,
        drafts=drafts,
        owed=owed,
        leads=leads,
        person=person,
        wanted=wanted,
        done=done,
    )


@lists.get("/records/new")
def choosing() -> Response:
    """Whom to write about."""
    with looking() as visit:
        found = near(visit.tx, visit.actor)
    return render("records/choosing.html", visit.frame, tab=tab_of(visit.frame.tabs), found=found)


@lists.get("/rhythm")
def rhythm() -> Response:
    """Who has had no observation or discussion for how long, longest first."""
    wanted = load(RhythmFilter, asked("cursor"))
    with looking() as visit:
        page = list_rhythm(visit.tx, visit.actor, wanted)
    return render("records/rhythm.html", visit.frame, tab=tab_of(visit.frame.tabs), page=page)


def tab_of(tabs: list[dict[str, str]]) -> str:
    """Under which tab the viewer finds records."""
    return "records" if any(tab["key"] == "records" for tab in tabs) else "me"

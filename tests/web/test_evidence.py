"""Evidence and reflections on the pages: written, shared, added, looked at, rested on, taken back; without a script."""

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from backend.records.rules import RecordKind
from seeds.making import PASSWORD, PIN
from tests.conftest import Clock
from tests.kernel.helping import entries
from tests.practice import pictures
from tests.practice.helping import WORDS, seen, share, write
from tests.records.helping import amend, shared
from tests.web.conftest import At, Visitor, spot
from tests.web.filling import competent
from tests.web.reading import Page
from tests.world import World

TITLE = "The rota, with the gaps covered"


def send(visitor: Visitor, world: World, raw: bytes, name: str = "rota.jpg", status: int = 303, **typed: Any) -> Page:
    """Adds a file to the mentee's evidence by the form."""
    form = visitor.get(f"/plans/{world.plan}/evidence/new").form("add")
    boundary, body = encode_multipart({**form.filled(title=TITLE), **typed, "file": FileStorage(io.BytesIO(raw), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    visitor.answer = visitor.client.post(form.action, data=body, content_type=kind)
    assert visitor.answer.status_code == status, visitor.answer.text[-2000:]
    return Page(visitor.answer.text)


def test_a_photo_is_added_by_a_plain_form_and_stands_at_its_criterion(world: World, at: At) -> None:
    mentee, there = at("mentee"), spot(world, "cover-shifts")
    (way,) = [link for link in mentee.get(there.page).links() if "/evidence/new" in link]
    assert way == f"/plans/{world.plan}/evidence/new?criterion=cover-shifts"
    form = mentee.get(way).form("add")
    assert form.fields["criteria"] == "cover-shifts"
    send(mentee, world, pictures.photo(), criteria=["cover-shifts"])
    assert "A photo is kept without place, time or device." in mentee.get(mentee.location).text
    (id_,) = seen(world)
    for reader in (mentee, at("mentor"), at("area")):
        assert TITLE in reader.get(there.page).text
        page = reader.get(f"/evidence/{id_}")
        assert (page.heading, "Photo, added by Maya Alder" in page.text) == (TITLE, True)
        (shown,) = [one for one in page.elements if one.tag == "img"]
        assert shown.attrs["src"] == f"/evidence/{id_}/file"
    got = mentee.client.get(f"/evidence/{id_}/file")
    assert pictures.SECRET not in got.data
    wanted = {
        "Content-Type": "image/jpeg",
        "Content-Disposition": f'attachment; filename="evidence-{id_[-6:]}.jpg"',
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: got.headers[name] for name in wanted} == wanted


@pytest.mark.parametrize("what", ["a page", "a drawing", "a JPEG that is a page", "a PNG that is a drawing"])
def test_what_pretends_to_be_a_photo_comes_back_with_the_form_as_typed(world: World, at: At, what: str) -> None:
    raw = (pictures.REFUSED | pictures.DAMAGED)[what]
    page = send(at("mentor"), world, raw, "../photo.png", 422, criteria=["on-call"])
    assert page.form("add").fields["title"] == TITLE
    assert page.form("add").fields["criteria"] == "on-call"
    assert page.by_id("file-error") is not None
    assert seen(world) == []


def test_a_form_without_a_file_or_a_title_says_so_at_the_field(world: World, at: At) -> None:
    mentee = at("mentee")
    page = send(mentee, world, b"", status=422)
    assert "Choose a photo or a document." in page.text
    page = send(mentee, world, pictures.TEXT, status=422, title=" ")
    assert "Say in a few words what it shows." in page.text


def test_a_file_of_ten_mebibytes_goes_in_and_a_larger_one_does_not(world: World, at: At) -> None:
    mentee = at("mentee")
    send(mentee, world, b"x" * 10 * 1024 * 1024)
    assert "Send at most 10 MiB." in send(mentee, world, b"x" * (10 * 1024 * 1024 + 1), status=413).text
    assert send(mentee, world, b"x" * 11 * 1024 * 1024, status=413).heading == "That is more than we can take"


def test_other_forms_take_no_more_than_before(world: World, at: At) -> None:
    mentee = at("mentee")
    form = mentee.get("/reflections/new").form("reflect")
    mentee.send(form.action, form.filled(reflection="x" * 300_000), 413)
    assert "xxx" not in mentee.get("/reflections").text


def test_a_reflection_is_ones_own_until_it_is_shared(world: World, at: At) -> None:
    mentee, mentor, there = at("mentee"), at("mentor"), spot(world, "reflect")
    way = "/reflections/new?criterion=reflect"
    assert way in mentee.get(there.page).links()
    form = mentee.get(way).form("reflect")
    mentee.send(form.action, form.filled(reflection=WORDS))
    page = mentee.get(mentee.location)
    assert (WORDS in page.text, "Kept, for you alone." in page.text) == (True, True)
    assert WORDS not in mentor.get(there.page).text
    (change,) = [link for link in page.links() if link.startswith("/reflections/0") and "dropping" not in link]
    mentee.fill(change, "reflect", reflection=f"{WORDS} I will say so beforehand.")
    sharing = next(form for form in mentee.get("/reflections").forms if form.action.endswith("/sharing"))
    mentee.send(sharing.action, sharing.fields)
    assert "Its words stay as they are from now on." in mentee.get(mentee.location).text
    assert "I waited before I answered" in mentor.get(there.page).text
    mentee.get(change, 404)


def test_a_reflection_is_deleted_for_good_and_a_blank_one_comes_back(world: World, at: At) -> None:
    mentee = at("mentee")
    assert "Write a few words first." in mentee.fill("/reflections/new", "reflect", 422, reflection=" ").text
    mentee.fill("/reflections/new", "reflect", reflection=WORDS)
    (ask,) = [link for link in mentee.get("/reflections").links() if link.endswith("/dropping/new")]
    page = mentee.get(ask)
    assert (page.heading, WORDS in page.text) == ("Delete this reflection?", True)
    assert WORDS in mentee.get("/reflections").text
    mentee.fill(ask, "drop")
    page = mentee.get(mentee.location)
    assert (WORDS in page.text, "Nothing is left of it." in page.text) == (False, True)


def test_a_reflection_that_was_changed_elsewhere_is_not_written_over(world: World, at: At) -> None:
    mentee, id_ = at("mentee"), write(world)
    form = mentee.get(f"/reflections/{id_}").form("reflect")
    mentee.send(form.action, form.filled(reflection="First."))
    page = mentee.send(form.action, form.filled(reflection="Second."), 412)
    assert page.form("reflect").fields["reflection"] == "Second."
    assert "First." in mentee.get("/reflections").text


def test_s01_what_a_sign_off_may_rest_on_stands_before_any_question_and_nothing_is_ticked(
    world: World, at: At, clock: Clock
) -> None:
    mentor, there = at("mentor"), spot(world, "cover-shifts")
    assert "Does your word rest on any of this?" not in mentor.get(there.new).text
    reflection = share(world, write(world))
    send(at("mentee"), world, pictures.photo(), criteria=["cover-shifts"])
    photo = next(id_ for id_ in seen(world) if id_ != reflection.id)
    page = mentor.get(there.new)
    form = page.form("sign-off")
    assert (form.offered["evidence"], form.fields.get("evidence")) == ([photo, reflection.id], None)
    assert page.text.index("Does your word rest on any of this?") < page.text.index("When did you see it?")
    assert {f"/evidence/{photo}", f"/evidence/{reflection.id}"} <= set(page.links())
    refused = mentor.send(
        form.action, {**form.filled(**competent(clock.today(), statement="")), "evidence": photo}, 422
    )
    assert refused.form("sign-off").fields["evidence"] == photo
    assert "resting on one thing you ticked" in refused.text
    data: dict[str, str | list[str]] = {**form.filled(**competent(clock.today()))}
    data["evidence"] = [photo, reflection.id]
    mentor.send(form.action, data)
    (signed,) = world.item("cover-shifts").sign_offs
    assert {one.id for one in signed.evidence} == {photo, reflection.id}
    assert "It rests on a reflection and a photo" in at("mentee").get(there.page).text
    assert f"/evidence/{photo}" in at("mentee").get(f"/sign-offs/{signed.id}/receipt").links()
    assert "It rests on" in at("area").get(f"{there.page}/history").text
    learning = at("learning").get(there.page)
    assert "It rests on a" in learning.text
    assert [link for link in learning.links() if link.startswith("/evidence/")] == []


def test_what_was_taken_back_meanwhile_is_said_at_the_field(world: World, at: At, clock: Clock) -> None:
    mentee, mentor, there = at("mentee"), at("mentor"), spot(world, "cover-shifts")
    send(mentee, world, pictures.PDF, "rota.pdf")
    (id_,) = seen(world)
    form = mentor.get(there.new).form("sign-off")
    mentee.fill(f"/evidence/{id_}", "take-back")
    assert "Taken back." in mentee.get(mentee.location).text
    page = mentor.send(form.action, {**form.filled(**competent(clock.today())), "evidence": id_}, 409)
    assert "Some of the evidence was taken back meanwhile." in page.text
    mentor.get(f"/evidence/{id_}", 404)
    mentee.get(f"/evidence/{id_}/file", 404)


def test_pages_cost_the_same_for_one_piece_of_evidence_and_for_three(world: World, at: At) -> None:
    mentee, mentor, there = at("mentee"), at("mentor"), spot(world, "reflect")
    mentee.get(there.page)
    for _ in range(3):
        write(world)
        share(world, write(world))
        found = [mentee.statements(path) for path in ("/reflections", f"/plans/{world.plan}/evidence", there.page)]
        assert [*found, mentor.statements(there.new)] == [6, 9, 8, 8]


def test_p10_what_could_tell_who_somebody_is_is_pointed_out_before_it_is_kept(world: World, at: At) -> None:
    mentee, said = at("mentee"), "Mrs Hill in room 12 chose the blue cup herself."
    page = mentee.fill("/reflections/new", "reflect", 422, reflection=said)
    assert "<mark>Mrs Hill</mark>" in page.html
    again = page.form("reflect")
    mentee.send(again.action, again.filled(kept_because="She asked to be named."))
    sharing = next(form for form in mentee.get("/reflections").forms if form.action.endswith("/sharing"))
    mentee.send(sharing.action, sharing.fields)
    written = entries(world.maker.database, world.org)[-1].words
    assert written == {"text": said, "kept_because": "She asked to be named."}
    page = send(mentee, world, pictures.TEXT, status=422, title="Mrs Hill's plan")
    assert "<mark>Mrs Hill" in page.html


def test_s01_a_record_is_rested_on_from_every_page_that_signs_and_says_when_it_was_amended_since(
    world: World, at: At, clock: Clock
) -> None:
    mentor, mentee, there = at("mentor"), at("mentee"), spot(world, "cover-shifts")
    record, talk = shared(world, criteria=["cover-shifts"]), shared(world, kind=RecordKind.PROFESSIONAL_DISCUSSION)
    form = mentor.get(there.new).form("sign-off")
    assert (form.offered["evidence"], form.fields.get("evidence")) == ([record, talk], None)
    mentor.send(form.action, {**form.filled(**competent(clock.today())), "evidence": record})
    page = mentee.get(there.page)
    assert "It rests on an observation (as it stands today)." in page.text
    assert f"/records/{record}#version-1" in page.links()
    amend(world, "mentor", record, criteria=["cover-shifts"])
    for address in (there.page, f"/sign-offs/{world.item('cover-shifts').sign_offs[0].id}/receipt"):
        told = mentee.get(address).text
        assert "an observation (as it stood then, in its version 1; today it was amended)." in told
    lent = mentee.get(f"{spot(world, 'on-call').page}/lending").form("lend")
    assert lent.offered["evidence"] == [record]
    said = competent(clock.today(), pin=None, signer_id=world.mentor, password=PASSWORD)
    mentee.send(lent.action, {**lent.filled(**said), "evidence": record})
    assert [one.id for one in world.item("on-call").sign_offs[0].evidence] == [record]


def test_in_a_sitting_each_word_rests_on_what_was_ticked_with_it(world: World, at: At, clock: Clock) -> None:
    mentor, record, reflection = at("mentor"), shared(world, criteria=["on-call"]), share(world, write(world))
    items = [world.item(key) for key in ("on-call", "workload")]
    form = mentor.get(f"/plans/{world.plan}/sign-offs/new?item={items[0].id}&item={items[1].id}").form("several")
    assert [form.offered[f"evidence-{one.id}"] for one in items] == [[record, reflection.id]] * 2
    data: dict[str, str | list[str]] = {**form.filled(pin=PIN), "item": [one.id for one in items]}
    for one in items:
        said = competent(clock.today(), pin=None, method=one.policy.methods[0].value)
        data |= {f"{name}-{one.id}": value for name, value in said.items() if value}
    data[f"evidence-{items[0].id}"] = [record, reflection.id]
    gap = mentor.send(form.action, {**data, f"statement-{items[1].id}": ""}, 422)
    assert "resting on 2 things you ticked" in gap.text
    mentor.send(form.action, data)
    rests = [{one.id for one in world.item(key).sign_offs[0].evidence} for key in ("on-call", "workload")]
    assert rests == [{record, reflection.id}, set()]

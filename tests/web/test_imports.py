"""People from a file, as a browser without a script sends it."""

from io import BytesIO
from typing import Any

from backend.people.imports.sheets import read_sheet
from tests.conftest import Clock
from tests.people.import_helping import HEADINGS, row, take
from tests.web.conftest import At, Visitor
from tests.web.reading import Page
from tests.world import World

LIST = "\r\n".join([HEADINGS, row("100", name="Ari Hazel"), row("101", name="Bo Aspen", manager="100")])


def choose(visitor: Visitor, text: str | bytes, status: int = 303, **headers: str) -> Page:
    form = visitor.get("/people/import").form("import")
    raw = text.encode() if isinstance(text, str) else text
    data: dict[str, Any] = {"csrf_token": form.fields["csrf_token"], "list": (BytesIO(raw), "people.csv")}
    visitor.answer = visitor.client.post(form.action, data=data, headers=headers)
    assert visitor.answer.status_code == status, visitor.answer.text[-2000:]
    return Page(visitor.answer.text)


def test_a_file_is_chosen_looked_at_and_taken(world: World, at: At) -> None:
    admin = at("admin")
    assert "/people/import" in admin.get("/me").links()
    choose(admin, LIST)
    there = admin.location
    page = admin.get(there)
    assert page.heading == "Two join and one gets a line manager"
    assert "Nothing has happened yet." in page.text
    assert "101 · joins and gets a line manager" in page.text
    admin.fill(there, "confirm")
    page = admin.get(admin.location)
    assert page.heading == "Two join and one gets a line manager: done"
    assert "Done. All of it is on record, in your name." in page.text
    assert page.by_id("confirm") is None


def test_a_confirmation_whose_answer_was_lost_is_answered_again_and_does_nothing_twice(world: World, at: At) -> None:
    admin = at("admin")
    choose(admin, LIST)
    form = admin.get(admin.location).form("confirm")
    for _ in range(2):
        admin.send(form.action, form.fields)
    assert admin.get(form.action).heading == "Two join and one gets a line manager: done"
    choose(admin, LIST)
    page = admin.get(admin.location)
    assert (page.heading, page.by_id("confirm")) == ("All is as we have it", None)


def test_rows_to_mend_are_shown_with_column_and_what_to_do(world: World, at: At) -> None:
    admin = at("admin")
    choose(admin, "\r\n".join([LIST, row("102", site="<b>Nowhere</b>", post="")]))
    page = admin.get(admin.location)
    assert page.heading == "One row needs another look"
    assert "Row 4: Ari Hazel" in page.text
    assert "Site: We have no such site. Check how it is written." in page.text
    assert page.by_id("confirm") is None


def test_a_file_that_cannot_be_read_leaves_one_on_the_page_to_choose_another(world: World, at: At) -> None:
    admin = at("admin")
    saying = {
        b"PK\x03\x04": "It may be damaged.",
        b"": "Choose a file, CSV or XLSX",
        b"a,b\n": "no heading Staff number",
    }
    for text, said in saying.items():
        page = choose(admin, text, 422)
        assert (page.heading, said in page.text) == ("People from a file", True)


def test_a_file_may_be_larger_than_a_form_and_not_larger_than_we_read(world: World, at: At) -> None:
    admin = at("admin")
    choose(admin, LIST + "\n" * 21_000, 422)
    choose(admin, LIST + ("\n" + " " * 1000) * 400, 303)
    answer = admin.client.post(
        "/people/import", data=b"x" * 6 * 1024 * 1024, content_type="multipart/form-data; boundary=x"
    )
    page = Page(answer.text)
    assert answer.status_code == 413
    assert page.heading == "That is more than we can take"


def test_what_somebody_looks_at_is_theirs_for_an_hour(world: World, at: At, clock: Clock) -> None:
    admin = at("admin")
    choose(admin, LIST)
    there = admin.location
    form = admin.get(there).form("confirm")
    at("people_team").get(there, 404)
    clock.move(minutes=59)
    admin.get(there)
    clock.move(minutes=2)
    admin.get(there, 404)
    page = admin.send(form.action, form.fields, 404)
    assert "we keep one for an hour" in page.text


def test_what_changed_since_it_was_looked_at_is_looked_at_again(world: World, at: At) -> None:
    admin = at("admin")
    choose(admin, LIST)
    form = admin.get(admin.location).form("confirm")
    take(world, read_sheet("\r\n".join([HEADINGS, row("100"), row("0101")]).encode()))
    page = admin.send(form.action, form.fields, 422)
    assert page.heading == "One row needs another look"


def test_htmx_gets_the_pages_themselves(world: World, at: At) -> None:
    admin = at("admin")
    page = choose(admin, LIST, 200, **{"HX-Request": "true"})
    form = page.form("confirm")
    assert admin.send(form.action, form.fields, 200, htmx=True).heading.endswith(": done")


def test_the_list_comes_as_a_file(world: World, at: At) -> None:
    admin = at("admin")
    for kind in ("csv", "xlsx"):
        answer = admin.client.get(f"/people/export.{kind}")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="people.{kind}"'
        assert len(read_sheet(answer.data).rows) == len(world.people) + 1


def test_none_of_it_is_for_everyone(world: World, at: At) -> None:
    for who in ("mentee", "manager", "area", "learning"):
        for path in ("/people/import", "/people/export.csv", "/people/export.xlsx"):
            assert at(who).client.get(path).status_code == 403

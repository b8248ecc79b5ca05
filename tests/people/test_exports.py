"""Taking the list out: for those who manage people, harmless in a spreadsheet, and back in without a change."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from backend.people.imports.columns import HEADINGS, read_rows
from backend.people.imports.exporting import as_csv, as_xlsx, export_people
from backend.people.imports.sheets import escaped, read_sheet, unescaped
from backend.people.rules import Post
from tests.kernel.helping import head, refused
from tests.people.import_helping import happens, listing, look, row, take
from tests.world import World

WAYS = {"csv": as_csv, "xlsx": as_xlsx}
DANGEROUS = ["=1+1", "+44 20", "-5", "@SUM(A1)", "'=1", "'", "\uff1d1", '=HYPERLINK("http://evil.example")']


@pytest.mark.parametrize("way", WAYS)
def test_our_own_list_sent_back_changes_nothing(world: World, way: str) -> None:
    take(world, listing(row("0417", manager="0418", email="a@b.test"), row("0418", post="manager"),
                        row("0419", post="Area manager", site="", area="South")))  # fmt: skip
    world.maker.line_manager(world.mentee, world.line)
    before = head(world.maker.database, world.org)
    sheet = read_sheet(WAYS[way](world.read("admin", export_people)))
    found = look(world, sheet)
    assert happens(found) == [["unchanged"]] * (len(world.people) + 3)
    assert (found.absent_count, found.overlooked, found.counts["wrong"]) == (0, [], 0)
    assert take(world, sheet).counts["unchanged"] == len(world.people) + 3
    assert head(world.maker.database, world.org) == before


@pytest.mark.parametrize("name", DANGEROUS)
def test_no_cell_of_a_list_is_a_formula(world: World, name: str) -> None:
    world.maker.person(name, Post.SENIOR, date(2026, 1, 5), site=world.site, staff_number="1")
    listed = world.read("admin", export_people)
    book = load_workbook(BytesIO(as_xlsx(listed)))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type != "s" or str(cell.value).startswith(tuple("=+-@"))] == []
    text = as_csv(listed).decode("utf-8-sig")
    assert [line for line in text.splitlines() if f'"{name}"' in line and name not in ("'", "'=1")] == []
    for way in WAYS.values():
        assert happens(look(world, read_sheet(way(listed))))[0] == ["unchanged"]


@pytest.mark.parametrize("who", ["mentee", "mentor", "manager", "area", "learning"])
def test_the_list_is_for_those_who_manage_people(world: World, who: str) -> None:
    with refused("not_allowed"):
        world.read(who, export_people)


def test_the_list_is_of_ones_own_organisation_and_of_those_who_work_there(world: World, other: World) -> None:
    take(other, listing(row("7", name="Uma Juniper")))
    assert "Uma Juniper" not in as_csv(world.read("admin", export_people)).decode()


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40
)
lines = st.fixed_dictionaries(
    {
        "staff_number": words, "name": words, "post": st.sampled_from([post.value for post in Post]),
        "site": st.none() | words, "area": st.none() | words, "line_manager": st.none() | words,
        "starts_on": st.dates(date(1950, 1, 1), date(2100, 1, 1)), "email": st.none() | st.emails(),
    }
)  # fmt: skip


@given(words)
def test_escaping_a_text_and_taking_it_off_gives_the_text(text: str) -> None:
    assert unescaped(escaped(text.strip())) == text.strip()
    assert not escaped(text).startswith(tuple("=+-@\t\r"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lines, min_size=1, max_size=5), st.sampled_from(sorted(WAYS)))
def test_whatever_a_list_says_is_read_back_as_it_was(people: list[dict[str, Any]], way: str) -> None:
    from backend.kernel.canonical import nfc

    people = [{k: nfc(v).strip() or None if isinstance(v, str) else v for k, v in one.items()} for one in people]
    rows, columns, overlooked = read_rows(read_sheet(WAYS[way](people)))
    assert (columns, overlooked) == (set(HEADINGS), [])
    for one, read in zip(people, rows, strict=True):
        said: dict[str, Any] = {column.value: text for column, text in read.said.items()}
        if read.faults:
            assert {fault.column for fault in read.faults} <= {"email"}  # an address odder than we take
        said |= {"post": read.post, "starts_on": read.starts_on}
        assert said == {name: value for name, value in one.items() if value is not None}

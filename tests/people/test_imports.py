"""Bringing people in from a list: what would happen, all or nothing, once."""

import pytest

from backend.house import House
from backend.kernel.ids import new_id
from backend.people.appointments import RecordLeaving, record_leaving
from backend.people.imports.columns import day_of
from backend.people.tables import people
from backend.upkeep.verifying import verify
from tests.kernel.helping import entries, head, refused, rows_of
from tests.people.import_helping import faults, happens, listing, look, row, take
from tests.people.test_appointments import row_of, ties_of
from tests.world import World

NEW = [row("100", name="Ari Hazel", email="ari@org.test"), row("101", name="Bo Aspen", post="manager", manager="100")]


def numbered(world: World) -> dict[str | None, str]:
    return {one.staff_number: one.name for one in rows_of(world.maker.database, world.org, people)}


def log_of(world: World) -> list[str]:
    return [entry.kind for entry in entries(world.maker.database, world.org)]


def test_a_list_brings_people_with_posts_places_line_managers_and_addresses(world: World, house: House) -> None:
    sheet, before = listing(*NEW), head(house.database, world.org)
    found = look(world, sheet)
    assert (happens(found), faults(found)) == ([["new"], ["new", "line_manager"]], [])
    assert head(house.database, world.org) == before
    done = take(world, sheet)
    assert (done.counts["new"], done.counts["line_manager"], done.counts["wrong"]) == (2, 1, 0)
    by = {one.staff_number: one for one in rows_of(house.database, world.org, people)}
    assert (by["100"].name, by["100"].email, by["101"].post, by["101"].area_id) == (
        "Ari Hazel", "ari@org.test", "manager", world.area_id,
    )  # fmt: skip
    assert ("line_manager", by["101"].id) in ties_of(world, by["100"].id)
    mine = [entry for entry in entries(house.database, world.org) if entry.actor == world.people_team]
    assert [entry.kind for entry in mine] == ["add_person", "add_person", "name_line_manager", "import_people"]
    assert "ari@org.test" not in repr([entry.content for entry in mine])
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_the_same_list_again_changes_nothing_and_makes_no_entry(world: World) -> None:
    sheet = listing(*NEW)
    take(world, sheet)
    before = head(world.maker.database, world.org)
    assert happens(look(world, sheet)) == [["unchanged"], ["unchanged"]]
    assert take(world, sheet).counts["unchanged"] == 2
    assert head(world.maker.database, world.org) == before


def test_a_retry_after_a_lost_answer_gives_the_first_answer_and_makes_nothing_twice(world: World) -> None:
    sheet, id_ = listing(*NEW), new_id()
    first = take(world, sheet, id_=id_)
    before = head(world.maker.database, world.org)
    assert take(world, sheet, id_=id_) == first
    assert first.counts["new"] == 2
    with refused("id.reused"):
        take(world, listing(NEW[0]), id_=id_)
    with refused("id.reused"):
        take(world, sheet, "admin", id_=id_)
    assert head(world.maker.database, world.org) == before


def test_tomorrows_list_moves_whoever_moved_and_leaves_the_others(world: World, house: House) -> None:
    take(world, listing(*NEW))
    tomorrow = listing(
        row("100", name="Ari Hazel", email="new@org.test", site="Larch House", post="deputy"),
        NEW[1],
    )
    found = look(world, tomorrow)
    assert happens(found) == [["moved", "email"], ["unchanged"]]
    take(world, tomorrow)
    (moved,) = [one for one in rows_of(house.database, world.org, people) if one.staff_number == "100"]
    assert (moved.post, moved.site_id, moved.email) == ("deputy", world.other_site, "new@org.test")
    assert log_of(world)[-3:] == ["appoint", "change_email", "import_people"]
    assert verify(house.settings.owner_url, only=[world.org]) == []


def test_an_empty_cell_leaves_what_we_have(world: World) -> None:
    take(world, listing(*NEW))
    sparse = listing("100,,", "101,Bo Aspen,", headings="Staff no,Name,E-mail")
    assert happens(look(world, sparse)) == [["unchanged"], ["unchanged"]]


def test_who_moves_without_a_day_moves_today(world: World) -> None:
    take(world, listing(NEW[0]))
    take(world, listing("100,Ari Hazel,Larch House", headings="Staff no,Name,Service"))
    (moved,) = [one for one in rows_of(world.maker.database, world.org, people) if one.staff_number == "100"]
    assert (moved.site_id, moved.appointed_on) == (world.other_site, world.clock.today())


def test_who_is_in_our_list_and_not_in_theirs_is_shown_and_stays(world: World, other: World) -> None:
    take(other, listing(*NEW))
    take(world, listing(*NEW))
    found = look(world, listing(NEW[0]))
    assert ([(one.staff_number, one.name) for one in found.absent], found.absent_count) == ([("101", "Bo Aspen")], 1)
    take(world, listing(NEW[0]))
    assert set(numbered(world)) == {"100", "101", None}


def test_all_rows_are_taken_or_none(world: World) -> None:
    before = head(world.maker.database, world.org)
    sheet = listing(*NEW, row("102", site="Nowhere"), row("103", post="wizard"))
    with refused("import.rows_wrong") as refusal:
        take(world, sheet)
    assert [fault.pointer for fault in refusal.value.faults] == ["/4/site", "/5/post"]
    assert head(world.maker.database, world.org) == before
    assert look(world, sheet).counts["wrong"] == 2


WRONG = {
    "the same number twice": ([row("1"), row("1")], [(3, "staff_number", "twice")]),
    "the same in another case": ([row("a1"), row("A1")], [(3, "staff_number", "twice")]),
    "no number": ([row("")], [(2, "staff_number", "required")]),
    "no name": ([row("1", name="")], [(2, "name", "required")]),
    "no post": ([row("1", post="")], [(2, "post", "required")]),
    "no first day": ([row("1", starts="")], [(2, "starts_on", "required")]),
    "no such day": ([row("1", starts="31/02/2026")], [(2, "starts_on", "invalid")]),
    "a day as America writes it": ([row("1", starts="02/30/2026")], [(2, "starts_on", "invalid")]),
    "an unknown post": ([row("1", post="Wizard")], [(2, "post", "unknown_post")]),
    "an unknown site": ([row("1", site="Nowhere")], [(2, "site", "people.unknown_site")]),
    "an unknown area": ([row("1", area="Nowhere")], [(2, "area", "people.unknown_area")]),
    "a site of another area": ([row("1", area="South")], [(2, "area", "import.other_area")]),
    "a post without its site": ([row("1", post="Manager", site="")], [(2, "site", "people.site_needed")]),
    "a post without its area": ([row("1", post="Area manager", site="")], [(2, "area", "people.area_needed")]),
    "a number nobody has": ([row("1", manager="99")], [(2, "line_manager", "import.unknown_manager")]),
    "oneself": ([row("1", manager="1")], [(2, "line_manager", "import.own_manager")]),
    "one another": (
        [row("1", manager="2"), row("2", manager="1"), row("3", manager="1")],
        [(2, "line_manager", "import.circle"), (3, "line_manager", "import.circle")],
    ),
    "in a ring of three": (
        [row("1", manager="2"), row("2", manager="3"), row("3", manager="1")],
        [(number, "line_manager", "import.circle") for number in (2, 3, 4)],
    ),
    "no address": ([row("1", email="somewhere")], [(2, "email", "invalid")]),
    "a comma in a name": ([row("1", email="a@b.test") + ",x"], [(2, None, "too_many_cells")]),
    "a name without end": ([row("1", name="x" * 121)], [(2, "name", "invalid")]),
    "a control character": ([row("1", name="A\x07b")], [(2, "name", "invalid")]),
    "what turns the line around": ([row("1", name="A\u202eb"), row("2", name="A\u200db")], [(2, "name", "invalid")]),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_each_row_says_what_stands_in_its_way(world: World, what: str) -> None:
    rows, expected = WRONG[what]
    found = look(world, listing(*rows))
    assert faults(found) == expected
    assert found.counts["wrong"] == len({number for number, _, _ in expected})


def test_a_circle_through_somebody_who_is_not_in_the_list_is_found(world: World) -> None:
    take(world, listing(row("1"), row("2", manager="1")))
    assert faults(look(world, listing(row("1", manager="2")))) == [(2, "line_manager", "import.circle")]


def test_a_site_named_twice_needs_its_area_unless_somebody_is_there_already(world: World) -> None:
    twin = world.maker.site(next(one for one in [world.area_id]), "Twin House")
    far = world.maker.site(row_of(world, world.far_area).area_id, "Twin House")
    assert faults(look(world, listing(row("1", site="Twin House")))) == [(2, "site", "import.ambiguous")]
    take(world, listing(row("1", site="Twin House", area="South"), row("2", site="Twin House", area="north")))
    by = {one.staff_number: one.site_id for one in rows_of(world.maker.database, world.org, people)}
    assert (by["1"], by["2"]) == (far, twin)
    assert happens(look(world, listing(row("1", site="Twin House")))) == [["unchanged"]]


def test_zeros_that_a_spreadsheet_dropped_make_nobody_twice(world: World) -> None:
    take(world, listing(row("0417")))
    assert faults(look(world, listing(row("417")))) == [(2, "staff_number", "zeros")]


def test_nobody_imports_a_change_of_their_own_appointment(world: World) -> None:
    take(world, listing(row("1", post="People team", site="", email="p@org.test")))
    importer = next(one.id for one in rows_of(world.maker.database, world.org, people) if one.staff_number == "1")
    world.people["importer"] = importer
    world.maker.account(importer, f"importer@{world.maker.key}.test")
    own = row("1", post="Administrator", site="")
    assert faults(look(world, listing(own), "importer")) == [(2, None, "people.own_appointment")]
    assert faults(look(world, listing(own), "admin")) == []
    assert happens(look(world, listing(row("1", post="People team", site="")), "importer")) == [["unchanged"]]


@pytest.mark.parametrize("who", ["mentee", "mentor", "manager", "line", "area", "learning"])
def test_importing_is_for_those_who_manage_people(world: World, who: str) -> None:
    before = head(world.maker.database, world.org)
    for doing in (look, take):
        with refused("not_allowed"):
            doing(world, listing(*NEW), who)
    assert head(world.maker.database, world.org) == before


def test_numbers_and_managers_of_another_organisation_are_nobodys_here(world: World, other: World) -> None:
    take(other, listing(row("7", name="Uma Juniper")))
    found = look(world, listing(row("7", name="Ari Hazel"), row("8", manager="7")))
    assert happens(found) == [["new"], ["new", "line_manager"]]
    found = look(world, listing(row("8", manager="7")))
    assert faults(found) == [(2, "line_manager", "import.unknown_manager")]
    assert (found.absent, found.absent_count) == ([], 0)
    assert "Uma" not in repr(found)


@pytest.mark.parametrize(
    ("headings", "overlooked"),
    [
        ("STAFF NO.,Full name,Job title,Service,Region,Reports to,Start date,Email,Payroll band", ["Payroll band"]),
        ("Employee ID,name,role,School,area,Line manager number,starts,E-Mail address", []),
    ],
)
def test_headings_are_matched_leniently_and_unknown_ones_pointed_out(
    world: World, headings: str, overlooked: list[str]
) -> None:
    found = look(world, listing(row("1"), headings=headings))
    assert (happens(found), found.overlooked) == ([["new"]], overlooked)


@pytest.mark.parametrize("headings", ["Name,Post", "Staff number,Post", "Staff number,Staff no,Name", "1,2,3", ",,"])
def test_headings_that_say_too_little_are_refused(world: World, headings: str) -> None:
    with refused("import.headings"):
        look(world, listing(row("1"), headings=headings))


def test_days_are_read_as_people_here_write_them() -> None:
    said = ["2026-10-02", "02/10/2026", "2.10.2026", "2-10-2026", "2026-10-02 00:00:00", "10/2026", "2/13/2026", "x"]
    assert [str(day_of(text)) for text in said] == ["2026-10-02"] * 5 + ["None"] * 3


def test_who_is_called_otherwise_is_renamed_and_who_left_comes_back_as_the_same_person(
    world: World, house: House
) -> None:
    take(world, listing(*NEW))
    by = {one.staff_number: one for one in rows_of(house.database, world.org, people)}
    world.do("admin", record_leaving, RecordLeaving(person_id=by["101"].id))
    tomorrow = listing(row("100", name="Ari Oak"), row("101", name="Bo Aspen", manager="100", site="Larch House"))
    assert happens(look(world, tomorrow)) == [["renamed"], ["returned", "line_manager"]]
    take(world, tomorrow)
    after = {one.staff_number: one for one in rows_of(house.database, world.org, people)}
    assert (after["100"].name, after["101"].id, after["101"].left_at) == ("Ari Oak", by["101"].id, None)
    assert (after["101"].site_id, after["100"].email) == (world.other_site, "ari@org.test")
    assert ("line_manager", by["101"].id) in ties_of(world, by["100"].id)
    assert happens(look(world, tomorrow)) == [["unchanged"], ["unchanged"]]
    assert verify(house.settings.owner_url, only=[world.org]) == []

"""Files that nobody wrote by hand: refused at once, and never a mistake of ours."""

import tomllib
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.frameworks import toml
from backend.frameworks.drafts import list_drafts, show_draft
from backend.frameworks.files import LARGEST, parse
from backend.kernel.pages import Paging
from seeds.making import FRAMEWORKS
from tests.frameworks.test_drafts import drafted
from tests.kernel.helping import refused
from tests.world import World

HOSTILE = {
    "arrays in arrays": "a = " + "[" * 5_000 + "]" * 5_000,
    "tables in tables": "a = " + "{a = " * 5_000 + "1" + "}" * 5_000,
    "a number of thousands of digits": "version = " + "9" * 5_000,
    "a key of many parts": ".".join(["a"] * 90_000) + " = 1",
    "a key of many quoted parts": ".".join(['"a"'] * 45_000) + " = 1",
    "a key of many parts below a comment with quotes": '# """\n' + ".".join(["a"] * 90_000) + " = 1",
    "a key of many parts after an escaped quote": 'b = "\\""\n' + ".".join(["a"] * 90_000) + ' = "\\""',
    "a table of many parts": "[" + ".".join(["a"] * 90_000) + "]\n",
    "many keys in a deep table": "[" + ".".join(["a"] * 9_000) + "]\n" + "\n".join(f"k{n}=1" for n in range(20_000)),
    "texts that never end": '"""\\' * 50_000,
    "quotes alone": '"' * LARGEST,
    "one quote in three": "'a'" * 60_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    began = process_time()
    with refused("framework.broken_file"):
        toml.read(HOSTILE[name])
    assert process_time() - began < 2


MANY = {
    "20,000 fields": "\n".join(f"k{n} = 1" for n in range(20_000)),
    "20,000 fields of a criterion": "[[criterion]]\n" + "\n".join(f"k{n} = 1" for n in range(20_000)),
    "14,000 criteria": "[[criterion]]\n" * 14_000,
    "400 criteria without anything": "[[criterion]]\n" * 400,
}


@pytest.mark.parametrize("name", MANY)
def test_a_file_with_far_too_much_wrong_is_told_the_first_of_it_at_once(name: str) -> None:
    began = process_time()
    with refused("framework.broken_file") as refusal:
        parse(MANY[name])
    assert process_time() - began < 0.5
    assert len(refusal.value.detail) < 700


WRITTEN = {
    "key = “curly”": "no value stands after the =",
    'key = "abc': "does not end with one",
    'key "a"': "no = stands",
    "a = 1 b = 2": "more stands on this line",
    "a = 1\na = 2\n": "for the second time",
    "[[criterion": "lacks a bracket",
    'a = ["x" "y"]': "a comma between two",
    'a = "C:\\Users"': "Write it twice",
    "one two": "no = stands",
    "= 1": "no name with its value",
    "[a]\n[a]\n": "this heading",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_get_wrong_is_told_in_words_with_its_line(text: str) -> None:
    with refused("framework.broken_file") as refusal:
        parse(text)
    reason = refusal.value.params["reason"]
    assert reason.startswith(f"line {len(text.splitlines())}: ")
    assert WRITTEN[text] in reason
    assert "column" not in reason


def test_a_hostile_draft_is_kept_as_broken_and_the_others_are_still_listed(world: World) -> None:
    drafted(world)
    for text in HOSTILE.values():
        id_ = drafted(world, text)
        assert world.read("learning", show_draft, id_).preview is None
    assert len(world.read("learning", list_drafts, Paging()).items) == 1 + len(HOSTILE)


@pytest.mark.parametrize("path", sorted(FRAMEWORKS.glob("*.toml")), ids=lambda path: path.name)
def test_our_own_files_are_read_as_the_parser_reads_them(path: object) -> None:
    text = path.read_text()  # type: ignore[attr-defined]  # paths, as listed
    assert toml.read(text) == tomllib.loads(text)


def test_brackets_and_dots_in_texts_and_comments_are_no_depth_and_no_parts() -> None:
    said = "a . b . c " * 20 + "[" * 40
    text = f'a = "{said}" # {said}\nb = """\n{said}\n""" # "\nc = \'{said}\'\nd = \'\'\'\n{said}\'\'\'\ne = [1]\n'
    assert toml.read(text) == tomllib.loads(text)


@given(st.text(alphabet="a=.\n\"'\\#[]{}, 1", max_size=30))
def test_a_short_file_is_read_as_the_parser_reads_it_or_refused(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        with refused("framework.broken_file"):
            toml.read(text)
        return
    assert toml.read(text) == expected

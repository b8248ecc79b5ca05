"""The operator's words do what they say, and say what to do when they cannot."""

from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from backend.accounts.joining import Join, join_with_code
from backend.accounts.pairs import Device
from backend.accounts.rules import Platform
from backend.house import House
from backend.kernel.settings import Settings
from seeds.__main__ import WORDS
from seeds.commands import found_organisation
from tests.seeds.conftest import ROOT, word

FOUNDING = {"key": "oakfield", "name": "Oakfield", "administrator": "Ann Oak", "login": "ann@oakfield.test"}


def founding(**other: str) -> list[str]:
    return [part for name, value in (FOUNDING | other).items() for part in (f"--{name}", value)]


def test_the_migrations_go_forth_and_back() -> None:
    answer = word("migrate", "--check")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_description_of_the_api_is_up_to_date() -> None:
    answer = word("openapi", "--check")
    assert (answer.returncode, answer.stderr) == (0, "")


def test_verify_finds_nothing_in_a_demo(demo_data: Path) -> None:
    answer = word("verify", COUNTERSIGN_DATA=str(demo_data))
    assert (answer.returncode, answer.stdout[:8]) == (0, "Verified")


def test_nothing_is_verified_or_founded_before_there_is_a_database(tmp_path: Path) -> None:
    data = {"COUNTERSIGN_DATA": str(tmp_path / "none")}
    answers = [word("verify", **data), word("found-organisation", *founding(), **data), word("load-frameworks", **data)]
    assert ["./run migrate" in answer.stderr for answer in answers] == [True] * 3
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({}, "organisation oakfield already"),
        ({"key": "elmfield"}, "signs somebody in already"),
        ({"key": "Oak Field"}, "small letters"),
        ({"key": "elmfield", "zone": "Nowhere/At_All"}, "no time zone"),
        ({"key": "elmfield", "login": "ann"}, "e-mail address"),
    ],
)
def test_an_organisation_is_founded_once_and_soundly(founded: Path, other: dict[str, str], reason: str) -> None:
    answer = word("found-organisation", *founding(**other), COUNTERSIGN_DATA=str(founded))
    assert (answer.returncode, reason in answer.stderr) == (1, True)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("founded")
    word("migrate", COUNTERSIGN_DATA=str(data))
    assert word("found-organisation", *founding(), COUNTERSIGN_DATA=str(data)).returncode == 0
    return data


def test_the_only_administrator_gets_in_again_with_a_code_from_the_operator(founded: Path) -> None:
    data = {"COUNTERSIGN_DATA": str(founded)}
    for_ann = ("joining-code", "--organisation", "oakfield", "--login")
    answer = word(*for_ann, "Ann@Oakfield.test", **data)
    assert (answer.returncode, answer.stderr) == (0, "")
    code = answer.stdout.split()[0]
    house = House.open(Settings.from_env(data))
    try:
        act = Join(code=code, password="three plain words", device=Device(name="Office", platform=Platform.WEB))
        assert join_with_code(house.database, house.vault, act).person.name == "Ann Oak"
    finally:
        house.database.close()
    refused = [word(*for_ann, "bob@oakfield.test", **data), word(*for_ann[:2], "elmfield", "--login", "ann", **data)]
    assert [(one.returncode, one.stderr.split()[0]) for one in refused] == [(1, "Nobody"), (1, "There")]
    assert word("verify", **data).returncode == 0


def test_what_is_not_told_and_cannot_be_asked_is_named(founded: Path) -> None:
    answer = word("found-organisation", "--key", "elmfield", COUNTERSIGN_DATA=str(founded))
    assert (answer.returncode, "--name is missing" in answer.stderr) == (1, True)


def test_frameworks_are_loaded_for_an_organisation_that_exists(founded: Path) -> None:
    data = {"COUNTERSIGN_DATA": str(founded)}
    answers = [
        word("load-frameworks", "--organisation", "oakfield", **data),
        word("load-frameworks", "--organisation", "elmfield", **data),
        word("load-frameworks", "no-such-file.toml", **data),
    ]
    assert [answer.returncode for answer in answers] == [0, 1, 1]


def test_the_launcher_and_the_command_line_know_the_same_words() -> None:
    launcher = ModuleType("run")
    launcher.__file__ = str(ROOT / "run")
    SourceFileLoader("run", str(ROOT / "run")).exec_module(launcher)
    assert set(launcher.OPERATOR_WORDS) == set(WORDS)


def test_a_word_that_does_not_exist_is_not_understood() -> None:
    assert word("dance").returncode == 2


def test_a_password_is_easy_to_copy_by_hand() -> None:
    assert set("il1o0") & set(found_organisation.LETTERS) == set()

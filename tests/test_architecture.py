"""What holds for the code as a whole, read from its syntax trees and its declared tables."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import get_type_hints

import pytest
from sqlalchemy import Table

import backend
from backend import house
from backend.kernel.columns import Holds, metadata

ROOT = Path(__file__).resolve().parent.parent
assert house.APPLIES  # every room's tables are declared once the house is put together


def sources(*folders: str) -> dict[str, ast.Module]:
    """The parsed Python files below these folders, by path."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found[path.relative_to(ROOT).as_posix()] = ast.parse(path.read_text())
    return found


def methods(tree: ast.AST) -> set[str]:
    """The names of the methods called in it."""
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {target.attr for target in found if isinstance(target, ast.Attribute)}


def texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            yield node.value if isinstance(node.value, str) else node.value.decode("latin-1")


MAY_COMMIT = {
    "backend/kernel/database.py": "the one place that commits",
    "backend/kernel/sqlite.py": "lets writers that wait for the disk commit together",
    "backend/upkeep/migrating.py": "changes the shape of the database, as the owner",
    "backend/upkeep/rebuilding.py": "fills new tables as the owner, while nobody serves",
    "backend/upkeep/verifying.py": "begins and undoes its own, on a connection apart",
}


def test_only_the_database_begins_commits_or_rolls_back() -> None:
    words = {"begin", "begin_nested", "commit", "rollback", "autocommit"}
    found = {path for path, tree in sources("backend", "mobile_api", "web").items() if words & methods(tree)}
    assert found - {path for path in found if path.startswith("backend/upkeep/migrations/")} == set(MAY_COMMIT)


def test_verifying_never_commits() -> None:
    assert "commit" not in methods(sources("backend/upkeep")["backend/upkeep/verifying.py"])


def test_statements_that_begin_or_end_a_transaction_are_written_in_the_drivers_alone() -> None:
    first = {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "START"}
    found = {
        path
        for path, tree in sources("backend", "mobile_api", "web").items()
        for text in texts(tree)
        if text.split()[:1] and text.split()[0].rstrip(";") in first and "RAISE" not in text  # a trigger's own BEGIN
    }
    assert found == {"backend/kernel/sqlite.py", "backend/kernel/postgres.py"}


MAY_READ_THE_ENVIRONMENT = {"wsgi.py", "backend/kernel/settings.py"}


def test_nothing_reads_the_environment_but_the_start_of_a_process() -> None:
    trees = sources("backend", "mobile_api", "web")
    found = {
        path
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "putenv"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os"
            and {alias.name for alias in node.names} & {"environ", "environb", "getenv", "putenv"})
    }  # fmt: skip
    found -= {path for path in found if _is_request_environ(trees[path])}
    assert found - MAY_READ_THE_ENVIRONMENT == set()


def _is_request_environ(tree: ast.AST) -> bool:
    """Whether every `.environ` in it is a request's, which WSGI calls so."""
    names = [node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "environ"]
    return all(isinstance(name, ast.Name) and name.id == "request" for name in names)


def test_the_backend_reads_no_clock_but_the_one_it_is_given() -> None:
    read = {"now", "utcnow", "today", "time", "monotonic"}
    clocks = {"datetime", "date", "time"}
    found = {
        path
        for path, tree in sources("backend").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in read
        and isinstance(node.func.value, ast.Name) and node.func.value.id in clocks
    }  # fmt: skip
    assert found == {"backend/kernel/clock.py"}


TABLES = list(metadata.sorted_tables)
TENANTED = [table for table in TABLES if table.info.get("tenant")]
SHARED = {
    "accounts": "one login may belong to people in several organisations, and is looked up before any is known",
    "logins": "what people type to sign in, before any organisation is known",
    "memberships": "says which organisations a login belongs to",
    "joining_codes": "typed by people who are not signed in, before any organisation is known",
    "known_devices": "where a login has signed in before is asked before any organisation is known",
    "tries": "guesses at a login or a code come before any organisation is known, and must outlive a restart",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_p01_every_column_says_what_it_holds_about_people(table: Table) -> None:
    unclassified = [column.name for column in table.columns if not isinstance(column.info.get("holds"), Holds)]
    assert unclassified == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_p01_a_table_with_words_about_people_says_whose_they_are(table: Table) -> None:
    held = {column.info["holds"] for column in table.columns}
    # Words in the log belong to the entry's people, and what a plan's item holds belongs to the plan's.
    if table.name != "contents" and held & {Holds.SUBJECT_WORDS, Holds.ACTOR_WORDS}:
        assert held & {Holds.SUBJECT, Holds.ACTOR}


def test_p01_secrets_are_what_is_called_a_hash_or_a_nonce_of_one() -> None:
    secret = {f"{t.name}.{c.name}" for t in TABLES for c in t.columns if c.info["holds"] is Holds.SECRET}
    assert secret == {
        "accounts.password_hash", "accounts.pin_hash", "sessions.access_hash", "refresh_tokens.hash", "presences.hash",
        "contents.nonce", "refresh_tokens.nonce", "known_devices.hash", "tries.hash",
        "joining_codes.hash", "shared_phones.hash", "push_targets.value", "push_targets.hash", "calendar_feeds.hash",
    }  # fmt: skip


def test_tables_without_a_tenant_are_the_short_list_that_is_written_down() -> None:
    assert {table.name: table.info.get("shared") for table in TABLES if not table.info.get("tenant")} == SHARED


ACROSS = {"ix_deliveries_due", "ix_deliveries_dead"}
"""What is found in all organisations at once, by whoever sends it."""


def test_only_deliveries_are_reached_across_organisations_and_in_one_place_only() -> None:
    assert {table.name for table in TENANTED if table.info.get("across")} == {"deliveries"}
    found = {
        path
        for path, tree in sources("backend", "mobile_api", "web", "seeds").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "Across" in {alias.name for alias in node.names}
    }
    assert found == {"backend/notices/claiming.py"}


@pytest.mark.parametrize("table", TENANTED, ids=lambda table: table.name)
def test_the_organisation_comes_first_in_every_key_and_index_of_a_tenant_table(table: Table) -> None:
    assert next(iter(table.primary_key.columns)).name == "org"
    assert not table.columns["org"].nullable
    for index in table.indexes:
        if index.name in ACROSS:
            continue
        assert next(iter(index.columns)).name == "org", index.name
    for constraint in table.constraints - {table.primary_key}:
        columns = [column.name for column in getattr(constraint, "columns", [])]
        if constraint.__visit_name__ != "table_or_column_check_constraint" and "check" not in constraint.__visit_name__:
            assert columns[0] == "org", constraint.name


@pytest.mark.parametrize("table", TENANTED, ids=lambda table: table.name)
def test_a_tenant_table_refers_to_rows_of_the_same_organisation(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        first = constraint.elements[0]
        assert (first.parent.name, first.column.name) == ("org", "org")
        assert first.column.table.info["tenant"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_instants_are_kept_with_their_zone_and_columns_have_the_houses_types(table: Table) -> None:
    kinds = {type(column.type).__name__ for column in table.columns}
    assert kinds <= {"IdType", "Instant", "Text", "Integer", "BigInteger", "Boolean", "Date", "LargeBinary"}


def test_public_functions_and_classes_of_the_backend_say_what_they_do() -> None:
    silent = []
    for path, tree in sources("backend").items():
        if "/migrations/versions/" in path:
            continue
        for node in tree.body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if public and ast.get_docstring(node) is None:  # type: ignore[arg-type]  # public says which kinds
                silent.append(f"{path}: {node.name}")  # type: ignore[attr-defined]  # which have names
    assert silent == []


def test_no_test_patches_or_mocks() -> None:
    found = {
        path
        for path, tree in sources("tests").items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest"))
        or (isinstance(node, ast.Import) and any(alias.name.startswith("unittest") for alias in node.names))
        or (isinstance(node, ast.arg) and node.arg in ("monkeypatch", "mocker"))
    }
    assert found == set()


def test_p10_every_act_with_words_about_people_has_room_for_why_a_detail_stays_in_them() -> None:
    apart = {"Goal", "StepSaid", "OpenGroup"}  # parts of acts that have it; a group's name
    apart |= {"AddPerson", "ApproveAgreement", "ChangeEmail", "ChangeName", "ChangeSettings", "CheckText"}
    acts: dict[str, bool] = {}
    for module in pkgutil.walk_packages(backend.__path__, "backend."):
        if ".migrations" in module.name:
            continue
        for name, one in vars(importlib.import_module(module.name)).items():
            if is_dataclass(one) and isinstance(one, type) and one.__module__ == module.name:
                hints = get_type_hints(one, include_extras=True)
                if any("Part.WORDS" in str(said) for said in hints.values()):
                    acts[name] = "kept_because" in hints
    assert {name for name, has_reason in acts.items() if not has_reason} - apart == set()
    assert {"SignOff", "ReviewPlan", "MakeReflection", "WriteRecord", "GiveView"} <= {
        n for n, has in acts.items() if has
    }

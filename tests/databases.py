"""The PostgreSQL server and the browser that tests use: found on this machine, or said to be missing and why.

`COUNTERSIGN_TEST_POSTGRES` names a server to use, by the URL of a role that may create databases and roles.
Without it an installed PostgreSQL is started on a throwaway cluster, reached through a socket that only this
user can open, and is gone when the tests end, however they end. With `COUNTERSIGN_CI=1` what is missing is an
error.
"""

from __future__ import annotations

import atexit
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

OLDEST = 15
PATIENCE = 20.0  # seconds a server may take to start, on a machine that is busy with something else
LONGEST_PARENT = 55  # bytes, of the folder in which the cluster's is made: a socket's path may have 107

# Fast, and true to a real server in all but surviving a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "100",
    "timezone": "UTC",
}

# What a bench of commits needs.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on", "jit": "on"}

# Waits until its input closes, as it does when the tests end or are killed; then stops the server and removes
# the cluster.
KEEPER = """
cd "$1" || exit 1
shift
{ "$@" >server.log 2>&1 </dev/null; : >ended; } &
read -r _
kill -QUIT "$(head -n 1 data/postmaster.pid)"
wait
rm -rf "$PWD"
"""


class Missing(RuntimeError):
    """Something the tests need is not on this machine."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL on which tests make and drop their own databases; `reason` says which, in one line."""

    url: str
    reason: str

    def owner_url(self, dbname: str) -> str:
        """The URL of one database, as the role that owns what it creates there."""
        return urlsplit(self.url)._replace(path=f"/{quote(dbname, safe='')}").geturl()

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make an empty database, or a copy of one to which nobody is connected; answers its owner's URL.

        Tests that run side by side on a named server have databases of their own.
        """
        name = _own(name)
        statement = sql.SQL("create database {} template {}")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.owner_url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, if it is there, and put out whoever is still connected."""
        name = _own(name)
        self._execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def _own(name: str) -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{name}_{worker}" if worker else name


def postgres_server(durable: bool = False) -> Server | None:
    """The server for this run, the same one each time; None where there is none (`postgres_reason` says why).

    A `durable` one waits for the disk at each commit, as a real one does.

    Raises Missing instead with `COUNTERSIGN_CI=1`, and when `COUNTERSIGN_TEST_POSTGRES` names one that fails.
    """
    server, reason = _outcome(durable)
    if server is None and (_required() or _named()):
        raise Missing(reason)
    return server


def postgres_reason() -> str:
    """One line for the summary of a run: the PostgreSQL that was used, or why there was none."""
    return _outcome(False)[1]


@cache
def chromium_path() -> str | None:
    """The browser to drive; None where there is none. Raises Missing instead with `COUNTERSIGN_CI=1`."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    if _required():
        raise Missing("no browser: neither chromium nor google-chrome is on the path")
    return None


def _required() -> bool:
    return os.environ.get("COUNTERSIGN_CI") == "1"


def _named() -> str:
    return os.environ.get("COUNTERSIGN_TEST_POSTGRES", "")


@cache
def _outcome(durable: bool) -> tuple[Server | None, str]:
    try:
        server = _reach(_named()) if _named() else _start(durable)
    except (Missing, OSError, psycopg.Error) as error:
        return None, "no PostgreSQL: " + " ".join(str(error).split())
    return server, server.reason


def _reach(named: str) -> Server:
    url = urlsplit(named)._replace(scheme="postgresql").geturl()
    with psycopg.connect(url, connect_timeout=10) as connection:
        version = connection.info.server_version // 10_000
        if version < OLDEST:
            raise Missing(f"COUNTERSIGN_TEST_POSTGRES is version {version}; {OLDEST} is the oldest supported")
        return Server(url, f"PostgreSQL {version} named by COUNTERSIGN_TEST_POSTGRES")


def _start(durable: bool) -> Server:
    version, programs = _newest_installed()
    user = _unprivileged_user()
    directory = _directory_of(user)
    try:
        _initialise(programs, directory, user)
    except (Missing, OSError):
        shutil.rmtree(directory, ignore_errors=True)
        raise
    url = f"postgresql://postgres@/postgres?host={quote(str(directory), safe='')}"
    settings = [f"--{name}={value}" for name, value in (SETTINGS | (DURABLE if durable else {})).items()]
    server = [str(programs / "postgres"), "-D", "data", f"--unix_socket_directories={directory}", *settings]
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", str(directory), *server],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt at the terminal is for the tests, which then still clean up
        **_as(user),
    )
    atexit.register(_stop, keeper)
    _await(url, directory, keeper)
    return Server(url, f"PostgreSQL {version} from {programs}, started for this run")


def _newest_installed() -> tuple[int, Path]:
    found = {_version(folder): folder for folder in _program_folders()}
    if not found:
        raise Missing("none is installed (apt-get install postgresql) or named by COUNTERSIGN_TEST_POSTGRES")
    newest = max(found)
    if newest < OLDEST:
        raise Missing(f"version {newest} is installed, and {OLDEST} is the oldest supported")
    return newest, found[newest]


def _program_folders() -> Iterator[Path]:
    """Where servers may be: a distribution's folder, the one pg_config names, the path."""
    candidates = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        candidates.append(Path(answer.stdout.strip()))
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    return (folder for folder in candidates if all((folder / name).exists() for name in ("initdb", "postgres")))


def _version(programs: Path) -> int:
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)", answer.stdout)
    return int(number[1]) if number else 0


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Whom to run the server as: oneself, or another when root, as which PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Missing("these tests run as root, a server cannot, and there is no user `postgres` or `nobody`")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _directory_of(user: pwd.struct_passwd | None) -> Path:
    """A new folder of that user, closed to others, below one that it can use and a socket's path can hold."""
    for parent in map(Path, (tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108 - mkdtemp makes it safe
        if len(os.fsencode(parent)) <= LONGEST_PARENT and (user is None or _open_to_all(parent)):
            directory = Path(tempfile.mkdtemp(prefix="countersign-postgres-", dir=parent))
            if user:
                os.chown(directory, user.pw_uid, user.pw_gid)
            return directory
    raise Missing("no temporary folder in which a server can keep its data and socket")


def _open_to_all(folder: Path) -> bool:
    reachable = all(above.stat().st_mode & 0o001 for above in folder.parents)
    return reachable and folder.stat().st_mode & 0o003 == 0o003


def _initialise(programs: Path, directory: Path, user: pwd.struct_passwd | None) -> None:
    command = [str(programs / "initdb"), "-D", "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    said = ""
    for locale in ("C.UTF-8", "C"):  # the second where the system has not the first
        outcome = subprocess.run(
            [*command, f"--locale={locale}", "--no-sync", "--no-instructions"],
            cwd=directory,
            capture_output=True,
            text=True,
            check=False,
            **_as(user),
        )
        if outcome.returncode == 0:
            return
        said = said or outcome.stderr.strip()
    raise Missing(f"initdb failed: {said}")


def _await(url: str, directory: Path, keeper: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError as error:
            if (directory / "ended").exists() or time.monotonic() > deadline:
                said = (directory / "server.log").read_text() or str(error)
                _stop(keeper)
                raise Missing(f"the server did not start: {said}") from error
        time.sleep(0.02)


def _stop(keeper: subprocess.Popen[bytes]) -> None:
    """End the server and remove its cluster: a line is as good to the keeper as the end of its input."""
    assert keeper.stdin is not None
    with suppress(BrokenPipeError), keeper.stdin:
        keeper.stdin.write(b"\n")  # the end alone would wait for forks of this process, which share the pipe
    keeper.wait(timeout=PATIENCE)

"""Files, on a disk and in a bucket: kept by their digest, apart for each organisation, never changed."""

import stat
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from backend.kernel.files import DiskFiles, Files, digest_of, is_whole, open_files, trouble
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from tests.kernel.helping import refused

ORG, OTHER = new_id(), new_id()
RAW = b"What was agreed at the handover."


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3, on this machine alone."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    """A store of either kind."""
    if request.param == "disk":
        return open_files("", tmp_path)
    endpoint = request.getfixturevalue("endpoint")
    make_bucket(endpoint)
    return open_files(f"s3://evidence/of/ours?endpoint={endpoint}", tmp_path, "key", "secret")


def make_bucket(endpoint: str) -> None:
    """A bucket to keep files in."""
    with urlopen(Request(f"{endpoint}/evidence", method="PUT")):  # noqa: S310 - our own server
        pass


def test_a_file_is_read_again_as_it_was_kept(files: Files) -> None:
    digest = files.put(ORG, RAW)
    assert digest == digest_of(RAW) == files.put(ORG, RAW)
    with files.open(ORG, digest) as file:
        assert file.read() == RAW
    assert (files.has(ORG, digest), is_whole(files, ORG, digest)) == (True, True)


def test_the_same_bytes_of_another_organisation_are_not_there(files: Files) -> None:
    digest = files.put(ORG, RAW)
    assert (files.has(OTHER, digest), is_whole(files, OTHER, digest)) == (False, False)
    with refused("file.unavailable"):
        files.open(OTHER, digest)
    files.put(OTHER, RAW)
    assert files.has(OTHER, digest)


def test_nothing_but_a_digest_names_a_file(files: Files) -> None:
    for name in ("../../etc/passwd", "", "a" * 63, "A" * 64, f"{'a' * 64}\n", f"{'a' * 61}/.."):
        for ask in (files.open, files.has):
            with pytest.raises(ValueError, match="digest"):
                ask(ORG, name)


def test_a_file_on_the_disk_is_its_owners_and_nothing_half_is_left(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path / "files")
    digest = files.put(ORG, RAW)
    (path,) = [one for one in (tmp_path / "files").rglob("*") if one.is_file()]
    assert path == tmp_path / "files" / ORG / digest[:2] / digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:3]} == {0o700}
    path.write_bytes(RAW[:-1])
    assert not is_whole(files, ORG, digest)
    files.put(ORG, RAW)
    assert is_whole(files, ORG, digest)
    path.unlink()
    assert not is_whole(files, ORG, digest)


def test_a_disk_that_cannot_be_written_says_so_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with refused("file.unavailable"):
        DiskFiles(tmp_path / "files").put(ORG, RAW)


def test_a_full_disk_says_so() -> None:
    with refused("storage.full"), trouble():
        raise OSError(ENOSPC, "No space left on device")


def test_a_bucket_that_does_not_answer_or_is_not_there_is_unavailable(endpoint: str, tmp_path: Path) -> None:
    for where in ("s3://evidence?endpoint=http://127.0.0.1:9", f"s3://nowhere?endpoint={endpoint}"):
        files = open_files(where, tmp_path, "key", "secret")
        asked: list[Any] = [
            lambda files=files: files.put(ORG, RAW),
            lambda files=files: files.open(ORG, digest_of(RAW)),
            lambda files=files: files.has(ORG, digest_of(RAW)),
        ]
        for ask in asked:
            with refused("file.unavailable"):
                ask()


@pytest.mark.parametrize("where", ["s3://", "s3://x?endpoint=ftp://y", "s3://x?endpoint=nowhere", "https://x/y"])
def test_an_address_that_names_no_store_is_refused_at_once(where: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        open_files(where, tmp_path)


def test_the_settings_say_where_files_are_kept(tmp_path: Path) -> None:
    given = {"COUNTERSIGN_FILES": "s3://b", "COUNTERSIGN_FILES_KEY": "k", "COUNTERSIGN_FILES_SECRET": "s"}
    said = Settings.from_env(given)
    assert (said.files, said.files_key, said.files_secret) == ("s3://b", "k", "s")
    assert Settings.from_env({}).files == ""
    digest = open_files(str(tmp_path / "elsewhere"), Path("/nowhere")).put(ORG, RAW)
    assert (tmp_path / "elsewhere" / ORG / digest[:2] / digest).is_file()

"""Files: what is too large for a row, kept by its digest, apart for each organisation.

A file is written once and whole, and asked for by what it holds, so that a record which names a digest names one file
for ever. Nothing in here deletes. It lies outside what the web serves, on a disk or in a store that speaks S3; whether
somebody may read it is asked by the room that hands it out, each time. Source: trust, S23.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from backend.kernel.errors import Kind, full, refusal
from backend.kernel.ids import Id, new_id

_DIGEST = re.compile(r"[0-9a-f]{64}")
AT_ONCE = 64 * 1024

unavailable = refusal(
    "file.unavailable", Kind.BUSY, "The file cannot be fetched or kept just now. Nothing was lost; try again shortly."
)


def digest_of(raw: bytes) -> str:
    """What a file is named by: hexadecimal sha256."""
    return sha256(raw).hexdigest()


def place_of(org: Id, digest: str) -> str:
    """Where a file lies below the root. Only an organisation's id and a digest ever take part in it."""
    if _DIGEST.fullmatch(digest) is None:
        raise ValueError("a file is named by its digest")
    return f"{org}/{digest[:2]}/{digest}"


class Files(Protocol):
    """A store of files. The same bytes of two organisations are two files: neither learns that the other has them."""

    def put(self, org: Id, raw: bytes) -> str:
        """Keeps `raw`; its digest, once it is durable. Raises `storage.full`, `file.unavailable`."""

    def open(self, org: Id, digest: str) -> BinaryIO:
        """The file, to be read and closed. Raises `file.unavailable`."""

    def has(self, org: Id, digest: str) -> bool:
        """Whether it is there. Raises `file.unavailable` when that cannot be told."""


def is_whole(files: Files, org: Id, digest: str) -> bool:
    """Whether a file is there and still what its name says."""
    if not files.has(org, digest):
        return False
    found = sha256()
    with files.open(org, digest) as file:
        while part := file.read(AT_ONCE):
            found.update(part)
    return found.hexdigest() == digest


class DiskFiles:
    """Files in a directory of their own, for their owner's eyes only."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, org: Id, raw: bytes) -> str:
        """Writes it beside its place, waits for the disk, and gives it its name: never half a file under a digest."""
        digest = digest_of(raw)
        place = self._root / place_of(org, digest)
        with trouble():
            _make(self._root, place.parent)
            unnamed = place.with_name(f".{new_id()}")
            try:
                _write(unnamed, raw)
                unnamed.replace(place)
            finally:
                unnamed.unlink(missing_ok=True)
            _settle(place.parent)
        return digest

    def open(self, org: Id, digest: str) -> BinaryIO:
        """The file. Raises `file.unavailable`."""
        with trouble():
            return (self._root / place_of(org, digest)).open("rb")

    def has(self, org: Id, digest: str) -> bool:
        """Whether it is there."""
        return (self._root / place_of(org, digest)).is_file()


def _make(root: Path, folder: Path) -> None:
    """Makes the folders that are missing, each as durable as what is put into it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, parents=not one.is_relative_to(root), exist_ok=True)
        _settle(one.parent)


def _write(path: Path, raw: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def trouble() -> Iterator[None]:
    """Turns what a disk says into `storage.full` or `file.unavailable`."""
    try:
        yield
    except OSError as error:
        raise (full() if error.errno in (ENOSPC, EDQUOT) else unavailable()) from error


def open_files(where: str, data: Path, key: str = "", secret: str = "") -> Files:
    """The store that `where` names: a directory, `s3://bucket/prefix?endpoint=...&region=...`, or `data`/files.

    `key` and `secret` are the bucket's. Raises `ValueError` for any other kind of address.
    """
    parts = urlsplit(where)
    if parts.scheme == "s3":
        from backend.kernel.buckets import open_bucket  # noqa: PLC0415 - half a second that only a bucket is worth

        return open_bucket(parts, key, secret)
    if parts.scheme:
        raise ValueError("files are kept in a directory, or at s3://bucket/prefix?endpoint=...")
    return DiskFiles(Path(where).absolute() if where else data / "files")

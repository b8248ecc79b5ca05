"""Settings, read once from the environment at start; nothing else reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    """How this process is to run.

    `database_url` serves (on PostgreSQL as the role without ownership), `owner_url` migrates and verifies.
    `secret_key` signs the web's session cookie. `secure_cookies` is off for the demo on loopback alone.
    `files` says where files are kept: a directory or a bucket (`kernel.files`); empty is below `data`.
    `proxies` is how many of our own stand in front: so many of the last addresses in `X-Forwarded-For` are believed.
    `address` is where people find us, `https://countersign.example.org`; requests to any other host are then refused.
    """

    database_url: str
    owner_url: str
    secret_key: str
    data: Path
    secure_cookies: bool = True
    demo: bool = False
    argon2_at_once: int = 2
    connections: int = 8
    proxies: int = 0
    files: str = ""
    files_key: str = ""
    files_secret: str = ""
    address: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Settings from `COUNTERSIGN_*` variables.

        Without `COUNTERSIGN_DATABASE_URL` the embedded SQLite file in `COUNTERSIGN_DATA` (default `./data`) is used.
        """
        data = Path(environ.get("COUNTERSIGN_DATA", "data")).absolute()
        url = environ.get("COUNTERSIGN_DATABASE_URL", f"sqlite:///{data / 'countersign.sqlite3'}")
        return cls(
            database_url=url,
            owner_url=environ.get("COUNTERSIGN_OWNER_URL", url),
            secret_key=environ.get("COUNTERSIGN_SECRET_KEY", ""),
            data=data,
            secure_cookies=environ.get("COUNTERSIGN_SECURE_COOKIES", "1") == "1",
            proxies=int(environ.get("COUNTERSIGN_PROXIES", "0")),
            files=environ.get("COUNTERSIGN_FILES", ""),
            files_key=environ.get("COUNTERSIGN_FILES_KEY", ""),
            files_secret=environ.get("COUNTERSIGN_FILES_SECRET", ""),
            address=_address(environ.get("COUNTERSIGN_ADDRESS", "")),
        )


def _address(given: str) -> str:
    """An address without a path. Raises `ValueError` for anything else: it goes onto paper."""
    found = urlsplit(given.strip())
    if given and (found.scheme not in ("https", "http") or not found.hostname or found.path.strip("/")):
        raise ValueError("COUNTERSIGN_ADDRESS is an address without a path, such as https://countersign.example.org")
    return f"{found.scheme}://{found.netloc}" if given else ""

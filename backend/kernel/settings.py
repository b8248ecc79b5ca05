"""Settings, read once from the environment at start; nothing else reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Transports:
    """How notices leave the house; what is not set does not leave it, and stays in the inbox.

    `firebase_credentials` is a service account's file, `fcm_endpoint` a server on this machine to send to instead of
    Google's, for trying things out. `vapid_key` is a private key's file for browser push and `vapid_contact` who is
    behind it (`mailto:`). `smtp_url` is `smtp://`, `smtp+starttls://` or `smtps://` with login, and `mail_from` the
    sender.
    """

    firebase_credentials: Path | None = None
    fcm_endpoint: str = ""
    vapid_key: Path | None = None
    vapid_contact: str = ""
    smtp_url: str = ""
    mail_from: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Transports":
        """Transports from `COUNTERSIGN_*` variables."""
        credentials, key = environ.get("COUNTERSIGN_FIREBASE_CREDENTIALS"), environ.get("COUNTERSIGN_VAPID_KEY")
        return cls(
            firebase_credentials=Path(credentials) if credentials else None,
            fcm_endpoint=environ.get("COUNTERSIGN_FCM_ENDPOINT", ""),
            vapid_key=Path(key) if key else None,
            vapid_contact=environ.get("COUNTERSIGN_VAPID_CONTACT", ""),
            smtp_url=environ.get("COUNTERSIGN_SMTP_URL", ""),
            mail_from=environ.get("COUNTERSIGN_MAIL_FROM", ""),
        )


@dataclass(frozen=True)
class Settings:
    """How this process is to run.

    `database_url` serves (on PostgreSQL as the role without ownership), `owner_url` migrates and verifies.
    `secret_key` signs the web's session cookie. `secure_cookies` is off for the demo on loopback alone.
    `files` says where files are kept: a directory or a bucket (`kernel.files`); empty is below `data`.
    `proxies` is how many of our own stand in front: so many of the last addresses in `X-Forwarded-For` are believed.
    `address` is where people find us, `https://countersign.example.org`; requests to any other host are then refused.
    `worker_url` is the database as the role that sends deliveries; empty where none does. `metrics_token` lets whoever
    bears it read the figures; without one they are read on this machine alone. At most `evidence_files` photos
    and documents are kept about one person, of `evidence_bytes` together.
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
    worker_url: str = ""
    metrics_token: str = ""
    evidence_files: int = 500
    evidence_bytes: int = 1024**3
    transports: Transports = Transports()

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
            worker_url=environ.get("COUNTERSIGN_WORKER_URL", url if url.startswith("sqlite") else ""),
            metrics_token=environ.get("COUNTERSIGN_METRICS_TOKEN", ""),
            evidence_files=int(environ.get("COUNTERSIGN_EVIDENCE_FILES", cls.evidence_files)),
            evidence_bytes=int(environ.get("COUNTERSIGN_EVIDENCE_MIB", cls.evidence_bytes >> 20)) << 20,
            transports=Transports.from_env(environ),
        )


def _address(given: str) -> str:
    """An address without a path. Raises `ValueError` for anything else: it goes onto paper."""
    found = urlsplit(given.strip())
    if given and (found.scheme not in ("https", "http") or not found.hostname or found.path.strip("/")):
        raise ValueError("COUNTERSIGN_ADDRESS is an address without a path, such as https://countersign.example.org")
    return f"{found.scheme}://{found.netloc}" if given else ""

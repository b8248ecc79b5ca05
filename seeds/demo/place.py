"""Where a demo lives: a directory with one database that holds nothing but the demo."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, text

from backend.house import APPLIES
from backend.kernel.clock import system_clock
from backend.kernel.database import Database
from backend.kernel.files import DiskFiles
from backend.kernel.settings import Settings
from backend.upkeep.migrating import migrate, owning
from seeds.databases import DEMO_MARK, is_demo, newest, organisations_of, revision, with_secret
from seeds.demo.cast import FILES, Cast
from seeds.demo.telling import ZONE, make_demo
from seeds.demo.walk import Walk
from seeds.stops import Stop

NAME = "countersign.sqlite3"
MAKING = "making.sqlite3"
OWN = (NAME, MAKING, "secret-key", "serving.lock", "files")


def settings_of(data: Path) -> Settings:
    """How a demo in that directory runs: it reads nothing from the environment."""
    url = f"sqlite:///{data / NAME}"
    settings = Settings(url, url, "", data, secure_cookies=False, demo=True, worker_url=url)
    return with_secret(settings)


def ensure_ours(data: Path) -> None:
    """Raises `Stop` unless the directory is new, empty, or a demo's."""
    if data.exists() and not data.is_dir():
        raise Stop(f"{data} is no directory. Give another with --data.")
    found = sorted(path.name for path in data.iterdir()) if data.exists() else []
    foreign = [name for name in found if not name.startswith(OWN)]
    if foreign:
        raise Stop(f"{data} holds {foreign[0]}, which is not the demo's. Give an empty directory with --data.")
    if not (data / NAME).exists():
        return
    url = f"sqlite:///{data / NAME}"
    if not is_demo(url):
        raise Stop(f"The database in {data} is not a demo's, and the demo keeps off it. Give another --data.")
    if revision(url) != newest():
        raise Stop(f"The demo in {data} was made by another version. Delete that directory, and it is made anew.")
    settings = Settings(url, url, "", data)
    others = set(organisations_of(settings)) - {Cast(path).file["key"] for path in FILES}
    if others:
        raise Stop(f"The demo in {data} has taken in {', '.join(sorted(others))}. Give an empty directory with --data.")


def ensure_made(data: Path, now: datetime | None = None, scale: int = 0) -> bool:
    """Makes the demo unless it is there, with a crowd of `scale` people; whether it did.

    It appears whole, or not at all. Raises `Stop` when it is there with fewer people than that.
    """
    if (data / NAME).exists():
        _ensure_crowded(data, scale)
        return False
    making = data / MAKING
    for left_over in data.glob(f"{MAKING}*"):
        left_over.unlink()
    url = f"sqlite:///{making}"
    migrate(url)
    walk = Walk(now or system_clock(), ZONE)
    database = Database(url, walk, APPLIES)
    make_demo(database, walk, DiskFiles(data / "files"), scale)
    database.close()
    _mark(url)
    making.rename(data / NAME)
    return True


def _ensure_crowded(data: Path, scale: int) -> None:
    with owning(f"sqlite:///{data / NAME}") as connection:
        people = connection.execute(text("SELECT count(*) FROM people")).scalar_one()
    if people <= scale:
        raise Stop(
            f"The demo in {data} was made with fewer people. Delete that directory, or give another with --data."
        )


def _mark(url: str) -> None:
    """Marks the file as a demo's and folds its journal in, so that it can be renamed."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text(f"PRAGMA application_id = {DEMO_MARK}"))
        connection.commit()
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    with owning(url):
        """The last connection to close takes the journal's files away."""

"""`load-frameworks`: publish competency frameworks from their files."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.rules import Framework
from backend.house import House
from backend.kernel.ids import Id
from backend.kernel.settings import Settings
from backend.people.organisation import operator
from seeds.databases import organisations_of
from seeds.making import FRAMEWORKS
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """Which files, and for whom."""
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, help="default: those that come with the project")
    parser.add_argument("--organisation", metavar="KEY", help="default: every organisation")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Publishes each file. A version published before, word for word, stays as it is."""
    settings = Settings.from_env(environ)
    frameworks = [_read(file) for file in given.files or sorted(FRAMEWORKS.glob("*.toml"))]
    house = House.open(settings)
    try:
        for key, (org, zone) in _chosen(settings, given.organisation).items():
            for framework in frameworks:
                with house.database.writing(org) as tx:
                    publish(tx, operator(org, zone), framework)
                print(f"{key}: {framework.title}, version {framework.version}")
    finally:
        house.database.close()
    return 0


def _read(file: Path) -> Framework:
    try:
        return parse(file.read_text())
    except OSError as error:
        raise Stop(f"{file} could not be read: {error.strerror}.") from error


def _chosen(settings: Settings, key: str | None) -> dict[str, tuple[Id, str]]:
    found = organisations_of(settings)
    if key is not None and key not in found:
        raise Stop(f"There is no organisation {key}. There are: {', '.join(found) or 'none'}.")
    if not found:
        raise Stop(
            "There is no organisation yet: `./run found-organisation` makes one."
            " With PostgreSQL, COUNTERSIGN_OWNER_URL is needed to see them."
        )
    return {key: found[key]} if key else found

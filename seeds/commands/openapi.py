"""`openapi`: the phone API's description, kept beside the code so that a review shows what changes."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from seeds.stops import Stop

KEPT = Path(__file__).parents[2] / "openapi.json"


def add_arguments(parser: ArgumentParser) -> None:
    """Write, or only compare."""
    parser.add_argument("--check", action="store_true", help="only say whether the file is what the code says")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Writes `openapi.json`, or compares. Raises `Stop` when it is stale."""
    from wsgi import description

    described = description()
    if not given.check:
        KEPT.write_bytes(described)
    elif not KEPT.exists() or KEPT.read_bytes() != described:
        raise Stop("openapi.json is not what the code says. Run `./run openapi`, and look at what has changed.")
    print(f"{KEPT.name} is what the code says.")
    return 0

"""`pages`: the pages of the documentation that are made from the code."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from seeds.pages import stale_pages, write_pages
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """Write, or only compare."""
    parser.add_argument("--check", action="store_true", help="only say whether the pages are what the code says")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Writes the pages, or compares. Raises `Stop` when any is stale."""
    if not given.check:
        write_pages()
    elif stale := stale_pages():
        raise Stop(f"Not what the code says any more: {', '.join(stale)}. Run `./run pages`.")
    print("The pages are what the code says.")
    return 0

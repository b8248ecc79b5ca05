"""`verify`: prove the log whole, and that everything derived from it says the same."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from backend.kernel.settings import Settings
from seeds.databases import revision
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """None: it reads the configured database."""


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Verifies as the owner; 1 when anything was found."""
    settings = Settings.from_env(environ)
    if revision(settings.owner_url) is None:
        raise Stop("There is no database to verify yet. `./run migrate` makes one.")
    from backend.kernel.files import open_files
    from backend.upkeep.verifying import verify

    files = open_files(settings.files, settings.data, settings.files_key, settings.files_secret)
    findings = verify(settings.owner_url, files=files)
    for finding in findings:
        print(finding)
    whole = "Verified: the log is whole, the tables say what it says, and the files are what they were."
    print(f"{len(findings)} findings." if findings else whole)
    return 1 if findings else 0

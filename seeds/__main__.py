"""What the operator types: `python -m seeds WORD`, by way of `./run WORD`."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from backend.kernel.errors import Refused
from seeds.stops import Stop

WORDS = {
    "demo": "serve an example organisation on this machine, for trying things out",
    "serve": "serve the organisations of the configured database",
    "worker": "send what is to be sent, beside or instead of the server that serves",
    "deliveries": "what was given up, to look at and to send again",
    "migrate": "bring the database to the newest form",
    "verify": "prove the log whole and rebuild what is derived from it",
    "found-organisation": "begin: an organisation and its first administrator",
    "joining-code": "a code for somebody who cannot ask a colleague: a forgotten password, a first sign-in",
    "load-frameworks": "publish the competency frameworks that come with the project",
    "openapi": "write openapi.json from the code",
    "pages": "write the pages of the documentation that are made from the code",
}
"""Each is answered by a module of `seeds.commands`, with `add_arguments` and `run`; only the one asked for loads."""


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Does a word; the exit status: 0 done, 1 not (the reason is on standard error), 2 not understood."""
    word = arguments[0] if arguments else ""
    parser = argparse.ArgumentParser(prog="./run", description="Countersign, for its operator.")
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    for name, text in WORDS.items():
        own = words.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name == word:
            module = import_module(f"seeds.commands.{word.replace('-', '_')}")
            module.add_arguments(own)
    given = parser.parse_args(arguments)
    try:
        status: int = module.run(given, environ)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.detail, file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

"""`./run bench`: measures on SQLite, then on PostgreSQL where there is one, and prints one table."""

import sys
from contextlib import ExitStack

from bench.places import postgres, sqlite
from bench.reading import get_plan
from bench.server import serving
from bench.signing import sign_offs
from bench.table import HEADER


def main() -> int:
    """Runs every bench and prints its lines as they come. `<` marks a figure below what is due."""
    print(HEADER)
    for place_of in (sqlite, postgres):
        with ExitStack() as stack:
            place = stack.enter_context(place_of())
            if place is None:
                print("PostgreSQL: no server found here, so not measured")
                continue
            server = stack.enter_context(serving(place.url, place.folder))
            for bench in (get_plan, sign_offs):
                for line in bench(place, server):
                    print(line.text(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`./run bench`: measures on SQLite, then on PostgreSQL where there is one, and prints one table.

`./run bench lists` measures long lists, which take minutes to fill, `./run bench plan` and so on one part alone.
"""

import sys
from collections.abc import Sequence
from contextlib import ExitStack

from bench.entering import sign_in
from bench.lists import lists
from bench.pages import plan_page
from bench.places import postgres, sqlite
from bench.pushing import pushing
from bench.reading import board, get_plan, what_if
from bench.recording import records
from bench.server import serving
from bench.signing import sign_offs
from bench.table import HEADER

PARTS = {
    "plan": get_plan,
    "page": plan_page,
    "sign-in": sign_in,
    "sign-offs": sign_offs,
    "record": records,
    "what-if": what_if,
    "board": board,
    "lists": lists,
    "push": pushing,
}
USUAL = ("plan", "page", "sign-in", "sign-offs", "record", "what-if", "board", "push")


def main(wanted: Sequence[str]) -> int:
    """Runs the parts wanted, and prints their lines as they come. `<` marks a figure below what is due."""
    unknown = sorted(set(wanted) - set(PARTS))
    if unknown:
        print(f"There is no part {', '.join(unknown)}: the parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    print(HEADER)
    for place_of in (sqlite, postgres):
        with ExitStack() as stack:
            place = stack.enter_context(place_of())
            if place is None:
                print("PostgreSQL: no server found here, so not measured")
                continue
            server = stack.enter_context(serving(place.url, place.folder))
            for part in wanted or USUAL:
                for line in PARTS[part](place, server):
                    print(line.text(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How often something is tried: a few times in every test run, as often as is due when `./run prove` asks for it."""

import os


def often(short: int, long: int) -> int:
    """`short`, or `long` in a long run."""
    return long if os.environ.get("COUNTERSIGN_LONG") == "1" else short

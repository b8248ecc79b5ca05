"""`deliveries`: how much waits to be sent, what was given up and why, and sending that again."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from backend.kernel.settings import Settings
from seeds.databases import prepare, with_secret
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to send again."""
    parser.add_argument("--again", action="store_true", help="send again everything that was given up")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Tells, and lets it wait anew where that is asked for."""
    settings = Settings.from_env(environ)
    prepare(settings)
    from backend.house import House
    from backend.notices.claiming import given_up, queue, send_again

    house = House.open(with_secret(settings))
    if house.across is None:
        raise Stop("Say in COUNTERSIGN_WORKER_URL how the role countersign_worker reaches the database.")
    with house.across.reading(None) as tx:
        waiting, rows = queue(tx), given_up(tx)
    since = f", the oldest since {waiting.oldest:%Y-%m-%d %H:%M} UTC" if waiting.oldest else ""
    print(f"{waiting.depth} to be sent{since}; {waiting.dead} given up.")
    for row in rows:
        print(f"  {row.channel:<8} {row.last_code:<24} {row.how_many}")
    if given.again:
        with house.across.writing(None) as tx:
            print(f"{send_again(tx)} will be sent again.")
    house.close()
    return 0

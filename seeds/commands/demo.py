"""`demo`: an example organisation, on this machine only."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path

from seeds.stops import Stop

LOGINS = """\
  mentee@demo.test      Maya Alder, becoming a manager     mentor@demo.test     Jo Rowan, her mentor
  comentor@demo.test    Sam Beech, her other mentor        manager@demo.test    Kit Hawthorn, runs her site
  area@demo.test        Ash Linden, area manager           learning@demo.test   Bay Juniper, learning lead
  people@demo.test      Ivy Cedar, people team             admin@demo.test      Fern Yew, administrator
  mentor@other.test     Uma Juniper, in another organisation"""


def add_arguments(parser: ArgumentParser) -> None:
    """Where, and how large."""
    parser.add_argument("--port", type=int, default=8000, help="default: 8000")
    parser.add_argument("--data", metavar="DIR", type=Path, default=Path("data/demo"), help="default: data/demo")
    parser.add_argument("--scale", metavar="N", type=int, default=0, help="with N made-up people beside (try 5000)")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (default: 127.0.0.1)")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Makes the demo when it is not there, and serves it until it is told to stop."""
    ensure_loopback(given.host)
    data = given.data.absolute()
    from seeds.demo.place import ensure_made, ensure_ours, settings_of
    from seeds.serving import alone, ensure_free, say, serve

    ensure_ours(data)
    ensure_free(given.host, given.port)
    settings = settings_of(data)
    with alone(data):
        made = ensure_made(data, scale=given.scale)
        say(
            f"{'Made' if made else 'Found'} the demo in {data} (delete it to begin afresh).",
            f"Open http://{_shown(given.host)}:{given.port} and sign in, password countersign-demo, PIN 135790:",
            LOGINS,
            "Nothing is sent from here, to no phone, browser or mailbox: /demo/pushes shows what would have been.",
            "Stop with Ctrl-C.",
        )
        serve(settings, given.host, given.port)
    return 0


def ensure_loopback(host: str) -> None:
    """Raises `Stop` for an address that others could reach: everybody knows the demo's passwords."""
    try:
        is_own = ip_address(host).is_loopback
    except ValueError:
        is_own = host == "localhost"
    if not is_own:
        raise Stop(f"The demo's passwords are published, so it answers on this machine only, not on {host}.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host

"""`found-organisation`: an organisation and its first administrator, so that a real operator can begin."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from secrets import choice
from zoneinfo import ZoneInfo

from backend.accounts.opening import Organisation, join, open_account
from backend.house import House
from backend.kernel.clock import day_in, system_clock
from backend.kernel.drivers import Clash
from backend.kernel.ids import new_id
from backend.kernel.settings import Settings
from backend.kernel.shapes import is_one_line
from backend.people.appointments import AddPerson, add_person
from backend.people.organisation import FoundOrganisation, found_organisation
from backend.people.rules import Post
from seeds.databases import organisations_of
from seeds.stops import Stop

ASKED = {
    "key": "Short name, typed to sign in with a staff number (small letters, digits, hyphens)",
    "name": "Name of the organisation",
    "zone": "Time zone",
    "administrator": "Name of the first administrator",
    "login": "E-mail address the administrator signs in with",
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What cannot be mistaken when copied by hand."""


def add_arguments(parser: ArgumentParser) -> None:
    """One for each question; what is left out is asked."""
    for name, text in ASKED.items():
        parser.add_argument(f"--{name}", help=text, default="Europe/London" if name == "zone" else None)


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Founds it, and prints the administrator's password once."""
    settings = Settings.from_env(environ)
    told = {name: getattr(given, name) or _ask(name, text) for name, text in ASKED.items()}
    _ensure_sound(told, settings)
    password = "-".join("".join(choice(LETTERS) for _ in range(4)) for _ in range(4))
    house = House.open(settings)
    try:
        _found(house, told, password)
    except Clash as clash:
        raise Stop(f"{told['login']} signs somebody in already. Choose another login.") from clash
    finally:
        house.database.close()
    print(f"{told['name']} is founded. {told['administrator']} signs in as {told['login']} with the password")
    print(f"\n    {password}\n\nwhich is shown here once and kept nowhere. Hand it over in person.")
    print(f"Next: `./run load-frameworks --organisation {told['key']}`, then `./run serve`.")
    return 0


def _ask(name: str, text: str) -> str:
    if not sys.stdin.isatty():
        raise Stop(f"--{name} is missing: {text}.")
    return input(f"{text}: ").strip()


def _ensure_sound(told: Mapping[str, str], settings: Settings) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", told["key"]):
        raise Stop("The short name is 2 to 40 small letters, digits and hyphens.")
    if told["key"] in organisations_of(settings):
        raise Stop(f"There is an organisation {told['key']} already. Choose another short name.")
    try:
        ZoneInfo(told["zone"])
    except (KeyError, ValueError, OSError):
        raise Stop(f"{told['zone']} is no time zone. Give one such as Europe/London.") from None
    if not (is_one_line(told["name"]) and is_one_line(told["administrator"])):
        raise Stop("Names are one line, without characters that cannot be seen.")
    if "@" not in told["login"] or not told["name"] or not told["administrator"]:
        raise Stop("Name, administrator and an e-mail address as login are needed.")


def _found(house: House, told: Mapping[str, str], password: str) -> None:
    org, hashed = new_id(), house.vault.hash(password)
    today = day_in(told["zone"], system_clock())
    with house.database.writing(org) as tx:
        founding = FoundOrganisation(key=told["key"], name=told["name"], zone=told["zone"])
        actor = found_organisation(tx, founding)
        adding = AddPerson(name=told["administrator"], post=Post.ADMINISTRATOR, starts_on=today)
        person = add_person(tx, actor, adding).id
        account = open_account(tx, told["login"], hashed, None)
        join(tx, account, Organisation(org, told["key"], told["name"]), person)

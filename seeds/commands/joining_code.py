"""`joining-code`: a code for somebody who cannot ask a colleague, as the only administrator who forgot the password."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from backend.accounts.making_codes import MakeJoiningCode, find_by_login, make_joining_code
from backend.house import House
from backend.kernel.settings import Settings
from backend.people.organisation import operator
from seeds.databases import organisations_of
from seeds.stops import Stop


def add_arguments(parser: ArgumentParser) -> None:
    """For whom."""
    parser.add_argument("--organisation", metavar="KEY", required=True, help="its short name")
    parser.add_argument("--login", required=True, help="the person's e-mail address or staff number")


def run(given: Namespace, environ: Mapping[str, str]) -> int:
    """Makes it, and prints it once. The log says that the operator did."""
    settings = Settings.from_env(environ)
    found = organisations_of(settings)
    if given.organisation not in found:
        raise Stop(f"There is no organisation {given.organisation}. There are: {', '.join(found) or 'none'}.")
    org, zone = found[given.organisation]
    house = House.open(settings)
    try:
        with house.database.writing(org) as tx:
            person = find_by_login(tx, given.organisation, given.login)
            if person is None:
                raise Stop(f"Nobody in {given.organisation} signs in as {given.login} or has that staff number.")
            made = make_joining_code(tx, operator(org, zone), MakeJoiningCode(person_id=person))
    finally:
        house.database.close()
    print(f"\n    {made.code}\n\nworks once at /join, until the end of {made.expires_on}.")
    print("It is shown here once and kept nowhere. Hand it over in person.")
    return 0

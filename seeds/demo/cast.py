"""The people of a demo organisation: areas, sites, posts and logins, from its file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.kernel.ids import Id
from backend.people.rules import Post
from seeds.demo.walk import Walk
from seeds.making import Maker

FOUNDED = 200
"""Days ago."""
FILES = (Path(__file__).parent / "hazelwood.toml", Path(__file__).parent / "rookery.toml")


@dataclass(frozen=True)
class Role:
    """Somebody as the file has them; `area` and `site` are names, empty for those who work for the whole."""

    name: str
    post: Post
    login: str
    area: str = ""
    site: str = ""

    @property
    def key(self) -> str:
        """What the file calls them: the given name in small letters."""
        return self.name.split(" ")[0].lower()


class Cast:
    """Everyone in a file, by the name it calls them."""

    def __init__(self, path: Path) -> None:
        self.file: Mapping[str, Any] = tomllib.loads(path.read_text())
        self.roles = {role.key: role for role in self._all()}
        self.ids: dict[str, Id] = {}

    def _all(self) -> Iterator[Role]:
        yield from (self._role(given) for given in self.file["people"])
        for area in self.file["area"]:
            yield self._role(area["manager"], area["name"])
            for site in area["site"]:
                yield from (self._role(given, area["name"], site["name"]) for given in site["people"])

    def _role(self, given: Sequence[str], area: str = "", site: str = "") -> Role:
        name, post, *login = given
        usual = f"{name.lower().replace(' ', '.')}@{self.file['mail']}"
        return Role(name, Post(post), login[0] if login else usual, area, site)

    def approver(self, key: str) -> str:
        """The area manager over somebody."""
        area = self.roles[key].area
        return next(r.key for r in self.roles.values() if r.post is Post.AREA_MANAGER and r.area == area)

    def proposer(self, key: str) -> str:
        """Who proposes an agreement for somebody: the manager of their site."""
        site = self.roles[key].site
        posts = (Post.MANAGER, Post.REGISTERED_MANAGER)
        return next(role.key for role in self.roles.values() if role.site == site and role.post in posts)

    def gather(self, maker: Maker, walk: Walk) -> None:
        """Opens the areas and sites and adds everyone, each with a login and a staff number."""
        areas = {area["name"]: maker.area(area["name"]) for area in self.file["area"]}
        sites = {
            site["name"]: maker.site(areas[area["name"]], site["name"])
            for area in self.file["area"]
            for site in area["site"]
        }
        rng = Random(self.file["key"])
        for number, role in enumerate(self.roles.values(), 1001):
            self.ids[role.key] = maker.person(
                role.name,
                role.post,
                walk.day(FOUNDED) - timedelta(days=rng.randint(30, 2500)),
                site=sites.get(role.site),
                area=None if role.site else areas.get(role.area),
                staff_number=str(number),
                checked=role.key not in self.file.get("unchecked", []),
            )
            maker.account(self.ids[role.key], role.login, str(number))
        for person, manager in self.file.get("lines", []):
            maker.line_manager(self.ids[person], self.ids[manager])

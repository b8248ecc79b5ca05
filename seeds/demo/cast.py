"""The people of a demo organisation: areas, sites, posts and logins, from its file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.frameworks.files import parse
from backend.kernel.ids import Id
from backend.people.rules import SITE_POSTS, Post
from backend.people.settings import ChangeSettings, change_settings, show_settings
from seeds.demo.crowd import crowd
from seeds.demo.walk import Walk
from seeds.making import MENTORING_PLAN, Maker
from seeds.progress import Progress

FOUNDED = 200
"""Days ago."""
_NOBODY: Mapping[str, Any] = {"area": [], "agreement": [], "plan": []}
FILES = (Path(__file__).parent / "hazelwood.toml", Path(__file__).parent / "rookery.toml")


@dataclass(frozen=True)
class Role:
    """Somebody as the file has them; `area` and `site` are names, empty for those who work for the whole.

    The people of a crowd have no login.
    """

    name: str
    post: Post
    login: str
    area: str = ""
    site: str = ""

    @property
    def key(self) -> str:
        """What the file calls them: the given name in small letters, or in a crowd the whole name."""
        return (self.name.split(" ")[0] if self.login else self.name).lower()


class Cast:
    """Everyone in a file, by the name it calls them; and a crowd of that many beside the first file's people."""

    def __init__(self, path: Path, scale: int = 0) -> None:
        self.file: Mapping[str, Any] = tomllib.loads(path.read_text())
        criteria = parse(MENTORING_PLAN.read_text()).criterion
        self.crowd = crowd(self.file, scale, criteria) if scale and path == FILES[0] else _NOBODY
        told = self._all(self.file, f"@{self.file['mail']}")
        self.roles = {role.key: role for role in (*told, *self._all(self.crowd, ""))}
        self.ids: dict[str, Id] = {}
        self.site_ids: dict[str, Id] = {}
        self._approvers = {r.area: r.key for r in self.roles.values() if r.post is Post.AREA_MANAGER}
        self._proposers = {r.site: r.key for r in self.roles.values() if r.post in SITE_POSTS}

    def told(self, kind: str) -> list[Mapping[str, Any]]:
        """What the file tells of that kind, an `agreement` or a `plan`, and the crowd after it."""
        return [*self.file.get(kind, []), *self.crowd[kind]]

    def _all(self, file: Mapping[str, Any], mail: str) -> Iterator[Role]:
        yield from (_role(given, mail) for given in file.get("people", []))
        for area in file["area"]:
            if "manager" in area:
                yield _role(area["manager"], mail, area["name"])
            for site in area["site"]:
                yield from (_role(given, mail, area["name"], site["name"]) for given in site["people"])

    @property
    def groups(self) -> dict[str, list[str]]:
        """The mentees of each group that agreements are suggested to at once, by its name."""
        found: dict[str, list[str]] = {}
        for given in self.file.get("agreement", []):
            if "group" in given:
                found.setdefault(given["group"], []).append(given["mentee"])
        return found

    def approver(self, key: str) -> str:
        """The area manager over somebody."""
        return self._approvers[self.roles[key].area]

    def proposer(self, key: str) -> str:
        """Who proposes an agreement for somebody: the manager of their site."""
        return self._proposers[self.roles[key].site]

    def gather(self, maker: Maker, walk: Walk, progress: Progress) -> None:
        """Opens areas and sites and adds everyone: with a staff number, and a login unless they are of the crowd."""
        told = self.told("area")
        areas = {name: maker.area(name) for name in dict.fromkeys(area["name"] for area in told)}
        sites = {site["name"]: maker.site(areas[area["name"]], site["name"]) for area in told for site in area["site"]}
        self.site_ids = sites
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
            if role.login:
                maker.account(self.ids[role.key], role.login, str(number))
            progress.step()
        for person, manager in self.file.get("lines", []):
            maker.line_manager(self.ids[person], self.ids[manager])
        if at_risk := self.file.get("at_risk"):
            self._set_contact(maker, *at_risk)

    def _set_contact(self, maker: Maker, name: str, phone: str, hours: str) -> None:
        """An administrator says whom everybody tells when someone is at risk."""
        admin = next(self.ids[role.key] for role in self.roles.values() if role.post is Post.ADMINISTRATOR)
        now, follows = maker.read(admin, show_settings)
        act = ChangeSettings(
            follows=follows,
            name=now.name,
            site_word=now.site_word,
            client_word=now.client_word,
            approvers=now.approvers,
            small_setting=now.small_setting,
            safeguarding_name=name,
            safeguarding_phone=phone,
            safeguarding_hours=hours,
        )
        maker.do(admin, change_settings, act)


def _role(given: Sequence[str], mail: str, area: str = "", site: str = "") -> Role:
    name, post, *login = given
    usual = f"{name.lower().replace(' ', '.')}{mail}" if mail else ""
    return Role(name, Post(post), login[0] if login else usual, area, site)

"""An organisation to try things in: everyone with a name, a login and a token."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.house import House
from backend.kernel.ids import Id, new_id
from backend.people.rules import Post
from backend.signoff.reading import plan_head, show_plan
from backend.signoff.shown import Item, Plan
from seeds.making import Maker


@dataclass
class World:
    """One organisation and its cast.

    `mentee` (a senior at `site`) has `plan` for the role of manager, under `agreement` with `mentor` and `comentor`.
    `manager` runs the site, `line` is the mentee's line manager, `area` the area manager, then the learning lead, the
    people team and the administrator. `colleague` works at the site, `stranger` at another site in another area,
    `unchecked` is a third mentor in waiting whose identity nobody checked.
    """

    maker: Maker
    clock: Any
    people: dict[str, Id]
    site: Id
    other_site: Id
    area_id: Id
    far_area_id: Id
    framework: Id
    agreement: Id
    plan: Id

    @property
    def org(self) -> Id:
        """The organisation's id."""
        return self.maker.org

    def __getattr__(self, name: str) -> Id:
        try:
            person: Id = self.__dict__["people"][name]
            return person
        except KeyError:
            raise AttributeError(name) from None

    def do(self, who: str, story: Callable[..., Any], *given: Any) -> Any:
        """Does a story as somebody of the cast."""
        return self.maker.do(self.people[who], story, *given)

    def read(self, who: str, story: Callable[..., Any], *given: Any) -> Any:
        """Reads a story as somebody of the cast."""
        return self.maker.read(self.people[who], story, *given)

    def token(self, who: str) -> str:
        """Somebody's access token."""
        return self.maker.token(self.people[who])

    def presence(self, who: str) -> str:
        """A fresh presence of somebody's."""
        return self.maker.presence(self.people[who])

    def show(self, who: str = "mentee") -> Plan:
        """The plan as somebody sees it."""
        return self.show_plan(who, self.plan)

    def show_plan(self, who: str, plan: Id) -> Plan:
        """Any plan as somebody sees it."""
        shown: Plan = self.read(who, lambda tx, actor: show_plan(tx, actor, plan_head(tx, actor, plan)))
        return shown

    def item(self, key: str, who: str = "mentee") -> Item:
        """One item of the plan as somebody sees it."""
        return next(item for item in self.show(who).items if item.key == key)


CAST = {
    "mentee": ("Maya Alder", Post.SENIOR, "site"),
    "mentor": ("Jo Rowan", Post.MANAGER, "other_site"),
    "comentor": ("Sam Beech", Post.DEPUTY, "site"),
    "manager": ("Kit Hawthorn", Post.REGISTERED_MANAGER, "site"),
    "line": ("Robin Elder", Post.DEPUTY, "site"),
    "colleague": ("Lee Willow", Post.SUPPORT_WORKER, "site"),
    "stranger": ("Pat Spruce", Post.SUPPORT_WORKER, "far_site"),
    "unchecked": ("Noor Sorrel", Post.SENIOR, "site"),
    "area": ("Ash Linden", Post.AREA_MANAGER, "area"),
    "far_area": ("Eden Larch", Post.AREA_MANAGER, "far_area"),
    "learning": ("Bay Juniper", Post.LEARNING_LEAD, None),
    "people_team": ("Ivy Cedar", Post.PEOPLE_TEAM, None),
    "admin": ("Fern Yew", Post.ADMINISTRATOR, None),
}
JOINED = date(2025, 1, 6)


def make_world(house: House, clock: Any) -> World:
    """Founds an organisation with the whole cast, an agreement active since now, and a plan of ninety days."""
    maker = Maker(house.database, f"org-{new_id()[-12:]}", "Hazelwood Care", vault=house.vault).found()
    with maker.together():
        places = {"area": maker.area("North"), "far_area": maker.area("South")}
        places["site"] = maker.site(places["area"], "Maple Court")
        places["other_site"] = maker.site(places["area"], "Larch House")
        places["far_site"] = maker.site(places["far_area"], "Cedar Lodge")
        people = {}
        for key, (name, post, place) in CAST.items():
            where = {} if place is None else {"area" if place.endswith("area") else "site": places[place]}
            people[key] = maker.person(name, post, JOINED, checked=key != "unchecked", **where)
            maker.account(people[key], f"{key}@{maker.key}.test")
        maker.line_manager(people["mentee"], people["line"])
        today = clock.today()
        ends_on = today + timedelta(days=90)
        mentors = [people["mentor"], people["comentor"]]
        agreement = maker.agreement(people["mentee"], mentors, people["area"], today, ends_on)
        framework = maker.framework()
        plan = maker.plan(people["mentor"], agreement, framework, "manager", today, ends_on)
    return World(
        maker,
        clock,
        people,
        places["site"],
        places["other_site"],
        places["area"],
        places["far_area"],
        framework,
        agreement,
        plan,
    )

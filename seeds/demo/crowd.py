"""A crowd of made-up people beside those of the demo's file, in the form of that file. Pure, and the same each time.

They have no logins: they are there so that lists are as long as in a large organisation.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import ceil
from pathlib import Path
from random import Random
from typing import Any

from backend.frameworks.rules import Criterion
from seeds.stops import Stop

WORDS = Path(__file__).parent / "crowd.toml"
POSTS = ["registered_manager", "deputy", "deputy", *["senior"] * 4, *["support_worker"] * 16, "relief", "volunteer"]
"""Of one site, the manager first."""
SITES_IN_AREA = 20
LASTS = 90
_UNANSWERED = 0.12
"""Of the agreements: proposed, half answered, or declined."""

Names = Iterator[str]


def crowd(told: Mapping[str, Any], size: int, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """Areas, agreements and plans for `size` people, beside the areas already told. Raises `Stop` for too many."""
    words = tomllib.loads(WORDS.read_text())
    rng = Random(size)
    names = _names(words, size, rng)
    areas = _areas(words, told, size, names)
    _fill(areas, words, size - sum("manager" in area for area in areas), names)
    found: dict[str, Any] = {"area": areas, "agreement": [], "plan": []}
    for area in areas:
        for number, site in enumerate(area["site"]):
            beside = area["site"][number - 1]
            for given in _mentoring(area, site, beside, rng):
                story = _unanswered(given, rng) if rng.random() < _UNANSWERED else _plan(given, criteria, rng)
                found["plan" if "role" in story else "agreement"].append(story)
    return found


def _names(words: Mapping[str, Any], size: int, rng: Random) -> Names:
    names = [f"{given} {surname}" for given, surname in product(words["given"], words["surnames"])]
    if size > len(names):
        raise Stop(f"There are names for {len(names):,} made-up people, not for {size:,}.")
    return iter(rng.sample(names, size))


def _areas(words: Mapping[str, Any], told: Mapping[str, Any], size: int, names: Names) -> list[dict[str, Any]]:
    """The areas told, then as many new ones, with managers, as so many sites need."""
    needed = ceil(size / len(POSTS) / SITES_IN_AREA)
    new = [_numbered(words["areas"], number) for number in range(max(1, needed - len(told["area"])))]
    return [
        *({"name": name, "manager": [next(names), "area_manager"], "site": []} for name in new),
        *({"name": area["name"], "site": []} for area in told["area"]),
    ]


def _numbered(words: Sequence[str], number: int) -> str:
    return words[number % len(words)] + (f" {number // len(words) + 1}" if number >= len(words) else "")


def _fill(areas: list[dict[str, Any]], words: Mapping[str, Any], left: int, names: Names) -> None:
    titles = [f"{tree} {kind}" for kind, tree in product(words["sites"], words["surnames"])]
    for number in range(ceil(left / len(POSTS))):
        posts = POSTS[: left - number * len(POSTS)]
        people = [[next(names), post] for post in posts]
        areas[number % len(areas)]["site"].append({"name": titles[number], "people": people})


def _mentoring(area: Mapping[str, Any], site: Mapping[str, Any], beside: Mapping[str, Any], rng: Random) -> Any:
    """For each deputy, senior and a few others of a site: who mentors them, one there and one from the site beside."""
    keys = [(name.lower(), post) for name, post in site["people"]]
    others = [name.lower() for name, post in beside["people"] if post in ("registered_manager", "deputy")]
    leaders = [key for key, post in keys if post in ("registered_manager", "deputy")]
    for key, post in keys[1:9]:
        choices = [leader for leader in leaders if leader != key]
        near = [rng.choice(choices)] if choices else []
        far = [other for other in others if other not in (key, *near)]
        mentors = [*near, *([rng.choice(far)] if far and (not near or rng.random() < 0.6) else [])]
        if mentors:
            role = "manager" if post == "deputy" else "senior"
            yield {"mentee": key, "mentors": mentors, "proposer": leaders[0], "area": area["name"], "becomes": role}


def _unanswered(given: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    ago, mentee = rng.randint(3, 40), given["mentee"]
    moments: list[list[Any]] = [[ago, given["proposer"], "proposes"]]
    word = rng.choice(["agrees", "agrees", "declines", ""])
    if word:
        moments.append([ago - 1, mentee, word])
    return {"mentee": mentee, "mentors": given["mentors"], "programme": "new_starters", "moments": moments}


def _plan(given: Mapping[str, Any], criteria: Sequence[Criterion], rng: Random) -> dict[str, Any]:
    """A plan begun at any time of the last half year, with as much signed as somebody fast or slow has by now."""
    of_role = [criterion for criterion in criteria if given["becomes"] in criterion.roles]
    began = rng.randint(2, 150)
    waiting = rng.sample(of_role, rng.choice([0, 0, 1, 1, 2])) if began > 25 else []
    most = sum(criterion.signatures for criterion in of_role if criterion not in waiting)
    pace = rng.choice([0, 0.4, 0.7, 0.9, 1, 1.1, 1.4])
    return {
        "mentee": given["mentee"],
        "mentors": given["mentors"],
        "proposer": given["proposer"],
        "role": given["becomes"],
        "began": began,
        "lasts": LASTS,
        "signed": min(most, round(pace * most * began / LASTS)),
        "until": min(began - 1, max(1, began - LASTS - 10, rng.choice([1, 3, 8, 25]))),
        "not_yet": rng.choice([0, 0, 1, 2]),
        "moments": [[rng.randint(1, 20), given["mentee"], "asks", criterion.key] for criterion in waiting],
    }

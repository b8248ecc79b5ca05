"""What happened on a plan, moment by moment: read from the demo's files, or spread over its days by chance. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Any

from backend.frameworks.rules import Criterion, Framework
from backend.signoff.rules import Help


class Does(StrEnum):
    """What somebody does at a moment, in the words of the demo's files."""

    PROPOSES = "proposes"
    APPROVES = "approves"
    AGREES = "agrees"
    DECLINES = "declines"
    MAKES_PLAN = "makes the plan"
    ASKS = "asks"
    TAKES_REQUEST_BACK = "takes the request back"
    SIGNS = "signs"
    SIGNS_LATE = "signs late"
    SAYS_NOT_YET = "says not yet"
    TAKES_BACK = "takes back"
    WITHDRAWS = "withdraws"
    DECLINES_REQUEST = "declines the request"
    PASSES_ON = "passes the request on"
    RAISES = "asks for two signatures"
    LOWERS = "proposes one signature"
    AGREES_TO_CHANGE = "agrees to the change"
    DISPUTES = "disputes"
    OPENS_WITHDRAWAL = "opens a withdrawal"
    NOT_ME = "says that was not me"
    LIFTS = "asks that it count again"
    CONFIRMS_LIFTING = "confirms that it counts again"
    CONFIRMS_WITHDRAWAL = "confirms the withdrawal"
    TALKS = "talks"
    JOTS = "jots"
    ADDS_PHOTO = "adds a photo"
    REFLECTS = "reflects"
    SHARES_REFLECTION = "shares a reflection"
    IS_AWAY = "is away"
    WRITES = "writes"
    DRAFTS = "drafts"
    WRITES_SHORTLY = "writes shortly"
    TALKS_IT_OVER = "talks it over"
    ANSWERS = "answers"
    AMENDS = "amends"
    GIVES_VIEW = "says how they see it"
    PROMOTES = "proposes to promote"
    CONFIRMS_IN_ROLE = "proposes to confirm in role"
    EXTENDS = "proposes to extend"
    CONFIRMS_REVIEW = "confirms the review"
    COMMENTS = "says a word to the review"
    REMOVES_MENTOR = "removes the mentor"
    ASKS_IN_PLACE_OF = "asks somebody in the place of"
    LETS_STAND_STILL = "lets the agreement stand still"
    ENDS = "ends the agreement"
    ASKS_QUIETLY = "asks quietly for a change"
    ANSWERS_QUIETLY = "answers quietly"
    PUBLISHES = "publishes another version"
    DRAFTS_VERSION = "drafts another version"
    IS_REACHED = "is reached on"
    CHOOSES = "chooses how to be told"
    GIVES_ADDRESS = "gives the address of"
    HAS_CALENDAR = "has a calendar's address made"
    NAMES_DEPUTY = "names a deputy"
    LEAVES = "leaves"
    COMES_BACK = "comes back"


@dataclass(frozen=True)
class Moment:
    """One act: how many days ago, by whom, what, to which criterion (or person, or in which manner), of whom.

    A review names in `what` the criteria whose signatures it carries over, and in `of` who is asked to confirm it.
    """

    ago: int
    who: str
    does: Does
    what: str = ""
    of: str = ""
    help: Help = Help.ALONE


@dataclass(frozen=True)
class Story:
    """An agreement with its moments, and its plan if it has one."""

    mentee: str
    mentors: list[str]
    moments: list[Moment]
    role: str = ""
    began: int = 0
    lasts: int = 90
    programme: str = "new_managers"
    framework: str = ""
    group: str = ""


def told(moments: Iterable[Sequence[Any]]) -> list[Moment]:
    """Moments as a file tells them."""
    return [Moment(ago, who, Does(does), *rest) for ago, who, does, *rest in moments]


def agreement_story(given: Mapping[str, Any]) -> Story:
    """An agreement without a plan."""
    programme = given.get("programme", "new_managers")
    moments, group = told(given["moments"]), given.get("group", "")
    return Story(given["mentee"], given["mentors"], moments, programme=programme, group=group)


def plan_story(given: Mapping[str, Any], framework: Framework, proposer: str, approver: str) -> Story:
    """A plan with how it began, what its file tells, and the signatures spread over its days.

    The same plan is told the same way each time: chance begins from the mentee's name.
    """
    rng = Random(given["mentee"])
    mentee, mentors, began = given["mentee"], given["mentors"], given["began"]
    own = [_helped(moment, began, rng) for moment in told(given.get("moments", []))]
    signings = _signings(given, framework.of_role(given["role"]), {moment.what for moment in own}, rng)
    moments = [
        *_beginning(mentee, mentors, began, proposer, approver, rng),
        *signings,
        *_asked_before(signings, mentee, began, rng),
        *_not_yets(given, signings, rng),
        *own,
    ]
    programme = given.get("programme", "new_managers")
    return Story(mentee, mentors, moments, given["role"], began, given["lasts"], programme, framework.key)


def _helped(moment: Moment, began: int, rng: Random) -> Moment:
    return replace(moment, help=_help(began - moment.ago, began, rng))


def _beginning(mentee: str, mentors: list[str], began: int, proposer: str, approver: str, rng: Random) -> list[Moment]:
    agreeing = [person for person in (mentee, *mentors) if person != proposer]
    return [
        Moment(began + rng.randint(8, 12), proposer, Does.PROPOSES),
        *(Moment(began + rng.randint(4, 7), person, Does.AGREES) for person in agreeing),
        Moment(began + rng.randint(1, 3), approver, Does.APPROVES),
        Moment(began, mentors[0], Does.MAKES_PLAN),
    ]


def _signings(
    given: Mapping[str, Any], criteria: Sequence[Criterion], told_apart: set[str], rng: Random
) -> list[Moment]:
    wanted, first, last = given.get("signed", 0), given["began"] - 1, given.get("until", 1)
    if not wanted:
        return []
    between = max(1, first - last) / max(1, wanted - 1)
    order = _order([c for c in criteria if c.key not in told_apart], between, rng)[:wanted]
    before: dict[str, str] = {}
    moments = []
    for place, key in enumerate(order):
        ago = round(first - place * between)
        before[key] = who = _signer(given["mentors"], before.get(key), rng)
        moments.append(Moment(ago, who, Does.SIGNS, key, help=_help(place, len(order), rng)))
    return moments


def _order(criteria: Sequence[Criterion], between: float, rng: Random) -> list[str]:
    places = []
    for place, criterion in enumerate(rng.sample(criteria, len(criteria))):
        places.append((float(place), criterion.key))
        if criterion.signatures == 2:
            wait = 31 / between if criterion.key == "monthly-finances" else rng.uniform(3, 7)
            places.append((place + wait, criterion.key))
    return [key for _, key in sorted(places)]


def _signer(mentors: Sequence[str], before: str | None, rng: Random) -> str:
    others = [mentor for mentor in mentors if mentor != before]
    return mentors[0] if before is None and rng.random() < 0.6 else rng.choice(others or mentors)


def _help(place: int, of: int, rng: Random) -> Help:
    """Help falls away as the weeks go by."""
    reached = place / of + rng.uniform(-0.3, 0.3)
    if reached < 0.15:
        return Help.ALONGSIDE
    return Help.PROMPTED if reached < 0.45 else Help.ALONE


def _asked_before(signings: Sequence[Moment], mentee: str, began: int, rng: Random) -> list[Moment]:
    seen: set[str] = set()
    asked = []
    for moment in signings:
        days = rng.randint(1, 4)
        if moment.what not in seen and moment.ago + days < began and rng.random() < 0.35:
            asked.append(Moment(moment.ago + days, mentee, Does.ASKS, moment.what, rng.choice(["", moment.who])))
        seen.add(moment.what)
    return asked


def _not_yets(given: Mapping[str, Any], signings: Sequence[Moment], rng: Random) -> list[Moment]:
    later = [moment for moment in signings if moment.ago + 6 < given["began"]]
    chosen = rng.sample(later, min(len(later), given.get("not_yet", 0)))
    return [Moment(moment.ago + 6, moment.who, Does.SAYS_NOT_YET, moment.what) for moment in chosen]

"""The programmes that come with the house, each with its own defaults, and what helps in a conversation. All data.

Source: domain 2 (three programmes to support out of the box; knowing when to coach and when to mentor).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.mentoring.rules import Arrangement, Programme


@dataclass(frozen=True)
class ProgrammeShown:
    """A programme as it suggests itself: everything in it may be changed in what is proposed.

    `days` is how long it runs, `framework_key` the framework to make a plan from (None where the organisation brings
    its own), `mentor_title` what a mentor in it is called, and the prompts are questions that help to write.
    """

    key: Programme
    title: str
    about: str
    mentor_title: str
    days: int
    framework_key: str | None
    support_arrangement: Arrangement
    matters_prompts: tuple[str, ...]
    short_prompts: tuple[str, ...]
    long_prompts: tuple[str, ...]


@dataclass(frozen=True)
class PromptsShown:
    """Questions for a conversation: for coaching, for mentoring, and to tell which of them is wanted now."""

    telling_apart: tuple[str, ...]
    coaching: tuple[str, ...]
    mentoring: tuple[str, ...]


PROGRAMMES: Mapping[Programme, ProgrammeShown] = {
    Programme.NEW_MANAGERS: ProgrammeShown(
        key=Programme.NEW_MANAGERS,
        title="New and upcoming managers",
        about="An experienced manager beside somebody who runs a service, or soon will.",
        mentor_title="Mentor",
        days=91,
        framework_key="senior-manager-mentoring-plan",
        support_arrangement=Arrangement.BOTH,
        matters_prompts=(
            "What would you like to feel sure of that you are not sure of now?",
            "What has helped you to learn something difficult before?",
        ),
        short_prompts=("What would make the next month end or the next rota easier?",),
        long_prompts=("How would your team describe you as their manager a year from now?",),
    ),
    Programme.NEW_STARTERS: ProgrammeShown(
        key=Programme.NEW_STARTERS,
        title="New starters",
        about="Somebody experienced, or a peer, beside a new colleague through induction and the Care Certificate.",
        mentor_title="Buddy",
        days=84,
        framework_key="care-certificate",
        support_arrangement=Arrangement.SCHEDULED,
        matters_prompts=(
            "What do you need from us to feel welcome and safe in the work?",
            "What do you bring from earlier work or from life that we should know and use?",
        ),
        short_prompts=("What would you like to do by yourself at the end of this month?",),
        long_prompts=("Where would you like this work to lead you?",),
    ),
    Programme.CLINICAL: ProgrammeShown(
        key=Programme.CLINICAL,
        title="Clinical coach-mentoring",
        about="A clinician beside a manager: understanding behaviour, health and risk, and using that in the service.",
        mentor_title="Clinical mentor",
        days=182,
        framework_key=None,
        support_arrangement=Arrangement.AD_HOC,
        matters_prompts=(
            "Which situations in the service would you like to understand better?",
            "When would you want to be able to ring somebody and think aloud?",
        ),
        short_prompts=("Which one plan or routine would you like to look at together first?",),
        long_prompts=("What would your team do differently, without having to ask, if this went well?",),
    ),
}

PROMPTS = PromptsShown(
    telling_apart=(
        "Do they know enough to find their own way here? Then ask.",
        "Is somebody at risk, or is there one right way to do it? Then tell, and say why.",
        "Are they stuck although they know how? Ask what has worked before, even a little.",
        "Are they quite new to it? Show it once, do it together, then let them lead.",
        "Not sure? Ask them: would you like to think aloud, or to hear how I do it?",
    ),
    coaching=(
        "Suppose it went as well as it could: what would you see people doing?",
        "When was it a little like that already, and what did you do then?",
        "From nothing to just right, where is it today, and what keeps it from being lower?",
        "What is the smallest step that would be worth taking this week?",
        "How will you notice that it worked, and who else will?",
    ),
    mentoring=(
        "This is how I learned it, and what I would do otherwise now.",
        "Here is what I watch for first, and the mistake I see most often.",
        "Shall I show you, then watch you do it, then leave you to it?",
        "These are the people and papers that help me with it.",
        "What of that fits your service, and what does not?",
    ),
)


def list_programmes() -> list[ProgrammeShown]:
    """Every programme, in the order they suggest themselves."""
    return list(PROGRAMMES.values())

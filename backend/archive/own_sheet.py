"""Everything of somebody's own on a sheet: what is in it, then agreements, plans, records, reviews and the rest."""

from collections.abc import Sequence
from typing import Any

from backend.archive.agreements import AgreementKept
from backend.archive.copies import OwnCopy
from backend.archive.plan_sheet import PlanWriter
from backend.archive.review_sheet import ReviewWriter, Titles, titles_of
from backend.archive.writing import day, maybe_day, written
from backend.mentoring.programmes import PROGRAMMES
from backend.mentoring.rules import Programme
from backend.practice.reflections import Reflection

_COUNTED = ("agreements", "plans", "records", "reviews", "reflections", "evidence")


class OwnWriter(PlanWriter, ReviewWriter):
    """Writes what is somebody's own."""

    def parts(self, copy: OwnCopy) -> list[dict[str, Any]]:
        """The parts of the sheet, each beginning a page."""
        titles = titles_of(copy.plans)
        evidence = [self.evidence(one, titles) for one in copy.evidence]
        return [
            self.cover(copy),
            *(self.agreement(one) for one in copy.agreements),
            *(self.plan(one) for one in copy.plans),
            *(self.record(one) for one in copy.records),
            *(self.decided(one, titles) for one in copy.reviews),
            *([self.reflections(copy.reflections, titles)] if copy.reflections else []),
            *([{"part": "evidence", "all": evidence}] if evidence else []),
        ]

    def cover(self, copy: OwnCopy) -> dict[str, Any]:
        """Whose it is, and what is in it."""
        person = copy.person
        return {
            "part": "cover",
            "name": written(person.name),
            "post": person.post,
            "site": written(person.site.name) if person.site else None,
            "left_at": self.maybe_moment(person.left_at),
            "counts": {name: len(getattr(copy, name)) for name in _COUNTED},
            "elsewhere": copy.records_elsewhere,
            "without": not copy.by_oneself,
        }

    def agreement(self, one: AgreementKept) -> dict[str, Any]:
        """A mentoring agreement."""
        return {
            "part": "agreement",
            "id": one.id,
            "status": one.status,
            "programme": written(PROGRAMMES[Programme(one.programme)].title),
            "dates": f"{day(one.starts_on)} to {day(one.ends_on)}",
            "mentors": [written(mentor.name) for mentor in one.mentors],
            "what_matters": written(one.what_matters),
            "support": one.support_arrangement,
            "goals": [{"text": written(goal.text), "horizon": goal.horizon} for goal in one.goals],
        }

    def reflections(self, every: Sequence[Reflection], titles: Titles) -> dict[str, Any]:
        """All reflections, while there is room."""
        shown = [self.reflection(one, titles) for one in every if self.has_room(one.text)]
        return {"part": "reflections", "all": shown, "left_out": len(every) - len(shown)}

    def reflection(self, one: Reflection, titles: Titles) -> dict[str, Any]:
        """What somebody wrote for themselves."""
        return {
            "text": written(one.text),
            "made_at": self.moment(one.made_at),
            "happened_on": maybe_day(one.happened_on),
            "criteria": [written(titles.get(key, key)) for key in one.criteria],
        }

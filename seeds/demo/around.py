"""What the demo tells around the plans: conversations, private jottings, and days away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from backend.kernel.ids import Id
from backend.mentoring.conversations import NoteConversation, note_conversation
from backend.mentoring.rules import Mode
from backend.people.absences import RecordAbsence, record_absence
from backend.practice.notes import MakeNote, make_note
from seeds.demo.bank import Bank
from seeds.demo.script import Does, Moment
from seeds.demo.walk import Walk
from seeds.making import Maker


@dataclass
class Around:
    """The acts of one organisation around its plans."""

    maker: Maker
    bank: Bank
    ids: Mapping[str, Id]
    walk: Walk

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {Does.TALKS: self._talk, Does.JOTS: self._jot, Does.IS_AWAY: self._note_away}

    def _talk(self, told: Any, moment: Moment) -> None:
        act = NoteConversation(
            agreement_id=told.under,
            held_on=self.walk.day(moment.ago),
            minutes=Random(f"{moment.ago} {moment.who}").randrange(20, 65, 5),
            mode=Mode(moment.what),
            note=self.bank.reason(f"talked_{moment.what}"),
        )
        self.maker.do(self.ids[moment.who], note_conversation, act)

    def _jot(self, _told: Any, moment: Moment) -> None:
        act = MakeNote(
            person_id=self.ids[moment.of],
            criterion=moment.what or None,
            text=self.bank.reason("jotted"),
            happened_at=self.walk(),
        )
        self.maker.do(self.ids[moment.who], make_note, act)

    def _note_away(self, _told: Any, moment: Moment) -> None:
        until_on = self.walk.day(moment.ago - int(moment.what)) if moment.what else None
        act = RecordAbsence(person_id=self.ids[moment.of], from_on=self.walk.day(moment.ago), until_on=until_on)
        self.maker.do(self.ids[moment.who], record_absence, act)

"""What the demo's people write down about one another: shared, talked about, answered, amended, and left open."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.kernel.ids import Id
from backend.people.rules import SITE_POSTS
from backend.practice.writing_up import share_record, write_record
from backend.records.amending import AmendRecord, amend_record
from backend.records.answering import AnswerRecord, answer_record
from backend.records.discussing import DiscussRecord, discuss_record
from backend.records.drafts import WriteRecord
from backend.records.rules import FORMS, RecordAnswer, RecordKind, Shows
from backend.records.saying import StepSaid
from backend.records.sharing import ShareRecord
from seeds.demo.cast import Role
from seeds.demo.script import Does, Moment
from seeds.demo.walk import Walk
from seeds.making import Maker

RECORDS: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "records.toml").read_text())
BY_KEY: Mapping[str, Mapping[str, Any]] = {one["key"]: one for one in RECORDS["record"]}
SHORT: Mapping[str, list[str]] = RECORDS["short"]
_TEXTS = ("account", "concern", "good_would_look_like", "support_offered")


@dataclass
class Writing:
    """The records of one organisation."""

    maker: Maker
    ids: Mapping[str, Id]
    walk: Walk
    written: dict[str, Id] = field(default_factory=dict)

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {
            Does.WRITES: self._write,
            Does.DRAFTS: self._write,
            Does.WRITES_SHORTLY: self._write_shortly,
            Does.TALKS_IT_OVER: self._discuss,
            Does.ANSWERS: self._answer,
            Does.AMENDS: self._amend,
        }

    def _write(self, _told: Any, moment: Moment) -> None:
        told, today = BY_KEY[moment.what], self.walk.day(moment.ago)
        kind = RecordKind(told["kind"])
        act = WriteRecord(
            subject_id=self.ids[moment.of],
            kind=kind,
            happened_on=today - timedelta(days=1),
            shows=Shows(told["shows"]),
            criteria=told.get("criteria", []),
            next_steps=[StepSaid(text=told["step"], due_on=today + timedelta(days=14))] if "step" in told else [],
            **{name: told[name] for name in _TEXTS if name in told},
        )
        self.written[moment.what] = act.id
        person = self.ids[moment.who]
        self.maker.do(person, write_record, act)
        if moment.does is Does.WRITES:
            talked_on = today if FORMS[kind].talk_first else None
            self.maker.do(person, share_record, ShareRecord(record_id=act.id, discussed_on=talked_on))

    def _write_shortly(self, _told: Any, moment: Moment) -> None:
        kind, today = RecordKind(moment.what), self.walk.day(moment.ago)
        texts = SHORT[moment.what]
        act = WriteRecord(
            subject_id=self.ids[moment.of],
            kind=kind,
            happened_on=today,
            shows=Shows.GOOD_PRACTICE,
            account=texts[Random(f"{moment.of} {moment.ago}").randrange(len(texts))],
        )
        person = self.ids[moment.who]
        self.maker.do(person, write_record, act)
        self.maker.do(person, share_record, ShareRecord(record_id=act.id, discussed_on=today))

    def _discuss(self, _told: Any, moment: Moment) -> None:
        act = DiscussRecord(record_id=self.written[moment.what], discussed_on=self.walk.day(moment.ago))
        self.maker.do(self.ids[moment.who], discuss_record, act)

    def _answer(self, _told: Any, moment: Moment) -> None:
        told, person = BY_KEY[moment.what], self.ids[moment.who]
        said = RecordAnswer(told[moment.of or "answer"])
        comment = None if moment.of else told.get("comment")
        act = AnswerRecord(record_id=self.written[moment.what], answer=said, comment=comment)
        self.maker.do(person, answer_record, act, self.maker.live_presence(person))

    def _amend(self, _told: Any, moment: Moment) -> None:
        told = BY_KEY[moment.what]
        act = AmendRecord(
            record_id=self.written[moment.what],
            follows=1,
            reason=told["reason"],
            happened_on=self.walk.day(int(moment.of)) - timedelta(days=1),
            shows=Shows(told["shows"]),
            account=told["amended"],
            criteria=told.get("criteria", []),
        )
        self.maker.do(self.ids[moment.who], amend_record, act)


def short_ones(roles: Mapping[str, Role], without: set[str]) -> Iterator[Moment]:
    """What managers write about most of their teams, by chance; nobody is in the crowd, or among those named."""
    managers = {role.site: role.key for role in roles.values() if role.post in SITE_POSTS and role.login}
    for role in roles.values():
        rng = Random(f"written about {role.key}")
        is_told = role.login and role.site in managers and role.post not in SITE_POSTS and role.key not in without
        if is_told and rng.random() < 0.85:
            kind = RecordKind.OBSERVATION if rng.random() < 0.6 else RecordKind.PROFESSIONAL_DISCUSSION
            yield Moment(rng.randint(2, 44), managers[role.site], Does.WRITES_SHORTLY, kind.value, role.key)

"""Telling the demo: every moment of every story, in the order of time, each as one act of whoever did it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from backend.frameworks.files import parse
from backend.frameworks.rules import Framework
from backend.kernel.database import Database
from backend.kernel.files import Files
from backend.kernel.ids import Id, derived_id
from backend.notices.inbox import read_all
from backend.people.appointments import RecordLeaving, RecordReturn, record_leaving, record_return
from backend.signoff.requests import RequestSignOff, WithdrawRequest, request_sign_off, withdraw_request
from backend.signoff.rules import GAP_NEEDS_REASON, Outcome
from backend.signoff.withdrawals import WithdrawSignOff, withdraw_sign_off
from seeds.demo.agreeing import Agreeing
from seeds.demo.around import Around
from seeds.demo.bank import Bank
from seeds.demo.beside import Beside
from seeds.demo.cast import FILES, FOUNDED, Cast
from seeds.demo.deciding import Deciding
from seeds.demo.reaching import Reaching
from seeds.demo.script import Does, Moment, Story, agreement_story, plan_story
from seeds.demo.script import told as moments
from seeds.demo.sending import send_what_was_told
from seeds.demo.showing import Showing
from seeds.demo.versions import Versions
from seeds.demo.walk import Walk
from seeds.demo.writing import Writing, short_ones
from seeds.making import FRAMEWORKS, MENTORING_PLAN, Maker
from seeds.progress import Progress

ZONE = "Europe/London"


AT_ONCE = 1000
"""Moments told in one transaction."""
UNREAD_SINCE = 7
"""Days ago."""


def make_demo(database: Database, walk: Walk, files: Files, scale: int = 0) -> list[Maker]:
    """Both organisations, told from their founding until yesterday, with a crowd of `scale` people beside the first's.

    `walk` is the clock of `database`; photos are kept in `files`.
    """
    makers = []
    for path in FILES:
        cast = Cast(path, scale)
        walk.go(walk.at(FOUNDED, 9 * 60))
        maker = Maker(database, cast.file["key"], cast.file["name"], ZONE)
        progress = Progress(f"Making {len(cast.roles):,} people")
        Telling(maker, cast, walk, files, progress).tell()
        makers.append(maker)
    send_what_was_told(database, walk)
    return makers


@dataclass
class _Told:
    """A story and what has come of it so far."""

    story: Story
    agreement: Id | None = None
    plan: Id | None = None
    requests: dict[str, Id] = field(default_factory=dict)
    sign_offs: dict[tuple[str, str], Id] = field(default_factory=dict)

    def item(self, key: str) -> Id:
        """The item of that criterion on the story's plan."""
        return derived_id(self.on_plan, f"{key}/1")

    @property
    def on_plan(self) -> Id:
        """The plan, which has been made by now."""
        assert self.plan is not None  # noqa: S101 - the file tells a plan's beginning first
        return self.plan

    @property
    def under(self) -> Id:
        """The agreement, which has been proposed by now."""
        assert self.agreement is not None  # noqa: S101 - the file tells the proposal first
        return self.agreement


class Telling:
    """One organisation as it is told."""

    def __init__(self, maker: Maker, cast: Cast, walk: Walk, files: Files, progress: Progress) -> None:
        self._maker, self._cast, self._walk, self._progress = maker, cast, walk, progress
        self._files = {name: FRAMEWORKS / f"{name}.toml" for name in cast.file["frameworks"]}
        framework = {name: parse(path.read_text()) for name, path in self._files.items()}
        self._bank = Bank([criterion for one in framework.values() for criterion in one.criterion])
        self._stories = self._told(framework)
        self._published: dict[str, Id] = {}
        self._gone: set[Id] = set()
        self._beside = Beside(maker, self._bank, cast.ids)
        self._showing = Showing(maker, self._bank, cast.ids, walk, files)
        self._acts: dict[Does, Callable[[_Told, Moment], None]] = {
            Does.MAKES_PLAN: self._make_plan,
            Does.ASKS: self._ask,
            Does.TAKES_REQUEST_BACK: self._take_request_back,
            Does.SIGNS: self._sign,
            Does.SIGNS_LATE: self._sign,
            Does.SAYS_NOT_YET: self._say_not_yet,
            Does.TAKES_BACK: self._withdraw,
            Does.WITHDRAWS: self._withdraw,
            Does.LEAVES: self._leave,
            Does.COMES_BACK: self._come_back,
            **Agreeing(maker, self._bank, cast.ids, walk, cast.groups).acts,
            **Versions(maker, cast.ids, walk, self._files, cast.file.get("version", {}), self._published).acts,
            **self._beside.acts,
            **self._showing.acts,
            **Around(maker, self._bank, cast.ids, walk).acts,
            **Reaching(maker, cast.ids, cast.file.get("wishes", {})).acts,
            **Writing(maker, cast.ids, walk).acts,
            **Deciding(maker, self._bank, cast.ids, walk).acts,
        }

    def _told(self, frameworks: Mapping[str, Framework]) -> list[_Told]:
        file, cast = self._cast.file, self._cast
        stories = [agreement_story(given) for given in cast.told("agreement")]
        for given in cast.told("plan"):
            mentee, framework = given["mentee"], frameworks[given.get("framework", MENTORING_PLAN.stem)]
            stories.append(plan_story(given, framework, cast.proposer(mentee), cast.approver(mentee)))
        leaving = [Moment(ago, who, Does.LEAVES) for ago, who in file.get("leaves", [])]
        written = [*short_ones(cast.roles, set(file["unwritten"]))] if "unwritten" in file else []
        around = [*leaving, *written, *moments(file.get("around", []))]
        return [_Told(story) for story in [*stories, Story("", [], around)]]

    def tell(self) -> None:
        """Founds, gathers, and tells every moment in the order of time."""
        moments = self._in_order()
        if self._cast.crowd["area"]:
            self._progress.total = len(self._cast.roles) + len(moments)
        with self._maker.together():
            self._maker.found()
            self._cast.gather(self._maker, self._walk, self._progress)
            self._published.update({name: self._maker.framework(path) for name, path in self._files.items()})
        for first in range(0, len(moments), AT_ONCE):
            with self._maker.together():
                for instant, told, moment in moments[first : first + AT_ONCE]:
                    self._walk.go(instant)
                    self._acts[moment.does](told, moment)
                    self._progress.step()
        with self._maker.together():
            self._read_what_is_old()
            self._maker.sign_everyone_out()

    def _read_what_is_old(self) -> None:
        """Whoever works here and has a login has read what they were told more than a week ago."""
        until = self._walk.at(UNREAD_SINCE, 0)
        for person in sorted(self._maker.logins.keys() - self._gone):
            self._maker.do(person, read_all, until)

    def _in_order(self) -> list[tuple[datetime, _Told, Moment]]:
        """Every moment with its instant: what somebody does in a day they do in one sitting, minutes apart."""
        sitting: Counter[tuple[int, str]] = Counter()
        timed = []
        for told in self._stories:
            for moment in told.story.moments:
                begins = Random(f"{moment.ago} {moment.who}").randint(8 * 60, 18 * 60)
                minute = begins + 2 * sitting[moment.ago, moment.who]
                sitting[moment.ago, moment.who] += 1
                timed.append((self._walk.at(moment.ago, minute), told, moment))
        return sorted(timed, key=lambda one: one[0])

    def _id(self, key: str) -> Id:
        return self._cast.ids[key]

    def _called(self, key: str) -> str:
        return self._cast.roles[key].name.split(" ")[0]

    def _make_plan(self, told: _Told, moment: Moment) -> None:
        story = told.story
        framework, ends_on = self._published[story.framework], self._walk.day(story.began - story.lasts)
        told.plan = self._maker.plan(
            self._id(moment.who), told.under, framework, story.role, self._walk.day(moment.ago), ends_on
        )

    def _ask(self, told: _Told, moment: Moment) -> None:
        act = RequestSignOff(
            plan_id=told.on_plan,
            item_id=told.item(moment.what),
            mentor_id=self._id(moment.of) if moment.of else None,
            note=self._bank.note(moment.what, self._walk.day(moment.ago)),
        )
        told.requests[moment.what] = act.id
        self._maker.do(self._id(moment.who), request_sign_off, act)

    def _take_request_back(self, told: _Told, moment: Moment) -> None:
        act = WithdrawRequest(request_id=told.requests[moment.what])
        self._maker.do(self._id(moment.who), withdraw_request, act)

    def _seen_on(self, told: _Told, moment: Moment) -> date:
        """Mostly the day of signing; else the one before, since signing next shift is normal."""
        if moment.does is Does.SIGNS_LATE:
            return self._walk.day(moment.ago + GAP_NEEDS_REASON.days + 3)
        earlier = Random(f"{moment.ago} {moment.what}").random() < 0.3
        return self._walk.day(min(moment.ago + earlier, told.story.began))

    def _sign(self, told: _Told, moment: Moment) -> None:
        signer, seen_on = self._id(moment.who), self._seen_on(told, moment)
        mentee = self._called(told.story.mentee)
        method, statement = self._bank.statement(moment.what, moment.who, mentee, seen_on)
        told.sign_offs[moment.who, moment.what] = self._maker.sign(
            signer,
            told.on_plan,
            told.item(moment.what),
            seen_on,
            statement,
            method=method,
            help_=moment.help,
            gap_reason=self._bank.reason("gap") if moment.does is Does.SIGNS_LATE else None,
            presence=self._maker.live_presence(signer),
            item_rev=self._beside.rev(told.item(moment.what)),
            evidence=self._showing.for_(told.story.mentee, moment.what),
        )

    def _say_not_yet(self, told: _Told, moment: Moment) -> None:
        signer, seen_on = self._id(moment.who), self._seen_on(told, moment)
        mentee = self._called(told.story.mentee)
        method, statement, next_step = self._bank.not_yet(moment.what, moment.who, mentee, seen_on)
        self._maker.sign(
            signer,
            told.on_plan,
            told.item(moment.what),
            seen_on,
            statement,
            outcome=Outcome.NOT_YET,
            method=method,
            next_step=next_step,
            presence=self._maker.live_presence(signer),
            item_rev=self._beside.rev(told.item(moment.what)),
        )

    def _withdraw(self, told: _Told, moment: Moment) -> None:
        signer = self._id(moment.who)
        reason = self._bank.reason("taken_back" if moment.does is Does.TAKES_BACK else "withdrawn")
        act = WithdrawSignOff(sign_off_id=told.sign_offs[moment.who, moment.what], reason=reason)
        self._maker.do(signer, withdraw_sign_off, act, self._maker.live_presence(signer))

    def _leave(self, _told: _Told, moment: Moment) -> None:
        self._maker.operate(record_leaving, RecordLeaving(person_id=self._id(moment.who)))
        self._gone.add(self._id(moment.who))

    def _come_back(self, _told: _Told, moment: Moment) -> None:
        person, day = self._id(moment.who), self._walk.day(moment.ago)
        post, site = self._cast.roles[moment.who].post, self._cast.site_ids[self._cast.roles[moment.who].site]
        back = RecordReturn(person_id=person, post=post, starts_on=day, site_id=site)
        self._maker.operate(record_return, back)
        self._gone.discard(person)

"""Making organisations through the same acts as everything else: for the demo, the tests and the bench."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from backend.accounts.opening import Organisation, join, open_account
from backend.accounts.pairs import PERSON, Device, start_session
from backend.accounts.presence import OpenPresence, open_in, open_presence
from backend.accounts.rules import PRESENCE_LASTS, PRESENCE_USES, Platform, PresenceMethod
from backend.accounts.sessions import end_session, who
from backend.accounts.signing_in import SignIn, sign_in
from backend.accounts.vault import Vault
from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.rules import Framework, Method
from backend.kernel.database import Database
from backend.kernel.entries import Entry
from backend.kernel.ids import Id, new_id
from backend.kernel.ties import Actor
from backend.mentoring.proposing import (
    AnswerAgreement,
    ApproveAgreement,
    Goal,
    ProposeAgreement,
    answer_agreement,
    approve_agreement,
    propose_agreement,
)
from backend.mentoring.rules import Answer, Arrangement, Horizon, Programme
from backend.people.appointments import AddPerson, add_person
from backend.people.details import RecordIdentityCheck, record_identity_check
from backend.people.line_managers import NameLineManager, name_line_manager
from backend.people.organisation import (
    FoundOrganisation,
    OpenArea,
    OpenSite,
    found_organisation,
    open_area,
    open_site,
    operator,
)
from backend.people.rules import IdentityMethod, Post
from backend.signoff.planning import CreatePlan, create_plan
from backend.signoff.rules import Help, Outcome
from backend.signoff.sign_offs import SignOff, sign_off
from seeds.together import Together

FRAMEWORKS = Path(__file__).parent / "frameworks"
MENTORING_PLAN = FRAMEWORKS / "senior-manager-mentoring-plan.toml"
CARE_CERTIFICATE = FRAMEWORKS / "care-certificate.toml"
ROOM_LEADER = FRAMEWORKS / "early-years-room-leader.toml"
SCHOOL_SUPPORT = FRAMEWORKS / "school-support-supervisor.toml"
PASSWORD, PIN = "countersign-demo", "135790"
CHEAP = (1, 8)
"""Argon2 passes and KiB for people made in bulk; checking follows what each hash says."""


@cache
def _framework_in(path: Path) -> Framework:
    return parse(path.read_text())


@dataclass
class Maker:
    """One organisation in the making. Each method is one act, in its own transaction unless `together`."""

    database: Database
    key: str
    name: str
    zone: str = "Europe/London"
    org: Id = field(default_factory=new_id)
    vault: Vault = field(default_factory=lambda: Vault(2, CHEAP))
    tokens: dict[Id, str] = field(default_factory=dict)
    logins: dict[Id, str] = field(default_factory=dict)
    entered: dict[Id, Actor] = field(default_factory=dict)
    _presences: dict[Id, tuple[str, datetime, int]] = field(default_factory=dict)
    _hashes: tuple[str, str] | None = None

    def found(self) -> "Maker":
        """Founds the organisation."""
        with self.database.writing(self.org) as tx:
            found_organisation(tx, FoundOrganisation(key=self.key, name=self.name, zone=self.zone))
        return self

    @contextmanager
    def together(self) -> Iterator[None]:
        """All acts inside share one transaction, each at its own instant: hundreds cost one commit, or none is kept."""
        whole = self.database
        with whole.writing(self.org) as tx:
            self.database = Together(tx)
            try:
                yield
            finally:
                self.database = whole

    def operate(self, story: Callable[..., Entry], act: Any) -> Entry:
        """Does an act as the operator."""
        with self.database.writing(self.org) as tx:
            return story(tx, operator(self.org, self.zone), act)

    def area(self, name: str) -> Id:
        """Opens an area; its id."""
        return self.operate(open_area, OpenArea(name=name)).id

    def site(self, area: Id, name: str) -> Id:
        """Opens a site; its id."""
        return self.operate(open_site, OpenSite(area_id=area, name=name)).id

    def person(
        self,
        name: str,
        post: Post,
        starts_on: date,
        *,
        site: Id | None = None,
        area: Id | None = None,
        staff_number: str | None = None,
        checked: bool = True,
    ) -> Id:
        """Adds a person, with their identity checked on the day they start unless `checked` is False; their id."""
        act = AddPerson(
            name=name, post=post, starts_on=starts_on, site_id=site, area_id=area, staff_number=staff_number
        )
        person = self.operate(add_person, act).id
        if checked:
            check = RecordIdentityCheck(person_id=person, method=IdentityMethod.DOCUMENT, checked_on=starts_on)
            self.operate(record_identity_check, check)
        return person

    def line_manager(self, person: Id, manager: Id) -> None:
        """Names a line manager."""
        self.operate(name_line_manager, NameLineManager(person_id=person, manager_id=manager))

    def framework(self, path: Path = MENTORING_PLAN) -> Id:
        """Publishes the framework in that file; its id."""
        with self.database.writing(self.org) as tx:
            return publish(tx, operator(self.org, self.zone), _framework_in(path))

    def account(self, person: Id, login: str, staff_number: str | None = None) -> None:
        """Gives a person a login, with the demo's password and PIN."""
        if self._hashes is None:
            self._hashes = self.vault.hash(PASSWORD), self.vault.hash(PIN)
        with self.database.writing(self.org) as tx:
            account = open_account(tx, login, *self._hashes)
            join(tx, account, Organisation(self.org, self.key, self.name), person, staff_number)
        self.logins[person] = login

    def sign_in(self, person: Id) -> str:
        """A fresh access token for a person with an account."""
        device = Device(name="Made by the operator", platform=Platform.WEB)
        act = SignIn(login=self.logins[person], organisation=self.key, password=PASSWORD, device=device)
        self.tokens[person] = sign_in(self.database, self.vault, act, timedelta(days=3650)).access_token
        self._presences.pop(person, None)
        return self.tokens[person]

    def sign_everyone_out(self) -> None:
        """Ends the sessions that all of this was done in: nobody is to find them in the list of their own."""
        for token in self.tokens.values():
            end_session(self.database, token)
        self.tokens.clear()
        self.entered.clear()

    def enter(self, person: Id) -> str:
        """An access token for a person without an account: nobody has typed a password, so only bulk work does it.

        Who they are is read once and kept; what they may do, each act reads anew under its lock.
        """
        with self.database.writing(self.org) as tx:
            device = Device(name="Made by the operator", platform=Platform.WEB)
            row = tx.one(PERSON, of_person=person)
            token = start_session(tx, person, row, device, [], timedelta(days=3650)).access_token
            self.entered[person] = who(tx, token)
        self.tokens[person] = token
        return token

    def presence(self, person: Id) -> str:
        """A fresh presence for a person who is signed in; without asking those who have no PIN."""
        act, token = OpenPresence(method=PresenceMethod.PIN, pin=PIN), self.token(person)
        if person in self.entered:
            with self.database.writing(self.org) as tx:
                return open_in(tx, self.entered[person], act).presence
        return open_presence(self.database, self.vault, token, act).presence

    def live_presence(self, person: Id) -> str:
        """The presence opened last, while its ten minutes and twenty uses allow; else a fresh one."""
        presence, until, left = self._presences.get(person, ("", self.database.clock(), 0))
        if left == 0 or self.database.clock() >= until:
            presence, until, left = self.presence(person), self.database.clock() + PRESENCE_LASTS, PRESENCE_USES
        self._presences[person] = presence, until, left - 1
        return presence

    def forget_presence(self, person: Id) -> None:
        """The presence opened last is over, whatever its time and uses."""
        self._presences.pop(person, None)

    def token(self, person: Id) -> str:
        """The person's access token, signing in when there is none yet."""
        return self.tokens.get(person) or (self.sign_in(person) if person in self.logins else self.enter(person))

    def do(self, person: Id, story: Callable[..., Any], *given: Any) -> Any:
        """Does `story(tx, actor, *given)` as that person."""
        token = self.token(person)
        with self.database.writing(self.org) as tx:
            return story(tx, self.entered.get(person) or who(tx, token), *given)

    def read(self, person: Id, story: Callable[..., Any], *given: Any) -> Any:
        """Reads `story(tx, actor, *given)` as that person."""
        token = self.token(person)
        with self.database.reading(self.org) as tx:
            return story(tx, who(tx, token), *given)

    def propose(
        self, proposer: Id, mentee: Id, mentors: Sequence[Id], starts_on: date, ends_on: date, *,
        programme: Programme = Programme.NEW_MANAGERS,
        what_matters: str = "Time to talk things through, and honest feedback.",
        goals: Sequence[Goal] = (Goal(text="Run the service with confidence.", horizon=Horizon.LONG),),
    ) -> Id:  # fmt: skip
        """Proposes an agreement; its id."""
        act = ProposeAgreement(
            programme=programme,
            mentee_id=mentee,
            mentor_ids=list(mentors),
            what_matters=what_matters,
            goals=list(goals),
            support_arrangement=Arrangement.BOTH,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        entry: Entry = self.do(proposer, propose_agreement, act)
        return entry.id

    def agree(self, agreement: Id, *people: Id) -> None:
        """Each of these agrees for themselves."""
        for person in people:
            self.do(
                person,
                answer_agreement,
                AnswerAgreement(agreement_id=agreement, person_id=person, answer=Answer.AGREE),
            )

    def approve(self, agreement: Id, approver: Id) -> None:
        """Approves an agreement."""
        self.do(approver, approve_agreement, ApproveAgreement(agreement_id=agreement))

    def agreement(self, mentee: Id, mentors: Sequence[Id], approver: Id, starts_on: date, ends_on: date) -> Id:
        """An active agreement, proposed by its approver; its id."""
        agreement = self.propose(approver, mentee, mentors, starts_on, ends_on)
        self.agree(agreement, mentee, *mentors)
        self.approve(agreement, approver)
        return agreement

    def plan(self, mentor: Id, agreement: Id, framework: Id, role: str, starts_on: date, ends_on: date) -> Id:
        """A plan; its id."""
        act = CreatePlan(
            agreement_id=agreement, framework_id=framework, role=role, starts_on=starts_on, ends_on=ends_on
        )
        entry: Entry = self.do(mentor, create_plan, act)
        return entry.id

    def sign(
        self, mentor: Id, plan: Id, item: Id, seen_on: date, statement: str, *,
        outcome: Outcome = Outcome.COMPETENT, method: Method = Method.OBSERVED, next_step: str | None = None,
        gap_reason: str | None = None, help_: Help = Help.ALONE, presence: str | None = None, item_rev: int = 1,
        evidence: list[Id] | None = None,
    ) -> Id:  # fmt: skip
        """A sign-off, with a fresh presence unless one is given; its id."""
        act = SignOff(
            plan_id=plan,
            item_id=item,
            outcome=outcome,
            seen_on=seen_on,
            method=method,
            help=help_ if outcome is Outcome.COMPETENT else None,
            statement=statement,
            next_step=next_step,
            gap_reason=gap_reason,
            item_rev=item_rev,
            intent=1,
            evidence=evidence,
        )
        self.do(mentor, sign_off, act, presence or self.presence(mentor))
        return act.id

"""The house put together: which entry changes which tables, in floor order. Nothing else carries news upwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from backend.accounts import following as sessions
from backend.accounts import opening
from backend.accounts.vault import Vault
from backend.archive.press import Press
from backend.frameworks import retiring
from backend.kernel.clock import Clock, system_clock
from backend.kernel.database import Database, Tx
from backend.kernel.entries import Entry
from backend.kernel.files import Files, open_files
from backend.kernel.settings import Settings
from backend.mentoring import amending, conversations, ending, following, grouping, joining, pausing, quiet_requests
from backend.mentoring import applies as mentoring
from backend.notices import calendar
from backend.notices.concerning import concerned
from backend.notices.hours import USUAL, Pattern
from backend.notices.metrics import Metrics
from backend.notices.rules import WorkerPace
from backend.notices.starting import open_senders
from backend.notices.sweeping import sweep
from backend.notices.telling import apply_told
from backend.notices.worker import Tools, Worker
from backend.people import absences, appointments, deputies, details, emails, line_managers, meetings, organisation
from backend.people import settings as organisation_settings
from backend.practice import evidence, reflections, rhythm
from backend.practice.images import Darkroom
from backend.practice.rules import Allowance
from backend.readiness import answer_days, sampling
from backend.readiness import following as board
from backend.records import amending as record_amending
from backend.records import answering, discussing, sharing, steps
from backend.records import following as records
from backend.reviews import carrying, proposing, taking_effect, views
from backend.reviews import coming_due as due
from backend.reviews import following as reviews
from backend.signoff import (
    disputes,
    freezing,
    lifting,
    moving,
    passing_on,
    pauses,
    planning,
    requests,
    requirements,
    sign_offs,
    taking_up,
    withdrawals,
    withdrawing_by_two,
)

Apply = Callable[[Tx, Entry], None]

_WRITTEN: Mapping[str, Sequence[Apply]] = {
    "found_organisation": (organisation.apply_founded,),
    "change_settings": (
        organisation_settings.apply_settings,
        opening.apply_settings,
        rhythm.apply_settings,
        due.apply_settings,
        board.apply_settings,
    ),
    "change_email": (emails.apply_email,),
    "import_people": (),
    "open_area": (organisation.apply_area,),
    "open_site": (organisation.apply_site,),
    "make_joining_code": (),
    "use_joining_code": (),
    "record_absence": (absences.apply_recorded, pauses.apply_absence, due.apply_away, board.apply_person),
    "end_absence": (absences.apply_ended, pauses.apply_absence, due.apply_away, board.apply_person),
    "name_deputy": (deputies.apply_named,),
    "end_deputy": (deputies.apply_ended,),
    "change_meeting": (meetings.apply_changed,),
    "rename_area": (organisation.apply_area_renamed,),
    "rename_site": (organisation.apply_site_renamed,),
    "add_person": (appointments.apply_added, following.apply_place, rhythm.apply_added, due.apply_came),
    "appoint": (
        appointments.apply_appointed,
        deputies.apply_moved,
        mentoring.apply_moved,
        following.apply_moved,
        records.apply_moved,
        rhythm.apply_moved,
        planning.apply_moved,
        requests.apply_moved,
        reviews.apply_moved,
        due.apply_moved,
        board.apply_own,
    ),
    "name_line_manager": (line_managers.apply_named,),
    "end_line_management": (line_managers.apply_ended,),
    "record_identity_check": (details.apply_identity_check,),
    "change_name": (details.apply_name, board.apply_own),
    "change_staff_number": (details.apply_staff_number, sessions.apply_staff_number),
    "record_leaving": (
        appointments.apply_left,
        deputies.apply_left,
        sessions.apply_left,
        mentoring.apply_left,
        following.apply_left,
        records.apply_left,
        rhythm.apply_left,
        requests.apply_left,
        requirements.apply_left,
        pauses.apply_left,
        reviews.apply_left,
        due.apply_left,
        board.apply_left,
        calendar.apply_left,
    ),
    "record_return": (
        appointments.apply_returned,
        deputies.apply_returned,
        sessions.apply_returned,
        mentoring.apply_moved,
        following.apply_place,
        records.apply_moved,
        rhythm.apply_returned,
        planning.apply_moved,
        reviews.apply_moved,
        due.apply_moved,
        board.apply_own,
        calendar.apply_returned,
    ),
    "publish_framework": (),
    "retire_framework": (retiring.apply_retired,),
    "propose_agreement": (mentoring.apply_proposed,),
    "approve_agreement": (mentoring.apply_approved,),
    "open_group": (grouping.apply_group_opened,),
    "answer_agreement": (
        mentoring.apply_answered,
        requests.apply_mentor_joined,
        requirements.apply_mentor_joined,
        board.apply_agreement,
    ),
    "add_mentor": (
        joining.apply_mentor_added,
        requests.apply_mentor_joined,
        requirements.apply_mentor_joined,
        board.apply_agreement,
    ),
    "remove_mentor": (
        mentoring.apply_mentor_removed,
        requests.apply_mentor_removed,
        requirements.apply_mentors_changed,
        board.apply_agreement,
    ),
    "pause_agreement": (pausing.apply_paused, pauses.apply_paused, due.apply_agreement, board.apply_agreement),
    "resume_agreement": (pausing.apply_resumed, pauses.apply_resumed, due.apply_agreement, board.apply_agreement),
    "end_agreement": (
        ending.apply_ended,
        requests.apply_agreement_ended,
        requirements.apply_agreement_ended,
        pauses.apply_ended,
        reviews.apply_agreement_ended,
        due.apply_agreement,
        board.apply_agreement,
    ),
    "take_up_plan": (
        taking_up.apply_taken_up,
        requests.apply_taken_up,
        reviews.apply_taken_up,
        due.apply_taken_up,
        board.apply_plan,
    ),
    "amend_agreement": (amending.apply_amended,),
    "ask_for_change": (quiet_requests.apply_change_asked,),
    "answer_change": (quiet_requests.apply_change_answered,),
    "note_conversation": (conversations.apply_noted,),
    "strike_conversation": (conversations.apply_struck,),
    "add_evidence": (evidence.apply_added,),
    "take_evidence_back": (evidence.apply_taken_back,),
    "share_reflection": (reflections.apply_shared,),
    "create_plan": (planning.apply_created, due.apply_created, carrying.apply_created, board.apply_plan),
    "move_plan": (moving.apply_plan_moved, due.apply_plan_changed, board.apply_plan),
    "request_sign_off": (requests.apply_requested, board.apply_item),
    "withdraw_request": (requests.apply_request_withdrawn, board.apply_item),
    "decline_request": (passing_on.apply_declined, board.apply_item),
    "pass_request_on": (passing_on.apply_passed_on, board.apply_item),
    "change_requirement": (requirements.apply_changed, due.apply_plan_changed, board.apply_item),
    "answer_requirement": (requirements.apply_answered, due.apply_plan_changed, board.apply_item),
    "withdraw_requirement": (requirements.apply_withdrawn,),
    "sign_off": (sign_offs.apply_signed, due.apply_signed, board.apply_signed, answer_days.apply_answered),
    "withdraw_sign_off": (
        withdrawals.apply_withdrawn,
        withdrawing_by_two.apply_settled,
        reviews.apply_withdrawn,
        board.apply_item,
    ),
    "open_withdrawal": (withdrawing_by_two.apply_opened, freezing.apply_attended),
    "confirm_withdrawal": (
        withdrawing_by_two.apply_confirmed,
        freezing.apply_withdrawn,
        reviews.apply_withdrawn,
        board.apply_item,
    ),
    "take_withdrawal_back": (withdrawing_by_two.apply_taken_back, freezing.apply_attended),
    "report_not_me": (sessions.apply_reported, freezing.apply_reported, reviews.apply_withdrawn, board.apply_item),
    "open_lifting": (lifting.apply_opened,),
    "confirm_lifting": (lifting.apply_confirmed, due.apply_plan_changed, board.apply_item),
    "take_lifting_back": (lifting.apply_taken_back,),
    "dispute_sign_off": (disputes.apply_disputed,),
    "dispute_item": (disputes.apply_disputed,),
    "share_record": (sharing.apply_shared, rhythm.apply_shared, board.apply_own),
    "discuss_record": (discussing.apply_discussed,),
    "answer_record": (answering.apply_answered,),
    "amend_record": (record_amending.apply_amended, rhythm.apply_amended, board.apply_own),
    "include_record": (answering.apply_included,),
    "settle_next_step": (steps.apply_settled,),
    "give_view": (views.apply_given,),
    "review_plan": (proposing.apply_proposed, board.apply_plan),
    "confirm_review": (taking_effect.apply_confirmed, board.apply_item),
    "decline_review": (taking_effect.apply_declined, board.apply_item),
    "take_review_back": (taking_effect.apply_taken_back, board.apply_item),
    "comment_on_review": (views.apply_commented,),
    "draw_sample": (sampling.apply_drawn,),
}

APPLIES: Mapping[str, Sequence[Apply]] = {kind: (*applies, apply_told) for kind, applies in _WRITTEN.items()}
"""What each kind of entry does, in floor order; at last, people are told."""


@dataclass(frozen=True)
class House:
    """What a surface is given: settings, the database with every apply in place, the vault, the press, the darkroom,
    and where files are kept.

    `across` is the database as whoever sends deliveries sees it, None where nobody here may; `metrics` are its figures.
    """

    settings: Settings
    database: Database
    vault: Vault
    press: Press = field(default_factory=Press)
    darkroom: Darkroom = field(default_factory=Darkroom)
    across: Database | None = None
    metrics: Metrics = field(default_factory=Metrics)

    @classmethod
    def open(cls, settings: Settings, clock: Clock = system_clock) -> "House":
        """A house as `settings` say; `clock` is the one source of time in it."""
        database = Database(settings.database_url, clock, APPLIES, settings.connections)
        across: Database | None = database
        if settings.worker_url != settings.database_url:
            across = Database(settings.worker_url, clock, {}, pool=2) if settings.worker_url else None
        return cls(settings, database, Vault(settings.argon2_at_once, key=settings.secret_key), across=across)

    @cached_property
    def files(self) -> Files:
        """Where files are kept, as the settings say."""
        said = self.settings
        return open_files(said.files, said.data, said.files_key, said.files_secret)

    @property
    def allowance(self) -> Allowance:
        """The most evidence that is kept about one person, as the settings say."""
        return Allowance(self.settings.evidence_files, self.settings.evidence_bytes)

    def worker(
        self, log: Any, pace: WorkerPace | None = None, pattern: Pattern | None = USUAL, sweeps: bool = True
    ) -> Worker:  # fmt: skip
        """A worker that sends this house's deliveries, in working time alone, and sweeps. Only where `across` is not
        None.

        Raises `ValueError` or `OSError` for a channel that is set up wrongly.
        """
        assert self.across is not None
        pace = pace or WorkerPace()
        senders = open_senders(self.settings.transports, pace.at_once, log, self.settings.address)
        sweeping = partial(sweep, self.database) if sweeps else None
        return Worker(
            Tools(
                self.across, self.database, senders, concerned, log, self.metrics, pace, pattern=pattern, sweep=sweeping
            )
        )

    def close(self) -> None:
        """Gives every connection back."""
        self.database.close()
        if self.across is not None and self.across is not self.database:
            self.across.close()

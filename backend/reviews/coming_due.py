"""What makes a plan's review come due, or no more, and what changes for whom it waits: applies that state both anew."""

from typing import Any

from backend.kernel.database import Tx
from backend.kernel.entries import Entry
from backend.kernel.prepared import put
from backend.people.rules import AREA_POSTS, ORGANISATION_POSTS, SITE_POSTS
from backend.reviews.due import (
    hold_again,
    restate_all_of,
    restate_due,
    restate_due_of,
    restate_due_under,
    restate_holders,
)
from backend.reviews.promoted import restate_new_post_of
from backend.reviews.tables import review_days
from backend.signoff.file import kept

_BEGIN = put(review_days, "plan_id", "mentee_id")


def apply_created(tx: Tx, entry: Entry) -> None:
    """A new plan has a day on which its review is due."""
    tx.put(_BEGIN, plan_id=entry.id, mentee_id=entry.attestation["mentee_id"])
    restate_due(tx, entry.id)


def apply_signed(tx: Tx, entry: Entry) -> None:
    """The last signature makes the review due."""
    if tx.rebuilding:
        return
    row = kept(tx, entry.content["item_id"]).row
    if row.criteria_complete == row.criteria_total:
        restate_due(tx, row.plan_id)


def apply_plan_changed(tx: Tx, entry: Entry) -> None:
    """What a plan asks for, or what counts on it, has changed."""
    restate_due(tx, _plan_of(entry))


def apply_taken_up(tx: Tx, entry: Entry) -> None:
    """The plan's days run again."""
    restate_due(tx, entry.content["plan_id"])


def apply_away(tx: Tx, entry: Entry) -> None:
    """The mentee's days stand still, or run again."""
    assert entry.subject is not None
    restate_due_of(tx, entry.subject)


def apply_agreement(tx: Tx, entry: Entry) -> None:
    """The days of the agreement's plans stand still, run again, or are over."""
    restate_due_under(tx, entry.about)


def apply_came(tx: Tx, entry: Entry) -> None:
    """Somebody came, or came back: what is due where they review waits for them as well."""
    if entry.content["post"] in {*AREA_POSTS, *SITE_POSTS, *ORGANISATION_POSTS}:
        person = entry.content.get("person_id", entry.about)
        hold_again(tx, entry, person)
        restate_new_post_of(tx, entry, person)


def apply_moved(tx: Tx, entry: Entry) -> None:
    """Somebody moved: what is due waits for them where they review now, and their own where they are."""
    person = entry.content["person_id"]
    hold_again(tx, entry, person)
    restate_all_of(tx, person)
    restate_new_post_of(tx, entry, person)


def apply_left(tx: Tx, entry: Entry) -> None:
    """Somebody left: nothing waits for them, and no review of theirs is due."""
    person = entry.content["person_id"]
    hold_again(tx, entry, person)
    restate_due_of(tx, person)
    restate_new_post_of(tx, entry, person)


def apply_settings(tx: Tx, entry: Entry) -> None:
    """Who may review may have changed."""
    if not tx.rebuilding:
        restate_holders(tx)


def _plan_of(entry: Entry) -> Any:
    return entry.content.get("plan_id") or entry.attestation["plan_id"]

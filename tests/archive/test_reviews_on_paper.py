"""What a review is decided with, on paper: all that its page shows, for whoever sees that page."""

from typing import Any

from backend.archive.copies import ReviewCopy, copy_review
from backend.archive.sheet import file_name
from backend.records.answering import IncludeRecord, include_record
from backend.reviews.rules import Decision
from tests.archive.helping import copy_by, own_copy, paper, plan_copy, text_of
from tests.kernel.helping import refused
from tests.practice.helping import WORDS, share, write
from tests.records.helping import CONCERN, shared
from tests.reviews.helping import comment, confirm, decide, decline, propose, sign_all, view
from tests.reviews.test_carrying import next_plan
from tests.signoff.test_freezing import reported
from tests.world import World


def review_copy(world: World, who: str = "area") -> ReviewCopy:
    found: ReviewCopy = world.read(who, copy_review, world.plan)
    return found


def lived_through(world: World, clock: Any) -> None:
    """Everything signed, seen by both sides, with evidence and a record; declined once, then decided."""
    sign_all(world, clock)
    share(world, write(world, criteria=["once"]))
    record = shared(world)
    shared(world, account="Nobody included this.")
    shared(world, **CONCERN)
    world.do("mentee", include_record, IncludeRecord(record_id=record, include=True))
    view(world, "mentor", "Hm.")
    view(world, "mentor", "She leads, and others follow.")
    view(world, "mentee", "I feel ready.")
    decline(world, propose(world, decision=Decision.EXTEND).id)
    comment(world, decide(world, carry_over=["once"]), "Thank you.")


def test_all_that_a_review_is_decided_with_stands_on_paper(world: World, clock: Any) -> None:
    lived_through(world, clock)
    copy = review_copy(world)
    text = text_of(paper(copy))
    decided = copy.pack.reviews[0]
    assert text.startswith("Review Mentee Maya Alder Role Senior Framework Small, version 1 ")
    for said in (
        "Promote Standing Decided Talked through 2 October 2026 Why Runs the service well, and the team says so.",
        "Extend the plan Standing Not confirmed", "Too soon, I think.",
        "To be seen by then • A whole month's finances.",
        f"Reference {decided.id} Commitment {decided.commitment} Basis {decided.basis}",
        "Carried over To be read on the next plan: once", "Maya Alder says Thank you.", "Rests on 4 signatures",
        "She leads, and others follow.", "I feel ready.", "as a mentor", "about themselves",
        "Observations and discussions What Maya Alder lets be read in the review.",
        "Took the late handover on her own.",
        f"Evidence What Added by Added A sign-off rests on it Reflection {WORDS}",
        "Mentoring plan Mentee Maya Alder", "In words",
    ):  # fmt: skip
        assert said in text, said
    assert [said for said in ("Hm.", "Nobody included this.", CONCERN["concern"]) if said in text] == []
    assert file_name(copy, "pdf") == "review-pack-2026-10-02.pdf"
    (once,) = (one for one in decided.rests_on if one.title == "once")
    reported(world, "mentor", once.sign_off_id)
    text = text_of(paper(review_copy(world)))
    assert "a signature this rested on counts no more, or not for now" in text
    assert "online Being looked into since 2 October 2026" in text
    assert "Being looked into since 2 October 2026" in text_of(paper(plan_copy(world, plan=next_plan(world))))


def test_whoever_sees_the_review_takes_it_and_nobody_else(world: World, other: World, clock: Any) -> None:
    sign_all(world, clock)
    view(world, "mentee", "I feel ready.")
    review = propose(world, consulted=[world.line]).id
    for who in ("mentee", "mentor", "comentor", "area", "people_team", "line"):
        assert [one.text for one in review_copy(world, who).pack.views] == ["I feel ready."]
    for who, code in (("manager", "not_allowed"), ("learning", "not_allowed"), ("admin", "not_found")):
        with refused(code):
            review_copy(world, who)
    with refused("not_found"):
        other.read("area", copy_review, world.plan)
    confirm(world, review, "line")


def test_reviews_stand_in_ones_own_copy_with_their_receipts_and_no_words_that_were_put_otherwise(
    world: World, clock: Any
) -> None:
    lived_through(world, clock)
    for copy in (own_copy(world), copy_by(world, "people_team", world.mentee)):
        told = [one.kind for one in copy.receipts]
        assert [kind for kind in told if "review" in kind and kind != "comment_on_review"] == [
            "review_plan", "decline_review", "review_plan", "confirm_review",
        ]  # fmt: skip
        assert ("Hm." in str(copy), "She leads, and others follow." in str(copy)) == (False, True)
        assert "Promote Standing Decided" in text_of(paper(copy))
    mine = [one.said.words for one in own_copy(world).receipts if one.kind == "give_view"]
    assert mine == [{"text": "I feel ready."}]

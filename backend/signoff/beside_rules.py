"""What may be done beside signing: handing a request on, changing what is asked for, a withdrawal by two. Pure.

Source: domain 1 (requirements) and 8 (requests); decisions, Rights and States; trust, S33-S35.
"""

from enum import StrEnum

from backend.frameworks.rules import Criterion
from backend.kernel.errors import Kind, refusal
from backend.signoff.rules import Policy


class Handed(StrEnum):
    """How a request came away from a mentor. `in_time`: by itself, after fourteen days."""

    DECLINED = "declined"
    PASSED_ON = "passed_on"
    IN_TIME = "in_time"


class Side(StrEnum):
    """Who asks for another number of signatures: the mentee, or a mentor."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class RequirementStatus(StrEnum):
    """Where a change of the signatures an item needs stands. `made`: raised at once. `ended`: the mentee left, or the
    agreement ended.
    """

    MADE = "made"
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


not_with_you = refusal(
    "request.not_with_you", Kind.CONFLICT, "This request is with somebody else now. You need do nothing."
)
nobody_else = refusal(
    "request.nobody_else",
    Kind.CONFLICT,
    "There is no other mentor left to pass it to. Decline it with a reason, or come and see.",
)
no_change = refusal("requirement.no_change", Kind.CONFLICT, "That many signatures are asked for already: {signatures}.")
already_proposed = refusal(
    "requirement.already_proposed", Kind.CONFLICT, "A change is proposed already. It waits for an answer first."
)
requirement_over = refusal("requirement.over", Kind.CONFLICT, "This proposal is answered or taken back already.")
own_proposal = refusal(
    "requirement.own_proposal", Kind.FORBIDDEN, "Your side proposed this, so the other side answers it."
)
already_open = refusal(
    "withdrawal.already_open", Kind.CONFLICT, "A withdrawal of this is open already. It waits for a second person."
)
withdrawal_over = refusal(
    "withdrawal.over", Kind.CONFLICT, "This withdrawal is confirmed, settled or taken back already."
)
same_person = refusal(
    "withdrawal.same_person", Kind.FORBIDDEN, "You opened this. It takes a second person to confirm it."
)
own_word = refusal(
    "withdrawal.own_word", Kind.FORBIDDEN, "This is your own word. You can withdraw it yourself, with a reason."
)


def policy_of(criterion: Criterion, signatures: int) -> Policy:
    """What binds an item that needs that many signatures: the framework's own rule for a second one where it asks for
    two, else another day. Source: decisions, Counting (other_day is the default for two).
    """
    is_own = signatures == 1 or criterion.signatures == 2
    return Policy(signatures, criterion.other_day if is_own else True, criterion.other_mentor)

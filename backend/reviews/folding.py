"""What is signed on a plan, counted from the log's entries alone. Pure, and apart from every table.

One of the two independent ways in which a decision is counted; the other is `recounting`, in SQL over the tables.
Source: style, idea 4; trust, S13; sync, invariant 12 (promotion counts distinct valid signatures, never messages).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.frameworks.rules import Criterion, Framework, digest_of
from backend.kernel.canonical import commit
from backend.kernel.clock import instant_of
from backend.kernel.ids import Id
from backend.signoff.counting import Policy, Signed, Standing, standing
from backend.signoff.rules import ItemStatus

KINDS = (
    "create_plan", "move_plan", "change_requirement", "answer_requirement", "sign_off", "withdraw_sign_off",
    "confirm_withdrawal", "report_not_me", "confirm_lifting",
)  # fmt: skip
"""The kinds of entries that say what is signed on a plan."""

ONLINE = "online"


class Unsound(Exception):
    """The log contradicts itself: an entry or a framework is not what was committed to."""


@dataclass(frozen=True)
class Told:
    """An entry as the log has it; `commitment` is in hexadecimal."""

    id: Id
    kind: str
    actor: Id
    content: Mapping[str, Any]
    attestation: Mapping[str, Any]
    commitment: str


@dataclass
class _Kept:
    """A criterion on the plan while the log is told: what it asks for, and what was signed on it."""

    item_id: Id
    policy: Policy
    signed: list[Signed] = field(default_factory=list)
    is_left: bool = False


@dataclass(frozen=True)
class Pinned:
    """A signature that counts: its sign-off, and what it committed to."""

    id: Id
    commitment: str


@dataclass(frozen=True)
class Counted:
    """A criterion as counted: what it needs, the signatures that count, and whether it is complete.

    `pinned` are those a decision rests on: of online assurance alone, where these suffice (`is_online`).
    """

    item_id: Id
    signatures: int
    counting: tuple[Pinned, ...]
    pinned: tuple[Pinned, ...]
    is_complete: bool
    is_online: bool
    evidence: tuple[str, ...] = ()


def fold(told: Iterable[Told], plan_id: Id, framework_of: Callable[[Id], Framework]) -> dict[str, Counted]:
    """What is signed on a plan, by criterion, from the entries of `KINDS` about its mentee in the log's order.

    Raises `Unsound` when an entry is not what it committed to, or a framework not the one its entry names.
    """
    book = _Book(plan_id, framework_of)
    for entry in told:
        if commit(dict(entry.content), dict(entry.attestation)).hex() != entry.commitment:
            raise Unsound(entry.kind)
        if _plan_of(entry) == plan_id:
            book.tell(entry)
    return book.counted()


def _plan_of(entry: Told) -> Any:
    if entry.kind == "create_plan":
        return entry.id
    return entry.content.get("plan_id") or entry.attestation.get("plan_id")


class _Book:
    def __init__(self, plan_id: Id, framework_of: Callable[[Id], Framework]) -> None:
        self._plan_id, self._framework_of = plan_id, framework_of
        self._role = ""
        self._framework: Framework | None = None
        self._items: dict[str, _Kept] = {}
        self._by_item: dict[Id, _Kept] = {}
        self._signed: dict[Id, tuple[str, Told]] = {}
        self._frozen: set[Id] = set()

    def tell(self, entry: Told) -> None:
        getattr(self, f"_{entry.kind}")(entry)

    def _version(self, entry: Told) -> Framework:
        framework = self._framework_of(entry.content["framework_id"])
        if digest_of(framework) != entry.content["framework"]["digest"]:
            raise Unsound("framework")
        return framework

    def _create_plan(self, entry: Told) -> None:
        self._role, self._framework = entry.content["role"], self._version(entry)
        for criterion in self._framework.of_role(self._role):
            self._items[criterion.key] = _Kept(Id(""), _asked(criterion))

    def _move_plan(self, entry: Told) -> None:
        assert self._framework is not None
        before, now = {c.key: c for c in self._framework.criterion}, self._version(entry)
        wanted = {criterion.key: criterion for criterion in now.of_role(self._role)}
        for key, criterion in wanted.items():
            one, was = self._items.get(key), before.get(key)
            if one is None:
                self._items[key] = _Kept(Id(""), _asked(criterion))
                continue
            one.is_left = False
            if was is None or one.policy.signatures == was.signatures:
                one.policy = _asked(criterion)
        for key in self._items.keys() - wanted.keys():
            self._items[key].is_left = True
        self._framework = now

    def _change_requirement(self, entry: Told) -> None:
        if entry.attestation["at_once"]:
            self._items[entry.content["criterion"]].policy = Policy(**entry.attestation["becomes"])
        else:
            self._by_item[entry.content["item_id"]] = self._items[entry.content["criterion"]]

    def _answer_requirement(self, entry: Told) -> None:
        if (becomes := entry.attestation.get("becomes")) is not None:
            self._by_item[entry.attestation["item_id"]].policy = Policy(**becomes)

    def _sign_off(self, entry: Told) -> None:
        facts = entry.content
        one = self._items[facts["criterion"]]
        one.item_id, self._by_item[facts["item_id"]] = facts["item_id"], one
        seen_on, at = date.fromisoformat(facts["seen_on"]), instant_of(entry.attestation["at"])
        one.signed.append(Signed(entry.id, entry.actor, facts["outcome"], seen_on, at))
        self._signed[entry.id] = facts["criterion"], entry

    def _withdraw_sign_off(self, entry: Told) -> None:
        key, _ = self._signed.pop(entry.content["sign_off_id"])
        one = self._items[key]
        one.signed = [signed for signed in one.signed if signed.id != entry.content["sign_off_id"]]

    _confirm_withdrawal = _withdraw_sign_off

    def _report_not_me(self, entry: Told) -> None:
        self._frozen.add(entry.content["sign_off_id"])

    def _confirm_lifting(self, entry: Told) -> None:
        self._frozen.remove(entry.content["sign_off_id"])

    def counted(self) -> dict[str, Counted]:
        return {key: self._count(one) for key, one in self._items.items() if not one.is_left}

    def _count(self, one: _Kept) -> Counted:
        valid = [s for s in one.signed if s.id not in self._frozen]
        whole = standing(one.policy, valid)
        online = standing(one.policy, [s for s in valid if self._assurance(s.id) == ONLINE])
        best = online if online.status is ItemStatus.SIGNED else whole
        return Counted(
            one.item_id,
            one.policy.signatures,
            self._pins(whole),
            self._pins(best),
            whole.status is ItemStatus.SIGNED,
            online.status is ItemStatus.SIGNED,
            tuple(digest for id_ in best.counted for digest in self._signed[id_][1].content["evidence"]),
        )

    def _pins(self, now: Standing) -> tuple[Pinned, ...]:
        return tuple(Pinned(id_, self._signed[id_][1].commitment) for id_ in now.counted)

    def _assurance(self, id_: Id) -> Any:
        return self._signed[id_][1].attestation["assurance"]


def _asked(criterion: Criterion) -> Policy:
    return Policy(criterion.signatures, criterion.other_day, criterion.other_mentor)

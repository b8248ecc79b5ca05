"""What a decision rests on, pinned in its entry: criteria, signatures, records and evidence, each by its digest.

Source: domain 1 (review); trust, S22, S23 and S32.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, bindparam, select

from backend.frameworks.rules import Framework, digest_of
from backend.kernel.canonical import canonical
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.ids import Id
from backend.kernel.prepared import Prepared
from backend.kernel.tenancy import ours
from backend.records.tables import record_versions, records
from backend.reviews import rules
from backend.reviews.recounting import Recount
from backend.reviews.rules import RESTS_ON_ALL, Decision

_INCLUDED = Prepared(
    select(records.c.id, records.c.version, record_versions.c.commitment)
    .join(record_versions, and_(
        record_versions.c.org == records.c.org, record_versions.c.record_id == records.c.id,
        record_versions.c.version == records.c.version,
    ))
    .where(ours(records), records.c.subject_id == bindparam("of_mentee", type_=IdType()), records.c.included.is_(True))
    .order_by(records.c.id)
)  # fmt: skip


def included(tx: Tx, mentee_id: Id) -> list[dict[str, Any]]:
    """The records that the mentee lets be read in their review, each in its version, by what its entry committed to."""
    rows = tx.rows(_INCLUDED, of_mentee=mentee_id)
    return [{"id": row.id, "version": row.version, "commitment": row.commitment} for row in rows]


def basis_of(framework: Framework, count: Recount, read: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What stands now, as facts: the framework's version, each criterion with the sign-offs that count for it, the
    records that the mentee lets be included, and the digests of what sign-offs rest on.
    """
    return {
        "framework": {"key": framework.key, "version": framework.version, "digest": digest_of(framework)},
        "criteria": [
            {
                "key": key,
                "signatures": one.signatures,
                "item_id": one.item_id,
                "sign_offs": [{"id": pin.id, "commitment": pin.commitment} for pin in one.pinned],
            }
            for key, one in count.criteria.items()
            if one.pinned
        ],
        "criteria_total": len(count.criteria),
        "records": list(read),
        "evidence": sorted({digest for one in count.criteria.values() for digest in one.evidence}),
    }


def digest(basis: dict[str, Any]) -> str:
    """Hexadecimal sha256 of a basis, by which a confirmation names what it saw."""
    return sha256(canonical(basis)).hexdigest()


def ensure_rests(decision: Decision, count: Recount, titles: dict[str, str], *, is_upheld: bool = False) -> None:
    """Raises `review.incomplete` or `review.assurance_needed`: some decisions rest on all being signed, online.

    One that is upheld says in its reasons why it stands without. Source: trust, S13; sync (two kinds of assurance).
    """
    if decision not in RESTS_ON_ALL or is_upheld:
        return
    if count.missing:
        raise rules.incomplete(criteria=_named(count.missing, titles))
    if count.not_online:
        raise rules.not_online(criteria=_named(count.not_online, titles))


def _named(keys: Sequence[str], titles: dict[str, str]) -> str:
    shown = [titles.get(key, key) for key in keys[:3]]
    return ", ".join(shown) + (f" and {len(keys) - 3} more" if len(keys) > 3 else "")


def sign_offs_of(basis: dict[str, Any]) -> list[tuple[Id, Id]]:
    """The sign-offs of a basis, each with its item."""
    return [(one["id"], criterion["item_id"]) for criterion in basis["criteria"] for one in criterion["sign_offs"]]

"""Publishing a version of a framework: once, whole, and never changed after."""

from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import bindparam, select

from backend.frameworks import rules
from backend.frameworks.rules import Framework, digest_of, document_of
from backend.frameworks.tables import frameworks
from backend.kernel import log
from backend.kernel.canonical import canonical
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do
from backend.people.tables import organisations


@dataclass(frozen=True, kw_only=True)
class PublishFramework:
    """A version becomes one that plans can be made of. `digest` stands for its whole text."""

    kind: ClassVar[str] = "publish_framework"
    id: Id = field(default_factory=new_id)
    key: str
    version: int
    digest: str


def framework_id(org: Id, key: str, version: int) -> Id:
    """The id of that version in that organisation: it can be told from what a sign-off says it was signed under."""
    return derived_id(org, f"framework/{key}/{version}")


_INSERT = put(frameworks, "id", "key", "version", "title", "digest", "document", "published_at")
# Two who publish the same version at once come one after the other, so that the second finds the first's.
_LOCK = Prepared(
    select(organisations.c.key)
    .where(organisations.c.org == bindparam("tenant", type_=IdType()))
    .with_for_update(key_share=True)
)
_BY_ID = Prepared(
    select(frameworks.c.digest).where(ours(frameworks), frameworks.c.id == bindparam("of_id", type_=IdType()))
)


def published_as(tx: Tx, org: Id, framework: Framework) -> Id | None:
    """The id of the version that is published with this very text; None when there is none."""
    id_ = framework_id(org, framework.key, framework.version)
    row = tx.first(_BY_ID, of_id=id_)
    return id_ if row is not None and row.digest == digest_of(framework) else None


def publish(tx: Tx, actor: Actor, framework: Framework) -> Id:
    """Publishes a version; the same version with the same text changes nothing. Answers its id.

    Raises `not_allowed`, and `framework.version_published` when the version exists with another text.
    """
    if not actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
        raise forbidden()
    digest = digest_of(framework)
    id_ = framework_id(actor.org, framework.key, framework.version)
    act = PublishFramework(id=id_, key=framework.key, version=framework.version, digest=digest)
    published = next(iter(tx.batch((_LOCK, {}), (_BY_ID, {"of_id": id_}))[1]), None)
    if published:
        if published.digest != digest:
            raise rules.changed_version(key=framework.key, version=framework.version)
        return id_
    tx.put(
        _INSERT,
        id=id_,
        key=framework.key,
        version=framework.version,
        title=framework.title,
        digest=digest,
        document=canonical(document_of(framework)).decode(),
        published_at=tx.now,
    )
    log.record(tx, actor, act, about=id_, subject=None)
    return id_

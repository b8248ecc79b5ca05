"""Publishing a version of a framework from a file that people can read and edit."""

import tomllib
from dataclasses import dataclass, field
from typing import ClassVar

from sqlalchemy import bindparam, select

from backend.frameworks import rules
from backend.frameworks.rules import Framework, digest_of
from backend.frameworks.tables import frameworks
from backend.kernel import log
from backend.kernel.canonical import canonical
from backend.kernel.columns import IdType
from backend.kernel.database import Tx
from backend.kernel.errors import Refused, forbidden
from backend.kernel.ids import Id, derived_id, new_id
from backend.kernel.prepared import Prepared, put
from backend.kernel.shapes import load, plain
from backend.kernel.tenancy import ours
from backend.kernel.ties import Actor, Do


@dataclass(frozen=True, kw_only=True)
class PublishFramework:
    """A version becomes one that plans can be made of. `digest` stands for its whole text."""

    kind: ClassVar[str] = "publish_framework"
    id: Id = field(default_factory=new_id)
    key: str
    version: int
    digest: str


_INSERT = put(frameworks, "id", "key", "version", "title", "digest", "document", "published_at")
_BY_ID = Prepared(
    select(frameworks.c.digest).where(ours(frameworks), frameworks.c.id == bindparam("of_id", type_=IdType()))
)


def parse(text: str) -> Framework:
    """A framework from the text of its TOML file. Raises `framework.broken_file`, naming line or field and reason."""
    try:
        framework = load(Framework, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise rules.broken_file(reason=str(error)) from None
    except Refused as refused:
        faults = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in refused.faults)
        raise rules.broken_file(reason=faults) from None
    rules.ensure_sound(framework)
    return framework


def publish(tx: Tx, actor: Actor, framework: Framework) -> Id:
    """Publishes a version; the same version with the same text changes nothing. Answers its id.

    Raises `not_allowed`, and `framework.version_published` when the version exists with another text.
    """
    if not actor.may_anywhere(Do.PUBLISH_FRAMEWORK):
        raise forbidden()
    digest = digest_of(framework)
    id_ = derived_id(actor.org, f"framework/{framework.key}/{framework.version}")
    act = PublishFramework(id=id_, key=framework.key, version=framework.version, digest=digest)
    if published := tx.first(_BY_ID, of_id=id_):
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
        document=canonical(plain(framework)).decode(),
        published_at=tx.now,
    )
    log.record(tx, actor, act, about=id_, subject=None)
    return id_

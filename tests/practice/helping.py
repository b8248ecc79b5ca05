"""What tests of evidence share: files that are kept, and acts with everything filled in."""

from pathlib import Path
from typing import Any

from backend.kernel.files import DiskFiles
from backend.kernel.ids import Id
from backend.practice.evidence import AddEvidence, TakeEvidenceBack, add_evidence, take_evidence_back
from backend.practice.evidence_shown import Evidence, EvidenceFilter, list_evidence
from backend.practice.images import Darkroom
from backend.practice.reflections import MakeReflection, ShareReflection, share_reflection, write_reflection
from backend.practice.rules import Allowance
from backend.practice.uploads import Kept, keep_file
from tests.practice import pictures
from tests.world import World

ROOM = Allowance(files=20, size=10_000_000)
WORDS = "I waited before I answered, and she found the words herself."


def kept(world: World, data: Path, raw: bytes | None = None) -> Kept:
    """A file of this organisation's, kept below `data`."""
    return keep_file(DiskFiles(data / "files"), Darkroom(), world.org, raw or pictures.photo())


def adding(world: World, file: Kept, **changed: Any) -> AddEvidence:
    """What adds that file to the mentee's evidence."""
    given = {"person_id": world.mentee, "title": "The rota for November", "criteria": ["cover-shifts"]}
    return AddEvidence(**{**given, "sent": file.sent, **changed})


def add(world: World, data: Path, who: str = "mentee", raw: bytes | None = None, **changed: Any) -> Evidence:
    """A photo of the mentee's practice, added by somebody."""
    file = kept(world, data, raw)
    one, is_new = world.do(who, add_evidence, adding(world, file, **changed), file, ROOM)
    assert is_new
    evidence: Evidence = one
    return evidence


def take_back(world: World, id_: Id, who: str = "mentee") -> Evidence:
    """Somebody takes theirs back."""
    evidence: Evidence = world.do(who, take_evidence_back, TakeEvidenceBack(evidence_id=id_))[0]
    return evidence


def write(world: World, who: str = "mentee", **changed: Any) -> Id:
    """A reflection of somebody's that nobody else sees."""
    act = MakeReflection(**{"text": WORDS, "criteria": ["reflect"], "happened_on": world.clock.today(), **changed})
    world.do(who, write_reflection, act)
    return act.id


def share(world: World, id_: Id, who: str = "mentee") -> Evidence:
    """Somebody shares theirs."""
    evidence: Evidence = world.do(who, share_reflection, ShareReflection(reflection_id=id_))[0]
    return evidence


def seen(world: World, who: str = "mentor", **wanted: Any) -> list[Id]:
    """The ids of the mentee's evidence, as somebody sees it."""
    page = world.read(who, list_evidence, EvidenceFilter(**{"person_id": world.mentee, **wanted}))
    return [one.id for one in page.items]

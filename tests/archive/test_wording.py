"""The paper calls things as the pages do, and has words for every code."""

from backend.archive.press import TEMPLATE
from backend.people.rules import Post
from backend.practice.rules import EvidenceKind
from backend.records.rules import StepStatus
from backend.signoff.rules import ItemStatus, PlanStatus, RequirementStatus
from web import evidence, words
from web.mentoring import faces as agreements
from web.records import faces as records
from web.reviews import faces as reviews

SPOKEN = (
    words.POSTS, words.OUTCOMES, words.ASSURANCES, words.PRESENCES, agreements.ARRANGEMENTS,
    {code: said[2] for code, said in words.METHODS.items()},
    {code: said[0] for code, said in words.HELPS.items()},
    {code: said[0].capitalize() for code, said in agreements.STATUSES.items()},
    records.KINDS, records.SHOWS, records.TEXTS,
    {code: said[1] for code, said in records.ANSWERS.items()},
    reviews.DECISIONS,
    {code: said[0] for code, said in reviews.STATUSES.items()},
    {code: said.capitalize() for code, said in evidence.KINDS.items()},
)  # fmt: skip


def test_the_paper_calls_things_as_the_pages_do() -> None:
    template = TEMPLATE.decode()
    expected = {f'{code}: "{said}"' for mapping in SPOKEN for code, said in mapping.items()}
    assert [one for one in sorted(expected) if one not in template] == []
    codes = (*Post, *ItemStatus, *PlanStatus, *RequirementStatus, *EvidenceKind, *StepStatus)
    assert [code for code in codes if f'{code}: "' not in template] == []

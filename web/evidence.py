"""Evidence and reflections in words: what pages say of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backend.kernel.ids import Id
from backend.practice.evidence_shown import Evidence, EvidenceNamed
from backend.practice.offering import RecordPinned, Restable
from backend.practice.rules import EvidenceKind
from backend.records.rules import RecordKind
from backend.signoff.shown import Plan, SignOffShown
from web import words
from web.dates import When
from web.paths import evidence_at, record_at
from web.records.faces import KINDS as KINDS_OF_RECORD

KINDS: Mapping[str, str] = {
    EvidenceKind.REFLECTION: "reflection",
    EvidenceKind.PHOTO: "photo",
    EvidenceKind.DOCUMENT: "document",
    EvidenceKind.RECORD: "record",
}
A_KIND: Mapping[str, str] = {
    EvidenceKind.REFLECTION: "a reflection",
    EvidenceKind.PHOTO: "a photo",
    EvidenceKind.DOCUMENT: "a document",
    EvidenceKind.RECORD: "an observation or discussion",
}
DONE: Mapping[str, str] = {
    "evidence_added": "Added. A photo is kept without place, time or device.",
    "taken_back": "Taken back. It is out of the lists; where a sign-off rests on it, it stays there.",
    "reflected": "Kept, for you alone.",
    "reflection_dropped": "Deleted. Nothing is left of it.",
    "reflection_shared": "Shared. Its words stay as they are from now on.",
}
"""What a page says after something was done, by the word in its address."""
_BEGINNING = 90


def title(one: Evidence) -> str:
    """What a piece of evidence is called: its title, or how a reflection begins."""
    if one.title:
        return one.title
    return beginning(one.text or "") or words.sentence(KINDS[one.kind])


def beginning(text: str) -> str:
    """The first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else line[:_BEGINNING].rsplit(" ", 1)[0] + " …"


def told(one: Evidence, when: When) -> str:
    """`Photo, added by Maya Alder, Fri 2 Oct`, and whether a sign-off rests on it."""
    by = "shared" if one.kind == EvidenceKind.REFLECTION else "added"
    said = f"{words.sentence(KINDS[one.kind])}, {by} by {one.added_by.name}, {when.day(when.day_of(one.added_at))}"
    if one.taken_back_at:
        said += "; taken back"
    return said + ("; a sign-off rests on it" if one.pinned else "")


def size(count: int) -> str:
    """`412 kB`, `1.4 MB`."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def titles(keys: Sequence[str], known: Mapping[str, str]) -> str:
    """The criteria by their titles."""
    return ", ".join(known.get(key, key) for key in keys)


def criteria_of(plans: Sequence[Plan], known: Mapping[str, str], keys: Sequence[str]) -> list[dict[str, str]]:
    """The criteria to choose from: those of the plans, and those that are chosen already."""
    found = {item.key: item.title for plan in plans for item in plan.items}
    found |= {key: known.get(key, key) for key in keys if key not in found}
    return [{"value": key, "label": label} for key, label in found.items()]


def is_for(criteria: Sequence[Mapping[str, str]], chosen: Sequence[str]) -> str:
    """What it says above the criteria to choose from: those that are chosen, or the question."""
    named = [one["label"] for one in criteria if one["value"] in chosen]
    return f"For: {', '.join(named)}" if named else "Which criteria is it for?"


def resting(found: Sequence[EvidenceNamed]) -> str:
    """`a photo and a reflection`: what a sign-off rests on."""
    return words.together([A_KIND[one.kind] for one in found])


@dataclass(frozen=True)
class Offered:
    """What a sign-off may rest on, as boxes: what is for its criterion, and what else there is."""

    for_it: list[dict[str, str]]
    others: list[dict[str, str]]


def offered(found: Restable, key: str, when: When) -> Offered:
    """A box for each, records first; of evidence what was not taken back. The newest stand first."""
    offer = Offered([], [])

    def add(criteria: Sequence[str], **box: str) -> None:
        (offer.for_it if key in criteria else offer.others).append(box)

    for record in found.records:
        label, by = f"{KINDS_OF_RECORD[record.kind]}, {when.day(record.happened_on)}", f"Written by {record.writer}"
        add(record.criteria, value=record.id, label=label, hint=by, href=record_at(record.id))
    for one in found.evidence:
        if one.taken_back_at is None:
            add(one.criteria, value=one.id, label=title(one), hint=told(one, when), href=evidence_at(one.id))
    return offer


def rests(count: int, suffix: str = "") -> dict[str, str]:
    """What the line above the button says back of what is ticked, as `parts/say_back.html` takes it."""
    one, more = "resting on one thing you ticked", "resting on # things you ticked"
    text = "" if not count else one if count == 1 else more.replace("#", str(count))
    return {"field": f"evidence{suffix}", "text": text, "one": one, "more": more}


def pins(sign_offs: Iterable[SignOffShown]) -> list[Id]:
    """The records that these sign-offs rest on."""
    return [named.id for one in sign_offs for named in one.evidence if named.kind == EvidenceKind.RECORD]


def a_record(pinned: RecordPinned) -> str:
    """`an observation`, as a sign-off rests on it."""
    return "an observation" if pinned.kind == RecordKind.OBSERVATION else "a professional discussion"


def pinned(one: RecordPinned, when: When) -> str:
    """In which version a record is meant, and whether it was amended since."""
    if one.amended_at is None:
        return "as it stands today" if one.version == 1 else f"as it stands today, in its version {one.version}"
    since = f"{when.on(when.day_of(one.amended_at))} it was amended"
    return f"as it stood then, in its version {one.version}; {since}"

"""What the demo tells of evidence: a photo that is drawn here, and reflections, one shared and one not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from backend.kernel.files import Files
from backend.kernel.ids import Id
from backend.practice.evidence import AddEvidence, add_evidence
from backend.practice.images import Darkroom
from backend.practice.reflections import MakeReflection, ShareReflection, share_reflection, write_reflection
from backend.practice.rules import Allowance
from backend.practice.uploads import keep_file
from seeds.demo.bank import Bank
from seeds.demo.script import Does, Moment
from seeds.demo.walk import Walk
from seeds.making import Maker

_ROOM = Allowance(files=50, size=50_000_000)
PAPER, LINE, INK, COVERED = "#f6f3ec", "#8f8877", "#16302b", "#dcece5"


@dataclass
class Showing:
    """The acts of one organisation around evidence. `shown` is what there is, by whom it is about and its criterion."""

    maker: Maker
    bank: Bank
    ids: Mapping[str, Id]
    walk: Walk
    files: Files
    shown: dict[tuple[str, str], list[Id]] = field(default_factory=dict)

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {Does.ADDS_PHOTO: self._add, Does.REFLECTS: self._reflect, Does.SHARES_REFLECTION: self._share}

    def for_(self, mentee: str, key: str) -> list[Id]:
        """What a sign-off of that criterion can rest on."""
        return self.shown.get((mentee, key), [])

    def _add(self, told: Any, moment: Moment) -> None:
        about, person = told.story.mentee, self.ids[told.story.mentee]
        kept = keep_file(self.files, Darkroom(), self.maker.org, photo_of_a_rota(moment.ago))
        act = AddEvidence(
            person_id=person, title=self.bank.reason("photo"), criteria=[moment.what],
            happened_on=self.walk.day(moment.ago), sent=kept.sent,
        )  # fmt: skip
        self.maker.do(self.ids[moment.who], add_evidence, act, kept, _ROOM)
        self.shown.setdefault((about, moment.what), []).append(act.id)

    def _reflect(self, _told: Any, moment: Moment) -> None:
        self._write(moment)

    def _share(self, _told: Any, moment: Moment) -> None:
        written = self._write(moment)
        self.maker.do(self.ids[moment.who], share_reflection, ShareReflection(reflection_id=written))
        self.shown.setdefault((moment.who, moment.what), []).append(written)

    def _write(self, moment: Moment) -> Id:
        text, day = self.bank.reason(f"reflected_{moment.what}"), self.walk.day(moment.ago)
        act = MakeReflection(text=text, criteria=[moment.what], happened_on=day)
        self.maker.do(self.ids[moment.who], write_reflection, act)
        return act.id


def photo_of_a_rota(seed: int) -> bytes:
    """A photo as if of a rota on a wall, with no name and nobody on it."""
    rng, image = Random(seed), Image.new("RGB", (1200, 900), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((80, 60, 1120, 130), fill=INK)
    for row in range(8):
        for day in range(7):
            left, top = 80 + day * 149, 150 + row * 86
            draw.rectangle((left, top, left + 141, top + 78), fill=rng.choice((PAPER, COVERED, COVERED)), outline=LINE)
            if rng.random() < 0.7:
                draw.line((left + 20, top + 39, left + rng.randint(70, 120), top + 39), fill=INK, width=6)
    raw = BytesIO()
    image.save(raw, "JPEG", quality=80)
    return raw.getvalue()

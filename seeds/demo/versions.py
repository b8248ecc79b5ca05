"""What the demo tells of frameworks: another version of one, from when the first takes no new plans, and a draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.frameworks.drafts import NewDraft, write_draft
from backend.frameworks.files import parse
from backend.frameworks.publishing import publish
from backend.frameworks.retiring import RetireFramework, retire_framework
from backend.kernel.ids import Id
from seeds.demo.script import Does, Moment
from seeds.demo.walk import Walk
from seeds.making import Maker

RETIRES_AFTER = 60
"""Days after the newer version."""


@dataclass
class Versions:
    """The versions of one organisation's frameworks. `changes` is what the file says of each; `published` the first."""

    maker: Maker
    ids: Mapping[str, Id]
    walk: Walk
    files: Mapping[str, Path]
    changes: Mapping[str, Mapping[str, Any]]
    published: dict[str, Id]

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {Does.PUBLISHES: self._publish, Does.DRAFTS_VERSION: self._draft}

    def _publish(self, _told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        self.maker.do(person, publish, parse(self._text(moment.what)))
        retires_on = self.walk.day(moment.ago - RETIRES_AFTER)
        act = RetireFramework(framework_id=self.published[moment.what], on=retires_on)
        self.maker.do(person, retire_framework, act)

    def _draft(self, _told: Any, moment: Moment) -> None:
        self.maker.do(self.ids[moment.who], write_draft, NewDraft(text=self._text(moment.what)))

    def _text(self, name: str) -> str:
        """The file's text as the next version: some words in place of others, and perhaps a criterion more."""
        text, changes = self.files[name].read_text(), self.changes[name]
        for before, after in (("version = 1\n", "version = 2\n"), *changes["instead"]):
            if before not in text:
                raise ValueError(f"{name} does not say {before!r}")
            text = text.replace(before, after, 1)
        return text + changes.get("more", "")

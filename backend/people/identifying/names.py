"""Names of people: given names by list and by what stands around them, titles with a surname; colleagues left out."""

import re
from array import array
from collections.abc import Collection, Iterator

from backend.people.identifying import lexicon as lex
from backend.people.identifying.lexicon import folded

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDS = frozenset('.!?:;\n"“”•([{*')
_OWNERS = frozenset({"'s", "’s"})
MOST_SURNAMES = 2
KEPT = 16
"""So many words are held at once: a text of any length makes no heap of them."""


class Colleagues:
    """The people who may be named: by their whole names, and by each part of them."""

    def __init__(self, names: Collection[str]) -> None:
        self._given: dict[str, set[str]] = {}
        for name in names:
            given, *others = [folded(word) for word in _WORD.findall(name)] or [""]
            self._given.setdefault(given, set()).update(others)
        self._parts = set(self._given).union(*self._given.values())

    def has(self, given: str, *surnames: str) -> bool:
        """Whether somebody of that name is a colleague; alone, any part of a name will do."""
        if not surnames:
            return given in self._parts
        return not self._given.get(given, set()).isdisjoint(surnames)


class _Word:
    """A word of the text: where it stands, what it is without its possessive, and how it stands."""

    __slots__ = ("end", "gap", "has_capital", "is_owner", "key", "start")

    def __init__(self, text: str, start: int, end: int, before: int) -> None:
        said = text[start:end]
        self.is_owner = said[-2:] in _OWNERS
        if self.is_owner:
            said, end = said[:-2], end - 2
        self.start, self.end = start, end
        self.key = folded(said)
        self.has_capital = said[0].isupper()
        self.gap = " " if start - before == 1 and text[before] == " " else text[max(before, start - 12) : start]

    @property
    def begins(self) -> bool:
        """Whether a sentence begins with it."""
        return self.gap != " " and (self.start == len(self.gap) or not _ENDS.isdisjoint(self.gap))


class _Words:
    """The words of a text, each looked at only when somebody asks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.ends = array("l"), array("l")
        for found in _WORD.finditer(text):
            self.starts.append(found.start())
            self.ends.append(found.end())
        self.count = len(self.starts)
        self._seen: dict[int, _Word] = {}

    def __getitem__(self, i: int) -> _Word:
        word = self._seen.get(i)
        if word is None:
            if len(self._seen) > KEPT:
                self._seen.clear()
            before = self.ends[i - 1] if i else 0
            word = self._seen[i] = _Word(self.text, self.starts[i], self.ends[i], before)
        return word

    def may_be_name(self, i: int) -> bool:
        """Whether a word is worth a look: a name, a title, or with a capital beside something that tells a name."""
        start, end = self.starts[i], self.ends[i]
        said = self.text[start:end]
        if not said[0].isupper():
            return folded(said.partition("'")[0]) in lex.DICTATED
        if folded(said) in lex.KNOWN or said[-2:] in _OWNERS:
            return True
        return 2 < end - start <= lex.LONGEST and (self._low(i - 1) in lex.SAYS_NAME or self._low(i + 1) in lex.TELLS)

    def is_shouted(self, i: int) -> bool:
        """Whether a word is in capitals throughout."""
        start, end = self.starts[i], self.ends[i]
        return end - start > 1 and self.text[start:end].isupper()

    def _low(self, i: int) -> str:
        if not 0 <= i < self.count:
            return ""
        start, end = self.starts[i], self.ends[i]
        return self.text[start:end].lower() if end - start < lex.LONGEST else ""

    def between(self, i: int, last: int) -> list[_Word]:
        """The words from one to another, both included."""
        return [self[at] for at in range(i, last + 1)]


def names(text: str, colleagues: Colleagues) -> Iterator[tuple[int, int]]:
    """Where names of people stand who are no colleagues."""
    words = _Words(text)
    i = 0
    while i < words.count:
        last, is_titled = _name_at(words, i) if words.may_be_name(i) else (None, False)
        if last is None:
            i += 1
            continue
        found = words.between(i, last)
        if not _is_colleague(found, is_titled, colleagues):
            yield found[0].start, found[-1].end
        i = last + 1


def _name_at(words: _Words, i: int) -> tuple[int | None, bool]:
    """The last word of the name that begins here, if one does, and whether it has a title."""
    last = _titled(words, i)
    if last is not None:
        return last, True
    return (_with_surnames(words, i) if _is_name(words, i) else None), False


def _is_colleague(found: list[_Word], is_titled: bool, colleagues: Colleagues) -> bool:
    if is_titled:
        return colleagues.has(found[-1].key)
    return colleagues.has(found[0].key, *(word.key for word in found[1:]))


def _titled(words: _Words, i: int) -> int | None:
    """The last word of a title with a name: `Mr`, `Mr and Mrs`, then the name."""
    one = words[i]
    if one.key not in lex.LONG_TITLES or not (one.has_capital or one.key in lex.ALWAYS_TITLES) or one.is_owner:
        return None
    at = i + 1
    if at + 1 < words.count and words[at].key == "and" and words[at + 1].key in lex.TITLES:
        at += 2
    while at + 1 < words.count and len(words[at].key) == 1 and words[at].has_capital and words[at + 1].has_capital:
        at += 1  # an initial
    if at >= words.count or words[at].gap not in (" ", ". ", "."):
        return None
    name = words[at]
    if len(name.key) < 2 or name.key in lex.NO_SURNAMES:
        return None
    if not name.has_capital and one.key not in lex.ALWAYS_TITLES:
        return None
    return _with_surnames(words, at)


def _with_surnames(words: _Words, i: int) -> int:
    """The last word of a name that begins at `i`."""
    last = i
    while last < min(i + MOST_SURNAMES, words.count - 1) and not words[last].is_owner:
        after = words[last + 1]
        if after.gap not in (" ", "-") or not after.has_capital or len(after.key) < 2 or after.key in lex.NOT_NAMES:
            break
        last += 1
    return last


def _is_name(words: _Words, i: int) -> bool:
    one = words[i]
    if not one.has_capital:
        return len(one.key) > 3 and one.key in lex.CERTAIN
    before = words[i - 1] if i and not one.begins else None
    after = words[i + 1] if i + 1 < words.count and not words[i + 1].begins else None
    if one.key in lex.CERTAIN:
        return not (before and before.key in lex.SAINTS) and _is_certain(one, after, words.is_shouted(i))
    if _is_place(before, after):
        return False
    if one.key in lex.PROPER:
        return _is_proper(one, before, after)
    if one.key in lex.WORDS:
        return _is_named(words, i, before, after)
    return not words.is_shouted(i) and _is_unlisted(one, before, after)


def _is_certain(one: _Word, after: _Word | None, is_shouted: bool) -> bool:
    if after is not None and after.has_capital and after.key in lex.ONLY_PLACES:
        return False
    return len(one.key) > 3 or not is_shouted


def _is_place(before: _Word | None, after: _Word | None) -> bool:
    """Whether it is part of what something else is called: `the Poppy Appeal`, `St Albans`."""
    if after is not None and after.key in lex.PLACES and after.gap == " ":
        return True
    return before is not None and before.key in lex.NEVER_BEFORE and not (after and after.key == "family")


def _is_proper(one: _Word, before: _Word | None, after: _Word | None) -> bool:
    if after is not None and after.key in lex.VERBS:
        return before is None or before.key not in lex.OF_MONTHS
    if one.is_owner and after is not None and after.key in lex.KIN:
        return True
    return before is not None and before.key in lex.NAMED_AFTER


def _is_named(words: _Words, i: int, before: _Word | None, after: _Word | None) -> bool:
    one = words[i]
    if before is not None:
        return not words.is_shouted(i)
    if one.is_owner:
        return True
    if after is None:
        return False
    if after.key == "and" and i + 2 < words.count:
        other = words[i + 2]
        return other.has_capital and other.key in lex.LISTED
    return after.key in lex.DOES or lex.is_done(after.key) or _is_surname(after)


def _is_surname(after: _Word) -> bool:
    """Whether a word reads as the surname of the one before: `Ash Linden`, and not `Will Maya come?`."""
    return after.has_capital and after.gap == " " and len(after.key) > 2 and after.key not in lex.NO_SURNAME_AFTER


def _is_unlisted(one: _Word, before: _Word | None, after: _Word | None) -> bool:
    """A name of no list, told by what stands around it: `resident Tomasz`, `Zbyszek's insulin`."""
    if len(one.key) < 3 or one.key in lex.NOT_NAMES:
        return False
    if one.is_owner and after is not None and after.key in lex.KIN:
        return True
    if before is None or one.gap != " ":
        return False
    if before.key in lex.SAYS_NAME:
        return after is None or not after.has_capital or after.key not in lex.NOT_NAMES
    if after is not None and after.key == "family":
        return before.key == "the"
    return after is not None and not before.has_capital and after.key in lex.VERBS

"""Shapes: schemas derived from the annotations of acts and answers. The one backend file that knows marshmallow.

`load` turns what a client sent into an act, or raises `request.invalid` naming every fault. `split` parts an act into
facts and words. `schema` describes acts and answers for OpenAPI.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints
from unicodedata import category

import orjson
from marshmallow import RAISE, Schema, ValidationError, post_load, validate
from marshmallow import fields as ma

from backend.kernel.canonical import nfc
from backend.kernel.clock import to_millisecond
from backend.kernel.errors import Fault, invalid
from backend.kernel.ids import Id, is_id


class Part(StrEnum):
    """What becomes of a text field, said beside its type."""

    WORDS = "words"
    NONCE = "nonce"
    SECRET = "secret"
    OWN_ID = "own_id"
    SAID_ID = "said_id"
    PINNED = "pinned"


Words = Annotated[str, Part.WORDS]
"""Text in a person's own words: kept apart from the facts, so that it can be erased without breaking the chain."""

Nonce = Annotated[str, Part.NONCE]
"""Hexadecimal digits (32 to 64) a client chose to seal its words with."""

Secret = Annotated[str, Part.SECRET]
"""A password, PIN or token: never kept, never shown."""

OwnId = Annotated[Id, Part.OWN_ID]
"""The id of an act, made by whoever acts."""

SaidId = Annotated[Id, Part.SAID_ID]
"""An id that belongs to the words: it tells too much (when something was jotted down) to outlive them."""

PinnedId = Annotated[Id, Part.PINNED]
"""An id of something a record rests on: its digest stands in the record in its place."""

MOST_FAULTS = 20
"""So many faults are told at once; a body that is wrong all over is not worth more."""

T = TypeVar("T")


@dataclass(frozen=True)
class Within:
    """Bounds of a number, or of the length of a text or list, both ends included."""

    least: int
    most: int


@dataclass(frozen=True)
class OneLine:
    """Text that stands in lists, on paper and in other people's sentences, as names do: see `is_one_line`."""


_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_JOINERS = "\u200c\u200d"
"""Some scripts cannot be written without them."""


def is_one_line(text: str) -> bool:
    """Whether a text breaks no line and has nothing in it that cannot be seen, as what turns the text around it."""
    return text.isprintable() or not any(category(c) in _UNSEEN and c not in _JOINERS for c in text)


def _ensure_one_line(text: str) -> None:
    if not is_one_line(text):
        raise ValidationError("Write it on one line, without characters that cannot be seen.")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class IdField(ma.String):
    """A UUID in lower case with hyphens; upper case is taken and lowered."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).lower()
        if not is_id(text):
            raise ValidationError("Not an id. Ids are UUIDs, as 0192f0c1-7b1e-7c55-8a3a-0a4b6c1d2e3f.")
        return text


_VERSIONS = "1234678"


class OwnIdField(IdField):
    """The id of something a client makes. Version 5 is the house's own: ids derived from others by name; and
    those of no version at all are before and after every other, where no list would show them.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text[14] not in _VERSIONS or text[19] not in "89ab":
            raise ValidationError("Make a new id of your own, best a UUID of version 7.")
        return text


class TextField(ma.String):
    """Text in normal form C, trimmed, without control characters other than line breaks and tabs."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = nfc(super()._deserialize(value, attr, data, **kwargs)).replace("\r\n", "\n").strip()
        if not text or not any(category(c)[0] in "LNPS" for c in text):
            raise ValidationError("Please write something here.")
        if not text.isprintable() and any(category(c) == "Cc" and c not in "\n\t" for c in text):
            raise ValidationError("Leave out control characters.")
        return text


class FlagField(ma.Boolean):
    """True or false, and not the numbers that Python takes for them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class DayField(ma.Date):
    """A day, `YYYY-MM-DD` and nothing else, of the years in which people live and sums of days do not overflow."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or _DAY.fullmatch(value) is None:  # else weeks, as 2026-W47-6, would pass
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        day = super()._deserialize(value, attr, data, **kwargs)
        if not 1900 <= day.year <= 2200:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return day


class InstantField(ma.AwareDateTime):
    """An instant with its zone, in UTC and whole milliseconds, of the years that days are of as well."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        instant = super()._deserialize(value, attr, data, **kwargs)
        if not 1901 <= instant.year <= 2199:  # a zone may move it into the next year
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return to_millisecond(instant.astimezone(UTC))


_FIELDS: Mapping[Any, Callable[..., ma.Field[Any]]] = {
    Id: lambda **o: IdField(metadata={"format": "uuid"}, **o),
    Part.OWN_ID: lambda **o: OwnIdField(metadata={"format": "uuid"}, **o),
    Part.WORDS: lambda **o: TextField(**_checked(o, validate.Length(1, 4000))),
    # Said so that Python and JavaScript read it alike: the description shows it to both.
    Part.NONCE: lambda **o: ma.String(**_checked(o, validate.Regexp(r"^([0-9a-f]{2}){16,32}$(?!\n)"))),
    Part.SECRET: lambda **o: ma.String(**_checked(o, validate.Length(1, 1000))),
    str: lambda **o: TextField(**_checked(o, validate.Length(1, 500))),
    int: lambda **o: ma.Integer(strict=True, **o),
    bool: FlagField,
    date: DayField,
    Part.SAID_ID: lambda **o: IdField(metadata={"format": "uuid"}, **o),
    Part.PINNED: lambda **o: IdField(metadata={"format": "uuid"}, **o),
    datetime: lambda **o: InstantField(format="iso", **o),
    Any: ma.Raw,
}


def _checked(options: dict[str, Any], check: Any) -> dict[str, Any]:
    return options if "validate" in options else {**options, "validate": check}


def _field(hint: Any, **options: Any) -> ma.Field[Any]:
    if get_origin(hint) is Annotated:
        return _annotated(*get_args(hint), **options)
    arms = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        inner = [arm for arm in arms if arm is not type(None)]
        if not inner:
            return ma.Raw(allow_none=True, **options)
        return _field(inner[0], allow_none=True, **options)
    if get_origin(hint) in (list, tuple):
        return ma.List(_field(arms[0]), **_checked(options, validate.Length(max=100)))
    if get_origin(hint) in (dict, Mapping):
        return ma.Dict(keys=ma.String(), values=_field(arms[1]), **options)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ma.Enum(hint, by_value=True, **options)
    if is_dataclass(hint):
        return ma.Nested(_building(hint), **options)  # type: ignore[arg-type]  # a class, as is_dataclass said
    if hint is type(None):
        return ma.Raw(allow_none=True, **options)
    return _FIELDS[hint](**options)


def _annotated(inner: Any, *notes: Any, **options: Any) -> ma.Field[Any]:
    bounds = validate.Range if inner is int else validate.Length
    checks: list[Any] = [bounds(note.least, note.most) for note in notes if isinstance(note, Within)]
    checks += [_ensure_one_line for note in notes if isinstance(note, OneLine)]
    if checks:
        options["validate"] = checks
    parts = [note for note in notes if isinstance(note, Part)]
    return _FIELDS[parts[0]](**options) if parts else _field(inner, **options)


@cache
def _hints(shape: type) -> dict[str, Any]:
    return get_type_hints(shape, include_extras=True)


def _default(field: Field[Any]) -> dict[str, Any]:
    if field.default is not MISSING:
        return {"load_default": field.default}
    if field.default_factory is not MISSING:
        return {"load_default": field.default_factory}
    return {"required": True}


def schema(shape: type, without: tuple[str, ...] = (), extra: tuple[tuple[str, Any], ...] = ()) -> type[Schema]:
    """The marshmallow schema of a dataclass: `without` fields the address already gives, with `extra` ones beside.

    Made once; asking again gives the same class.
    """
    return _schema(shape, without, extra)


@cache
def _schema(shape: Any, without: tuple[str, ...], extra: tuple[tuple[str, Any], ...]) -> type[Schema]:
    hints = _hints(shape)
    is_act = hasattr(shape, "kind")
    declared: dict[str, Any] = {
        f.name: _field(OwnId if f.name == "id" and is_act else hints[f.name], **_default(f))
        for f in fields(shape)
        if f.name not in without
    }
    for name, hint in extra:
        declared[name] = _field(hint, load_default=None)
    meta = type("Meta", (), {"unknown": RAISE, "ordered": True})
    doc = {"__doc__": shape.__doc__}
    made: type[Schema] = type(shape.__name__, (Schema,), {"Meta": meta, **declared, **doc})
    return made


@cache
def _building(shape: type) -> type[Schema]:
    """The schema of a part of something larger, which becomes a dataclass by itself."""
    made = schema(shape)
    built = post_load(lambda _self, data, **_options: shape(**data))
    part: type[Schema] = type(made.__name__, (made,), {"build": built, "__doc__": shape.__doc__})
    return part


@cache
def _loader(made: type[Schema]) -> Schema:
    return made()


def check(made: type[Schema], data: Any) -> dict[str, Any]:
    """`data` as that schema takes it. Raises `request.invalid` with a fault for each field that is wrong."""
    try:
        loaded: dict[str, Any] = _loader(made).load(data)
    except ValidationError as error:
        faults = list(islice(_faults(error.messages, ""), MOST_FAULTS))
        named = sorted({fault.pointer.lstrip("/")[:60] or "the body" for fault in faults})
        raise invalid(faults=faults, fields=", ".join(named[:5])) from None
    return loaded


def load(shape: type[T], data: Any, **known: Any) -> T:
    """An act of class `shape` from `data`; `known` are fields the address gives."""
    return shape(**check(schema(shape, tuple(known)), data), **known)


def _faults(messages: Any, pointer: str) -> Any:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            step = "" if key == "_schema" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from _faults(inner, pointer + step)
    else:
        for message in messages:
            yield Fault(pointer, str(message), _code_of(str(message)))


def _code_of(message: str) -> str:
    if message.startswith("Missing data"):
        return "required"
    return "unknown" if message.startswith("Unknown field") else "invalid"


def _holds(hint: Any, *parts: Part) -> bool:
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        return any(note in parts for note in notes if isinstance(note, Part)) or _holds(inner, *parts)
    if is_dataclass(hint):
        return any(_holds(inner, *parts) for inner in _hints(hint).values())  # type: ignore[arg-type]  # a class
    return any(_holds(arm, *parts) for arm in get_args(hint))


_APART = (Part.NONCE, Part.SECRET, Part.PINNED)


@cache
def _parts(shape: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    hints = _hints(shape)
    kept = [f.name for f in fields(shape) if not _holds(hints[f.name], *_APART)]
    words = tuple(name for name in kept if _holds(hints[name], Part.WORDS, Part.SAID_ID))
    return tuple(name for name in kept if name not in words), words


def words_of(shape: type) -> tuple[str, ...]:
    """The names of an act's fields that are words."""
    return _parts(shape)[1]


def plain(value: Any) -> Any:
    """`value` as JSON's own kinds: enums by value, days and instants as text, dataclasses as objects."""
    return orjson.loads(orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATETIME))


def split(act: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """An act's facts and its words, both plain. Fields of type `Words` (or lists of such) are words; what holds a
    nonce, a secret, or what is pinned by its digest is neither; everything else is fact. Words that were not given are
    left out.
    """
    shape: Any = type(act)
    facts, words = _parts(shape)
    return (
        {name: _plain_field(getattr(act, name)) for name in facts},
        {name: plain(value) for name in words if (value := getattr(act, name)) not in (None, [], ())},
    )


def _plain_field(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if type(value) is date else plain(value)

"""Schemas of answers, for the description: derived from the same annotations as those that check what comes in.

What comes in is bounded; what goes out is what it is. So an answer's schema has every field, and its texts no limits.
"""

from dataclasses import make_dataclass
from functools import cache
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from backend.kernel.shapes import IdField, schema


@cache
def answer_schema(shape: Any) -> type[Schema]:
    """The schema of an answer's dataclass. Clients are to overlook fields they do not know: answers may grow."""
    return _of(schema(shape))


@cache
def page_schema(shape: Any) -> type[Schema]:
    """The schema of a page of a list of `shape`."""
    doc = "A page of a list. `next_cursor` is null on the last one."
    page = make_dataclass(f"{shape.__name__}Page", [("items", list[shape]), ("next_cursor", str | None)])
    page.__doc__ = doc
    return answer_schema(page)


@cache
def _of(derived: type[Schema]) -> type[Schema]:
    doc = " ".join((derived.__doc__ or "").split())
    meta = type("Meta", (), {"unknown": EXCLUDE, "description": doc})
    declared = {name: _loose(field, required=True) for name, field in derived().fields.items()}
    return type(derived.__name__, (Schema,), {"Meta": meta, **declared})


def _loose(field: Any, **options: Any) -> Any:
    options = {"allow_none": field.allow_none, "metadata": dict(field.metadata), **options}
    if isinstance(field, fields.Nested):
        return fields.Nested(_of(_derived(type(field.schema))), **options)
    if isinstance(field, fields.List):
        return fields.List(_loose(field.inner), **options)
    if isinstance(field, fields.Dict):
        return fields.Dict(keys=fields.String(), values=_loose(field.value_field), **options)
    if isinstance(field, fields.Enum):
        return fields.Enum(field.enum, by_value=True, **options)
    if type(field) is fields.Raw:  # anything at all, nothing included
        return fields.Raw(**{**options, "allow_none": True})
    if isinstance(field, fields.String) and not isinstance(field, IdField):
        return fields.String(**options)
    return type(field)(**options)


def _derived(nested: type[Schema]) -> type[Schema]:
    """The shape's own schema, of which a nested one that builds dataclasses is a kind."""
    return next(kind for kind in reversed(nested.__mro__) if issubclass(kind, Schema) and kind is not Schema)

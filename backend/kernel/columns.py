"""How tables are declared: naming, column types, tenancy and the class of every column for subject access.

Every column says whose data it is (`holds`, of `column`), because a person may ask for everything about them and
a table nobody classified would be left out. Source: trust, P01.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CHAR,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from backend.kernel.clock import instant_of, stamp

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


class IdType(TypeDecorator[str]):
    """A UUID kept as text: `uuid` on PostgreSQL, `CHAR(36)` on SQLite."""

    impl = CHAR(36)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type on this database."""
        return dialect.type_descriptor(postgresql.UUID() if dialect.name == "postgresql" else CHAR(36))

    def bind_processor(self, dialect: Dialect) -> None:
        """Nothing: ids are text on the way in."""
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Nothing: SQLite stores text, and the PostgreSQL driver is told to hand uuids over as text."""
        return None


class Instant(TypeDecorator[datetime]):
    """A zone-aware instant: `timestamptz` on PostgreSQL, sortable UTC text on SQLite (which drops zones)."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type on this database."""
        return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True) if dialect.name == "postgresql" else Text())

    def bind_processor(self, dialect: Dialect) -> Any:
        """Text for SQLite."""
        return None if dialect.name == "postgresql" else _to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """UTC again."""
        return _to_utc if dialect.name == "postgresql" else _from_text


def _to_text(value: datetime | None) -> str | None:
    return None if value is None else stamp(value)


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else instant_of(value)


def _to_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Holds(StrEnum):
    """What a column holds about people, for subject access (P01) and erasure.

    `subject_words`, `actor_words`: what was written about, or by, a person. `subject`, `actor`: who it is about, who
    did it. `fact`: what happened, once the row is known to be a person's. `secret`: proves identity, never handed
    out. `nobody`: nothing about a person.
    """

    SUBJECT_WORDS = "subject_words"
    ACTOR_WORDS = "actor_words"
    SUBJECT = "subject"
    ACTOR = "actor"
    FACT = "fact"
    SECRET = "secret"
    NOBODY = "nobody"


_TYPES: Mapping[type, TypeEngine[Any]] = {
    str: Text(),
    int: Integer(),
    bool: Boolean(),
    date: Date(),
    datetime: Instant(),
    bytes: LargeBinary(),
}


def column(name: str, kind: type | TypeEngine[Any], holds: Holds, *args: Any, **options: Any) -> Column[Any]:
    """A column of our own kinds, NOT NULL unless `nullable=True` is said, classified by `holds`."""
    options.setdefault("nullable", False)
    type_ = _TYPES[kind] if isinstance(kind, type) else kind
    return Column(name, type_, *args, info={"holds": holds}, **options)


def id_column(name: str, holds: Holds = Holds.NOBODY, **options: Any) -> Column[Any]:
    """A column of ids."""
    return column(name, IdType(), holds, **options)


def tenant_table(name: str, *args: Any, **options: Any) -> Table:
    """A table whose every row belongs to one organisation: `org` is the first column, and of every key and index."""
    info = {"tenant": True, **options.pop("info", {})}
    org: Column[Any] = Column("org", IdType(), nullable=False, primary_key=True, info={"holds": Holds.NOBODY})
    return Table(name, metadata, org, *args, info=info, **options)


def projection_table(name: str, *args: Any) -> Table:
    """A tenant table that only applies write: the log can rebuild it, and `verify` does."""
    return tenant_table(name, *args, info={"projection": True})


def refers(name: str, table: str, to: str = "id") -> ForeignKeyConstraint:
    """The constraint that `name` is the id of a row of the same organisation in `table`."""
    return ForeignKeyConstraint(["org", name], [f"{table}.org", f"{table}.{to}"])


def shared_table(name: str, reason: str, *args: Any) -> Table:
    """One of the few tables without a tenant, with the reason why it may be so."""
    return Table(name, metadata, *args, info={"shared": reason})

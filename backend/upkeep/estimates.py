"""What SQLite is told of how the rows lie: that an organisation has many of each kind.

Left alone, it takes one column of an index to single out ten rows. Every index of ours begins with the organisation, so
it would rather walk all of an organisation's rows, in the order that is wanted, than look up the few of one person and
sort them. PostgreSQL counts for itself. Written after each migration, and read by each connection as it opens.
"""

from sqlalchemy import Connection, text

_OF_ONE, _OF_FEW = 100_000, 100
"""Rows of one organisation in a table, and in an index of some rows alone; there are taken to be ten organisations."""
_TABLES = text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
_INDEXES = text('SELECT name, "unique", partial FROM pragma_index_list(:of)')
_COLUMNS = text("SELECT name FROM pragma_index_info(:of) ORDER BY seqno")
_TELL = text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:tbl, :idx, :stat)")


def apply_estimates(connection: Connection) -> None:
    """Replaces what SQLite is told. Run as the owner; does nothing on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text("ANALYZE sqlite_schema"))  # makes the table, and counts nothing
    connection.execute(text("DELETE FROM sqlite_stat1"))
    for (table,) in connection.execute(_TABLES).all():
        for index, is_unique, is_partial in connection.execute(_INDEXES, {"of": table}).all():
            columns = [name for (name,) in connection.execute(_COLUMNS, {"of": index})]
            if columns[0] == "org":
                of_one = _OF_FEW if is_partial else _OF_ONE
                stat = " ".join(map(str, _estimate(len(columns), of_one, is_unique=bool(is_unique))))
                connection.execute(_TELL, {"tbl": table, "idx": index, "stat": stat})


def _estimate(columns: int, of_one: int, *, is_unique: bool) -> list[int]:
    """Rows in all, then how many there are for one value of the first column, of the first two...: as SQLite would
    take it, but for the organisation.
    """
    narrowing = [of_one, *(max(5, 10 - number) for number in range(columns - 1))]
    return [10 * of_one, *narrowing[:-1], 1 if is_unique else narrowing[-1]]

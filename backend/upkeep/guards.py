"""Guards that stand in the database itself, re-applied after every migration: triggers, policies and grants.

They hold against our own mistakes and against whoever reaches the database as the role that serves.
Source: decisions, Database; trust, S27.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, text

from backend.kernel.columns import metadata

APP = "countersign_app"
"""The PostgreSQL role that serves. It owns nothing: policies bind it, and it cannot switch a trigger off."""

WORKER = "countersign_worker"
"""The PostgreSQL role that sends deliveries: it sees those of every organisation, and nothing else at all."""

FIXED = {"entries": "the log is written once", "frameworks": "a published version never changes"}
"""Tables whose rows are never updated or deleted, with the reason the refusal gives."""


def apply_guards(connection: Connection) -> None:
    """Puts every guard in place, replacing what stands there. Run as the owner."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgres()
    for statement in statements:
        connection.execute(text(statement))


def standing_guards(connection: Connection) -> set[str]:
    """The names of the triggers that stand in the database now, from its catalogue."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(
            text(
                "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE NOT tgisinternal AND tgenabled = 'O' AND n.nspname = current_schema()"
            )
        )
    return {name for (name,) in found}


def wanted_guards(dialect: str) -> set[str]:
    """The names of the triggers that ought to stand."""
    actions = ["update", "delete"] + ["truncate"] * (dialect == "postgresql")
    fixed = {f"{table}_no_{action}" for table in FIXED for action in actions}
    own = {"contents_erase_only", "contents_no_delete", "heads_one_step", "heads_no_delete"}
    return fixed | own | ({"contents_no_truncate", "heads_no_truncate"} if dialect == "postgresql" else set())


def tenant_tables() -> Sequence[Table]:
    """Every table whose rows belong to one organisation."""
    return [table for table in metadata.sorted_tables if table.info.get("tenant")]


_ERASED = "NEW.words IS NULL AND NEW.nonce IS NULL AND OLD.org = NEW.org AND OLD.id = NEW.id AND OLD.part = NEW.part"
_STEP = "NEW.seq = OLD.seq + 1 AND NEW.org = OLD.org"


def _sqlite() -> list[str]:
    made = []
    for table, reason in FIXED.items():
        for action in ("update", "delete"):
            made += _sqlite_trigger(f"{table}_no_{action}", table, action, "", reason)
    made += _sqlite_trigger(
        "contents_erase_only", "contents", "update", f"WHEN NOT ({_ERASED})", "words are erased whole"
    )
    made += _sqlite_trigger("contents_no_delete", "contents", "delete", "", "words are erased, their rows stay")
    made += _sqlite_trigger(
        "heads_one_step", "heads", "update", f"WHEN NOT ({_STEP})", "the head moves one entry at a time"
    )
    made += _sqlite_trigger("heads_no_delete", "heads", "delete", "", "a log keeps its head")
    return made


def _sqlite_trigger(name: str, table: str, action: str, when: str, reason: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {action.upper()} ON {table} {when}"
        f" BEGIN SELECT RAISE(ABORT, '{table}: {reason}'); END",
    ]


_REFUSE = """
CREATE OR REPLACE FUNCTION countersign_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgres() -> list[str]:
    made = [_REFUSE]
    for table, reason in FIXED.items():
        made += _postgres_trigger(f"{table}_no_update", table, "UPDATE", "", reason)
        made += _postgres_trigger(f"{table}_no_delete", table, "DELETE", "", reason)
        made += _postgres_trigger(f"{table}_no_truncate", table, "TRUNCATE", "", reason)
    made += _postgres_trigger(
        "contents_erase_only", "contents", "UPDATE", f"WHEN (NOT ({_ERASED}))", "words are erased whole"
    )
    made += _postgres_trigger("contents_no_delete", "contents", "DELETE", "", "words are erased, their rows stay")
    made += _postgres_trigger("contents_no_truncate", "contents", "TRUNCATE", "", "words are erased, their rows stay")
    made += _postgres_trigger(
        "heads_one_step", "heads", "UPDATE", f"WHEN (NOT ({_STEP}))", "the head moves one entry at a time"
    )
    made += _postgres_trigger("heads_no_delete", "heads", "DELETE", "", "a log keeps its head")
    made += _postgres_trigger("heads_no_truncate", "heads", "TRUNCATE", "", "a log keeps its head")
    return made + _role(APP) + _role(WORKER) + _policies() + _grants() + _worker_grants()


def _postgres_trigger(name: str, table: str, action: str, when: str, reason: str) -> list[str]:
    each = "STATEMENT" if action == "TRUNCATE" else "ROW"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {action} ON {table} FOR EACH {each} {when}"
        f" EXECUTE FUNCTION countersign_refuse('{reason}')",
    ]


def _role(name: str) -> list[str]:
    return [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}')"
        f" THEN CREATE ROLE {name} LOGIN; END IF; END $$",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        # A temporary table of the same name would shadow a real one, without its guards.
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$",
    ]


def _policies() -> list[str]:
    made = []
    ours = "org = NULLIF(current_setting('app.org', true), '')::uuid"
    for table in tenant_tables():
        made += [
            f"ALTER TABLE {table.name} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS one_organisation ON {table.name}",
            f"CREATE POLICY one_organisation ON {table.name} USING ({ours}) WITH CHECK ({ours})",
        ]
        if whose := table.info.get("person"):
            # Beside the organisation's, not instead of it: permissive policies would let in whom either lets in.
            own = f"{whose} = NULLIF(current_setting('app.person', true), '')::uuid"
            made += [
                f"DROP POLICY IF EXISTS one_person ON {table.name}",
                f"CREATE POLICY one_person ON {table.name} AS RESTRICTIVE USING ({own}) WITH CHECK ({own})",
            ]
    return made


def _worker_grants() -> list[str]:
    made = [f"REVOKE ALL ON {table.name} FROM {WORKER}" for table in metadata.sorted_tables]
    for table in tenant_tables():
        if table.info.get("across"):
            made += [
                f"DROP POLICY IF EXISTS all_of_them ON {table.name}",
                f"CREATE POLICY all_of_them ON {table.name} TO {WORKER} USING (true) WITH CHECK (true)",
                f"GRANT SELECT, UPDATE ON {table.name} TO {WORKER}",
            ]
    return made


_DELETES = (
    "waits", "tries", "people_names", "notes", "reflections", "retirements", "framework_drafts", "logins", "uploads",
    "record_drafts", "board", "owed_spans", "board_totals", "push_targets", "deputies", "deliveries",
    "removals", "meetings", "calendar_feeds",
)  # fmt: skip
_ONCE = ("entries", "frameworks", "contents")


def _grants() -> list[str]:
    made = []
    for table in metadata.sorted_tables:
        rights = ["SELECT", "INSERT"]
        rights += ["UPDATE"] * (table.name not in _ONCE)
        rights += ["DELETE"] * (table.name in _DELETES)
        made += [f"REVOKE ALL ON {table.name} FROM {APP}", f"GRANT {', '.join(rights)} ON {table.name} TO {APP}"]
    return [*made, f"GRANT SELECT ON alembic_version TO {APP}"]

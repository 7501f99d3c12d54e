"""What makes the audit log append-only in the database itself, whoever writes the SQL.

A row may go when the log holds a clearing that covers it, and its details may be emptied when the log holds a
pseudonym of somebody it names; a clearing reaches nothing younger than 180 days by the database's own clock, or than 29
where it clears only sign-ins that their owners alone read. What the team does is never among those. A later migration
that rebuilds the table on SQLite must put these triggers up again.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SENTENCE = "The audit log is append-only."

COVERED = """
    EXISTS (
        SELECT 1 FROM people_auditentry clearing WHERE clearing.until > OLD.at AND (
            clearing.act = 'audit.purged' OR (clearing.act = 'audit.sign_ins_purged' AND OLD.act LIKE 'sign_in.%')
            OR (clearing.act = 'audit.own_sign_ins_purged' AND OLD.act LIKE 'sign_in.%' AND OLD.is_private)
        )
    )
"""
#: A day less than what the settings allow for these sign-ins, for the clocks of two machines differ.
DAYS = "(CASE WHEN NEW.act = 'audit.own_sign_ins_purged' THEN 29 ELSE 180 END)"
PSEUDONYM = """
    EXISTS (
        SELECT 1 FROM people_auditentry erasure WHERE erasure.act = 'audit.pseudonymised'
        AND erasure.at >= OLD.at AND erasure.person_id IN (OLD.person_id, OLD.actor_id)
    )
"""
SAME = (  # every column but the details
    "id",
    "at",
    "act",
    "about_type",
    "about_id",
    "program_id",
    "sign_in",
    "is_private",
    "until",
    "actor_id",
    "person_id",
)

SQLITE = [
    # INSERT OR REPLACE asks no DELETE trigger, so the row that is in its place is looked for here.
    f"""
    CREATE TRIGGER people_audit_insert BEFORE INSERT ON people_auditentry
    WHEN (NEW.until IS NOT NULL AND (
        NEW.until NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] *'
        OR julianday(NEW.until) IS NULL OR julianday('now') - julianday(NEW.until) < {DAYS}
    ))
    OR EXISTS (SELECT 1 FROM people_auditentry there WHERE there.id = NEW.id OR there.rowid = NEW.rowid)
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """,  # noqa: S608  (constants only)
    f"""
    CREATE TRIGGER people_audit_delete BEFORE DELETE ON people_auditentry WHEN NOT {COVERED}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """,
    f"""
    CREATE TRIGGER people_audit_update BEFORE UPDATE ON people_auditentry
    WHEN NOT (NEW.details = '{{}}' AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in SAME)} AND {PSEUDONYM})
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """,
]

POSTGRESQL = [
    f"""
    CREATE FUNCTION people_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.until IS NULL OR NEW.until <= now() - {DAYS} * interval '1 day' THEN RETURN NEW; END IF;
        ELSIF TG_OP = 'DELETE' THEN
            IF {COVERED} THEN RETURN OLD; END IF;
        ELSIF TG_OP = 'UPDATE' THEN
            IF NEW.details = '{{}}'::jsonb AND to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details' AND {PSEUDONYM}
            THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{SENTENCE}';
    END $$
    """,
    """
    CREATE TRIGGER people_audit_rows BEFORE INSERT OR UPDATE OR DELETE ON people_auditentry
    FOR EACH ROW EXECUTE FUNCTION people_audit_guard()
    """,
    """
    CREATE TRIGGER people_audit_all BEFORE TRUNCATE ON people_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION people_audit_guard()
    """,
]


def statements(vendor: str) -> list[str]:
    """What puts the triggers up in this kind of database."""
    return POSTGRESQL if vendor == "postgresql" else SQLITE


def removal(vendor: str) -> list[str]:
    """What takes them down: for a migration backwards, and for emptying the database of a test."""
    if vendor == "postgresql":
        names = ("people_audit_rows", "people_audit_all")
        return [f"DROP TRIGGER {name} ON people_auditentry" for name in names] + ["DROP FUNCTION people_audit_guard"]
    return [f"DROP TRIGGER people_audit_{name}" for name in ("insert", "delete", "update")]


def put_up(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: put the guard up."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def take_down(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration taken back: take the guard down."""
    for statement in removal(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)

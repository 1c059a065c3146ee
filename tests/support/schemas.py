"""A database's schema as PostgreSQL itself tells it, to compare models with migrations.

alembic's comparison passes over check and exclusion constraints, which carry our guarantees; this doesn't.
"""

from sqlalchemy import MetaData, create_engine, pool, text

from servicekit.store.migrating import migrate

COLUMNS = """
    SELECT concat_ws(
        ' ', attrelid::regclass, attname, format_type(atttypid, atttypmod),
        CASE WHEN attnotnull THEN 'NOT NULL' END,
        'identity', attidentity, 'generated', attgenerated, 'default ' || pg_get_expr(adbin, adrelid))
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND attrelid IN
        (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace)
"""
CONSTRAINTS = """
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"


def schema_of(url: str) -> set[str]:
    """Every column, constraint and index of the database at `url`, a line each, but for alembic's own."""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        lines = [
            row[0] for query in (COLUMNS, CONSTRAINTS, INDEXES) for row in connection.execute(text(query))
        ]
    engine.dispose()
    return {line for line in lines if "alembic_version" not in line}


def migrated_and_modelled(new_database, service: str, metadata: MetaData, extensions: tuple[str, ...] = ()):
    """Two schemas: from the migrations of `service`, and from its models; equal when they agree.

    `extensions` are PostgreSQL extensions that the models lean on.
    """
    migrated, modelled = new_database(service), new_database(service)
    migrate(service, migrated)
    engine = create_engine(modelled, poolclass=pool.NullPool)
    with engine.begin() as connection:
        for name in extensions:
            connection.execute(text(f"CREATE EXTENSION {name}"))
        metadata.create_all(connection)
    engine.dispose()
    return schema_of(migrated), schema_of(modelled)

"""A directory of any size, made in SQL: names of syllables, some far more common than others."""

from sqlalchemy import Connection, text

LAST_NAMES, FIRST_NAMES = 100_000, 3_000
COUNTIES = ("Mariposa", "Merced", "Monterey", "San Benito", "Santa Cruz")

SYLLABLES = (
    "gar ci a lo pez ra mi rez va ng xio dri guez her nan dez mar ti nez go nza les san chez per tor res ngu "
    "yen fer ri ve o bri en smi th son kim le pa tel kau sin gh del cru z mai tou li ber"
).split()

NAMES = """
    CREATE TEMP TABLE syllables AS
    SELECT * FROM unnest(CAST(:syllables AS text[])) WITH ORDINALITY AS s (syllable, place);
    CREATE TEMP TABLE made AS
    SELECT n AS rank, initcap(string_agg(syllable, '' ORDER BY part)) AS name
    FROM generate_series(1, :most) AS n
    CROSS JOIN generate_series(1, 4) AS part
    JOIN syllables ON place = 1 + abs(hashint8(n * 7919 + part * 104729)) % :count
    WHERE part <= 2 + n % 3
    GROUP BY n;
    CREATE INDEX ON made (rank);
    ANALYZE made;
"""
# A third power makes the first names of the list common and the last ones rare, as names are.
PEOPLE = """
    INSERT INTO groups (id, name, kind, source, source_ref, created_at, changed_at)
    SELECT md5('g' || n)::uuid, 'Group ' || n, 'group', 'bench', 'g' || n, now(), now()
    FROM generate_series(0, :size / 50) AS n;
    INSERT INTO addresses (id, group_id, use, name, line1, city, state, zip_code, county, source, source_ref,
        created_at, changed_at)
    SELECT md5('a' || n)::uuid, md5('g' || n / 5)::uuid, 'practice', 'Clinic ' || n, n || ' Main Street',
        m.name, 'CA', (90001 + abs(hashint4(n)) % 400)::text,
        (CAST(:counties AS text[]))[1 + abs(hashint4(n)) % 5], 'bench', 'a' || n, now(), now()
    FROM generate_series(0, :size / 10) AS n
    JOIN made m ON m.rank = 1 + abs(hashint4(n)) % 80;
    INSERT INTO practitioners (id, npi, first_name, last_name, gender, source, created_at, changed_at)
    SELECT md5('p' || n)::uuid, (1000000000 + n)::text, f.name, l.name,
        CASE WHEN hashint4(n) % 2 = 0 THEN 'female' ELSE 'male' END, 'bench', now(), now()
    FROM generate_series(1, :size) AS n
    JOIN made f ON f.rank = 1 + CAST(floor(:firsts * power(abs(hashint4(n)) / 2147483649.0, 3)) AS bigint)
    JOIN made l ON l.rank = 1 + CAST(floor(:lasts * power(abs(hashint4(-n)) / 2147483649.0, 3)) AS bigint);
    INSERT INTO panels (practitioner_id, line, panel_size)
    SELECT md5('p' || n)::uuid, 'medi_cal', CASE WHEN n % 3 = 0 THEN 2000 END
    FROM generate_series(1, :size) AS n;
    INSERT INTO listings (practitioner_id, line, practice_no, address_id, pcp_eligible, accepting,
        last_key, first_key, gender, county, city_key, zip_code)
    SELECT p.id, 'medi_cal', 0, a.id, n % 5 < 2, CASE WHEN n % 7 = 0 THEN 'closed' ELSE 'open' END,
        folded_name(p.last_name), folded_name(p.first_name), p.gender, a.county,
        folded_name(a.city), a.zip_code
    FROM generate_series(1, :size) AS n
    JOIN practitioners p ON p.id = md5('p' || n)::uuid
    JOIN addresses a ON a.id = md5('a' || n / 10)::uuid;
    INSERT INTO search_words (kind, key, spoken)
    SELECT 'last', folded_name(last_name), min(spoken_name(last_name)) FROM practitioners GROUP BY 2
    UNION ALL
    SELECT 'first', folded_name(first_name), min(spoken_name(first_name)) FROM practitioners GROUP BY 2
    UNION ALL
    SELECT 'city', folded_name(city), min(spoken_name(city)) FROM addresses GROUP BY 2;
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename IN ('listings', 'search_words') AND indexname LIKE 'ix_%' ORDER BY 1
"""


def fill(connection: Connection, size: int) -> list[str]:
    """Fill an empty migrated database with `size` doctors but not the search's indexes; returns how to make
    those."""
    indexes = connection.execute(text(INDEXES)).all()
    for name, _ in indexes:
        connection.execute(text(f"DROP INDEX {name}"))
    connection.execute(text(NAMES), {"most": LAST_NAMES, "syllables": SYLLABLES, "count": len(SYLLABLES)})
    given = {"size": size, "firsts": FIRST_NAMES, "lasts": LAST_NAMES, "counties": list(COUNTIES)}
    connection.execute(text(PEOPLE), given)
    return [made for _, made in indexes]

"""The table of users beside many invitations: what a page shows, and what it costs (R048)."""

import pytest

from contracts.provider_directory.users import UserSearch
from provider_directory.operations import user_pages
from provider_directory.operations.users import list_users
from provider_directory.rules.people import PURPOSE, Person


def table(work, **asked):
    return list_users(work, **UserSearch().load(asked))


def names(page):
    return [f"{one['first_name']} {one['last_name']}" for one in page["users"]]


@pytest.fixture
def crowd(kit, run_sql):
    """`crowd(office, 300)`: so many open invitations, Q0 Crowd the oldest; every hundredth is to an
    administrator."""

    def invite(office, count):
        [[batch_id]] = run_sql(
            """INSERT INTO invitation_batches (billing_provider_id, created_by, created_at, total)
               VALUES (:id, gen_random_uuid(), now(), :count) RETURNING id""",
            id=office.id, count=count,
        )  # fmt: skip
        sealed = [
            kit.sealer.seal(PURPOSE, Person(f"Q{n}", "Crowd", f"q{n}@example.org").to_bytes())
            for n in range(count)
        ]
        run_sql(
            """INSERT INTO invitations (batch_id, row, billing_provider_id, person_sealed, email_key, role,
                                        state, created_at, changed_at)
               SELECT :batch_id, n - 1, :id, sealed, sha256(sealed::bytea),
                      CASE WHEN n % 100 = 1 THEN 'administrator' ELSE 'user' END, 'staged', now(), now()
               FROM unnest(CAST(:sealed AS text[])) WITH ORDINALITY AS new (sealed, n) ORDER BY n""",
            batch_id=batch_id, id=office.id, sealed=sealed,
        )  # fmt: skip

    return invite


@pytest.fixture
def pages():
    """`pages(work, limit=100)`: every page of the table, one after the other."""

    def turn(work, **asked):
        found, after = [], None
        while not found or after:
            found.append(table(work, **asked, after=after))
            after = found[-1]["next"]
        return found

    return turn


def test_a_few_invitations_stand_in_order_among_the_people(office, crowd):
    office.add("Zoe", "Zuniga")
    crowd(office, user_pages.SORTED)
    shown = names(table(office.work, limit=200)) + ["..."]
    assert shown[:2] == ["Ada Admin", "Q0 Crowd"] and "Zoe Zuniga" not in shown


def test_many_invitations_follow_the_people_the_newest_first(office, crowd, pages):
    office.add("Zoe", "Zuniga")
    crowd(office, user_pages.SORTED + 1)
    newest_first = [f"Q{n} Crowd" for n in reversed(range(user_pages.SORTED + 1))]
    for limit in (2, 7, 200):
        found = pages(office.work, limit=limit)
        assert all(len(page["users"]) == limit for page in found[:-1])
        shown = [name for page in found for name in names(page)]
        assert shown == ["Ada Admin", "Zoe Zuniga", *newest_first]
    downwards = names(table(office.work, direction="down", limit=3))
    assert downwards == ["Zoe Zuniga", "Ada Admin", newest_first[0]]


def test_a_page_beside_many_invitations_makes_as_many_statements_and_reads_no_more_rows(
    office, open_office, crowd, statements, rows_read
):
    other = open_office()
    crowd(office, user_pages.SORTED + 1)
    crowd(other, 4 * user_pages.SORTED)
    few, many = (lambda one=one: table(one.work, limit=2) for one in (office, other))
    few()  # the first connection asks the server's version
    assert len(statements(few)) == len(statements(many))
    assert rows_read(few) == rows_read(many)


def test_the_filter_looks_through_all_invitations_a_stretch_a_page(office, crowd, pages):
    crowd(office, 2 * user_pages.SEARCHED + 1)
    found = pages(office.work, text="q0 crowd")
    assert [names(page) for page in found] == [[], [], ["Q0 Crowd"]]
    shown = [name for page in pages(office.work, role="administrator", limit=4) for name in names(page)]
    oldest_last = range(2 * user_pages.SEARCHED, -1, -100)
    assert shown == ["Ada Admin", *(f"Q{n} Crowd" for n in oldest_last)]
    invited = pages(office.work, status="invited", limit=200)
    assert sum(len(page["users"]) for page in invited) == 2 * user_pages.SEARCHED + 1
    assert names(table(office.work, status="active")) == ["Ada Admin"]


def test_an_invitation_that_comes_between_two_pages_moves_no_other(office, crowd, invite):
    crowd(office, user_pages.SORTED + 1)
    first = table(office.work, limit=3)
    invite(office.work, "eve@example.org", "Eve", "Vang")
    assert names(table(office.work, limit=1, after=first["next"])) == [f"Q{user_pages.SORTED - 2} Crowd"]

"""Searching for a doctor (R120–R128) on the real database."""

import pytest
from sqlalchemy import text

from contracts.errors import InvalidInput

PEOPLE = [
    {"first_name": "Ana", "last_name": "García"},
    {
        "first_name": "José",
        "last_name": "García-López",
        "gender": "male",
        "city": "Salinas",
        "county": "Monterey",
    },
    {"first_name": "Zoë", "last_name": "O'Brien", "city": "Santa Cruz", "county": "Santa Cruz"},
    {"first_name": "Tou", "last_name": "Vang", "gender": "male", "zip_code": "95341"},
    {"first_name": "Y", "last_name": "O"},
    {"first_name": "Mai", "last_name": "Gonzalez"},
]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ({"last_name": "garcia"}, ["Ana García", "José García-López"]),
        ({"last_name": "GARCÍA"}, ["Ana García", "José García-López"]),
        ({"last_name": "Garci\u0301a lopez"}, ["José García-López"]),
        ({"last_name": "garcialopez"}, ["José García-López"]),
        ({"last_name": "opez"}, ["José García-López"]),
        ({"last_name": "obrien"}, ["Zoë O'Brien"]),
        ({"last_name": "o’brien"}, ["Zoë O'Brien"]),
        ({"first_name": "jose"}, ["José García-López"]),
        ({"first_name": "ZOE", "city": "santa"}, ["Zoë O'Brien"]),
        ({"first_name": "y", "last_name": "o"}, ["Y O"]),
        ({"gender": "male"}, ["José García-López", "Tou Vang"]),
        ({"county": "Monterey"}, ["José García-López"]),
        ({"city": "SALINAS"}, ["José García-López"]),
        ({"zip_code": "95341"}, ["Tou Vang"]),
        ({"last_name": "garcia", "gender": "female"}, ["Ana García"]),
        ({"last_name": "garcia", "county": "Santa Cruz"}, []),
        ({}, ["Ana García", "José García-López", "Mai Gonzalez", "Y O", "Zoë O'Brien", "Tou Vang"]),
    ],
)
def test_every_criterion_narrows_and_case_accents_and_hyphens_do_not_matter(listed, names, criteria, found):
    listed(*PEOPLE)
    assert names(**criteria) == found


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ({"last_name": "gonsales"}, ["Mai Gonzalez"]),
        ({"last_name": "gonzlez"}, ["Mai Gonzalez"]),
        ({"last_name": "vagn"}, ["Tou Vang"]),
        ({"last_name": "garzia"}, ["Ana García", "José García-López"]),
        ({"first_name": "hose"}, ["José García-López"]),
        ({"first_name": "toe", "last_name": "vang"}, ["Tou Vang"]),
        ({"last_name": "xyzzy"}, []),
    ],
)
def test_a_misspelt_name_is_found_all_the_same(listed, names, criteria, found):
    listed(*PEOPLE)
    assert names(**criteria) == found


def test_who_matches_as_typed_comes_before_who_nearly_does(listed, names):
    listed({"last_name": "Gonzales"}, {"last_name": "Gonzalez"}, {"last_name": "Gonzalezes"})
    assert names(last_name="gonzalez") == ["Ana Gonzalez", "Ana Gonzalezes", "Ana Gonzales"]


@pytest.mark.parametrize("typed", ["%", "_", "%%", "g%a", "Garc_a", "\\", "\\%", "'", "-", "garcia%"])
def test_percent_and_underscore_are_letters_like_others(listed, names, typed):
    listed(*PEOPLE)
    assert names(last_name=typed) == []
    assert names(city=typed) == []


def test_an_odd_name_is_found_by_its_odd_letter(listed, names):
    listed({"last_name": "Per%cent"}, {"last_name": "Under_score"}, {"last_name": "Back\\slash"})
    assert names(last_name="r%c") == ["Ana Per%cent"]
    assert names(last_name="r_s") == ["Ana Under_score"]
    assert names(last_name="k\\s") == ["Ana Back\\slash"]


def test_only_the_line_and_only_primary_care_unless_asked(listed, names):
    listed(
        {"last_name": "Home", "line": "ihss"},
        {"last_name": "Heart", "pcp_eligible": False},
        {"last_name": "Here"},
    )
    assert names(last_name="h") == ["Ana Here"]
    assert names(last_name="h", line="ihss") == ["Ana Home"]
    assert names(last_name="h", pcp_only=False) == ["Ana Heart", "Ana Here"]


def test_every_doctor_is_on_exactly_one_page_and_the_order_is_stable(listed, search):
    listed(*({"last_name": f"Gonzale{'sz'[n % 2]}", "first_name": f"A{n % 3}"} for n in range(25)))
    pages, after = [], None
    while True:
        answer = search(last_name="gonzalez", limit=4, after=after)
        pages.append([found["provider_id"] for found in answer["providers"]])
        if (after := answer["next"]) is None:
            break
    seen = [key for page in pages for key in page]
    assert [len(page) for page in pages] == [4, 4, 4, 4, 4, 4, 1]
    assert len(set(seen)) == 25
    whole = search(last_name="gonzalez", limit=50)
    assert [found["provider_id"] for found in whole["providers"]] == seen and whole["next"] is None


def test_a_doctor_added_between_two_pages_moves_nobody(listed, search):
    listed(*({"last_name": f"Vang{letter}"} for letter in "bdfh"))
    first = search(last_name="vang", limit=2)
    listed({"first_name": "New", "last_name": "Vanga"}, {"first_name": "New", "last_name": "Vange"})
    second = search(last_name="vang", limit=10, after=first["next"])
    names = [found["last_name"] for found in (*first["providers"], *second["providers"])]
    assert names == ["Vangb", "Vangd", "Vange", "Vangf", "Vangh"]


def test_a_full_last_page_has_no_next(listed, search):
    listed(*({"last_name": f"Vang{letter}"} for letter in "ab"))
    assert search(last_name="vang", limit=2)["next"] is None


@pytest.mark.parametrize("after", ["x", "W10", "!!!!", "WzAsMSwyLDNd"])
def test_a_cursor_that_is_none_is_refused(search, after):
    with pytest.raises(InvalidInput):
        search(last_name="vang", after=after)


@pytest.mark.parametrize(
    ("terms", "asked", "reason"),
    [
        ({}, {}, None),
        ({"accepting": "closed"}, {}, "closed"),
        ({"accepting": "existing"}, {}, "existing_only"),
        ({"age_to": 17}, {"age": 18}, "age"),
        ({"age_to": 17}, {"age": 17}, None),
        ({"age_from": 65}, {"age": 64}, "age"),
        ({"sex": "female"}, {"sex": "male"}, "sex"),
        ({"sex": "female"}, {"sex": "unknown"}, None),
        ({"panel_size": 0}, {}, "panel_full"),
    ],
)
def test_who_can_not_be_chosen_is_shown_with_the_reason(listed, search, terms, asked, reason):
    listed(terms)
    [found] = search(last_name="vang", **asked)["providers"]
    assert (found["available"], found["reason"]) == (reason is None, reason)


def test_an_existing_patient_may_choose_who_takes_only_those(listed, search):
    [known, other] = listed({"accepting": "existing"}, {"accepting": "existing"})
    found = search(last_name="vang", known_provider_ids=[known])["providers"]
    assert {one["provider_id"]: one["available"] for one in found} == {known: True, other: False}


def test_a_part_that_very_many_last_names_hold_is_paged_through_completely(listed, search):
    """More words than are looked up at once, with everybody in the last of them too."""
    doctors = [{"last_name": f"Vang{number:04}", "gender": "male"} for number in range(450)]
    doctors[3]["gender"] = doctors[440]["gender"] = doctors[449]["gender"] = "female"
    ids = listed(*doctors)
    seen, after = [], None
    while True:
        answer = search(last_name="ang0", limit=50, after=after)
        seen += [found["provider_id"] for found in answer["providers"]]
        if (after := answer["next"]) is None:
            break
    assert seen == ids
    women = search(last_name="ang0", gender="female")["providers"]
    assert [found["provider_id"] for found in women] == [ids[3], ids[440], ids[449]]


def test_of_two_practices_the_one_that_was_asked_for_is_shown(listed, kit, search):
    [doctor] = listed({"city": "Merced"})
    listed({"last_name": "Other", "city": "Salinas"})
    with kit.database.transaction() as tx:
        tx.session.execute(
            text(
                """INSERT INTO listings SELECT practitioner_id, line, 1, o.address_id, true, 'closed',
                       NULL, NULL, NULL, l.last_key, l.first_key, l.gender, NULL, 'salinas', '93901'
                   FROM listings l, (SELECT address_id FROM listings WHERE city_key = 'salinas') o
                   WHERE practitioner_id = :doctor"""
            ),
            {"doctor": doctor},
        )
    [either] = search(last_name="vang")["providers"]
    [there] = search(last_name="vang", city="salinas")["providers"]
    assert (either["practice"]["city"], either["available"]) == ("Merced", True)
    assert (there["practice"]["city"], there["reason"]) == ("Salinas", "closed")

"""The invented crowd."""

from datetime import date

from member.rules.demo_crowd import crowd

TODAY = date(2026, 11, 22)


def test_it_is_the_same_whenever_it_is_made_and_longer_ones_begin_alike():
    assert list(crowd(50)) == list(crowd(2000))[:50]


def test_nobody_comes_twice():
    people = list(crowd(2000))
    assert len({person.card_id for person in people}) == 2000
    assert len({(p.first_name, p.last_name, p.date_of_birth) for p in people}) == 2000


def test_everybody_looks_invented():
    for person in crowd(2000):
        assert person.email.endswith("@example.org") and "-555-01" in person.cell_phone
        assert person.date_of_birth <= TODAY


def test_the_awkward_are_among_them():
    people = list(crowd(200))
    assert {len(p.first_name) for p in people} >= {1}
    assert any("-" in p.first_name for p in people) and any("ë" in p.first_name for p in people)
    spans = [p.coverage(TODAY) for p in people]
    assert any(len({span.line for span in covered}) == 2 for covered in spans)
    assert any(all(span.ends_on and span.ends_on < TODAY for span in covered) for covered in spans)
    assert any(all(span.starts_on > TODAY for span in covered) for covered in spans)


def test_all_five_counties_and_both_sexes_are_there():
    people = list(crowd(100))
    assert len({p.county for p in people}) == 5 and {p.sex for p in people} == {"female", "male"}

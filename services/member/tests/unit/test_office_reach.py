"""How far an office's permission for rosters reaches."""

import uuid

import pytest

from member.rules.office_access import Reach, reach

ANA, BEN, SITE = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4())


def grant(feature="report_rosters", provider=None, site=None):
    return {"feature": feature, "provider_scope": provider, "site_scope": site}


@pytest.mark.parametrize(
    ("role", "grants", "expected"),
    [
        ("administrator", [], Reach(everyone=True)),
        ("user", [], Reach()),
        ("user", [grant("claims")], Reach()),
        ("user", [grant()], Reach(everyone=True)),
        ("user", [grant(provider=ANA)], Reach(practitioners=frozenset({uuid.UUID(ANA)}))),
        (
            "user",
            [grant(provider=ANA), grant(provider=BEN)],
            Reach(practitioners=frozenset({uuid.UUID(ANA), uuid.UUID(BEN)})),
        ),
        ("user", [grant(provider=ANA), grant()], Reach(everyone=True)),
        ("user", [grant(site=SITE)], Reach()),
        ("user", [grant(provider=ANA, site=SITE)], Reach()),
        ("user", [grant(site=SITE), grant(provider=BEN)], Reach(practitioners=frozenset({uuid.UUID(BEN)}))),
    ],
)
def test_a_permission_reaches_whom_it_names(role, grants, expected):
    assert reach(role, grants, "report_rosters") == expected
    assert bool(expected) == (expected != Reach())

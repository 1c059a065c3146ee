"""What a person may do, and how two moments of it differ (R050, R184–R187)."""

import json
from uuid import UUID

from provider_directory.rules.grants import Access, Grant, differences, features, needed

ANA, BEN, MERCED = (UUID(int=number) for number in (1, 2, 3))
CLAIMS, CLAIMS_OF_ANA = Grant("claims"), Grant("claims", ANA)
AT_MERCED = Grant("claims", ANA, MERCED)
EVERYTHING = ("claims", "eligibility", "manage_users")


def test_a_wide_grant_covers_the_narrow_ones_of_its_feature_alone():
    assert CLAIMS.covers(CLAIMS_OF_ANA) and CLAIMS_OF_ANA.covers(AT_MERCED)
    assert not CLAIMS_OF_ANA.covers(CLAIMS)
    assert not CLAIMS_OF_ANA.covers(Grant("claims", BEN))
    assert not Grant("claims", None, MERCED).covers(CLAIMS_OF_ANA)
    assert not CLAIMS.covers(Grant("eligibility", ANA))


def test_what_another_grant_covers_is_not_kept():
    given = [AT_MERCED, CLAIMS_OF_ANA, CLAIMS_OF_ANA, Grant("eligibility")]
    assert needed("user", given) == (CLAIMS_OF_ANA, Grant("eligibility"))


def test_who_has_everything_anyway_keeps_no_grants():
    assert needed("administrator", [CLAIMS]) == ()
    assert needed("user", [CLAIMS], all_features=True) == ()


def test_a_change_says_what_came_and_what_went():
    before = Access("user", "active", (CLAIMS, Grant("eligibility")))
    after = Access("user", "active", (CLAIMS_OF_ANA, Grant("eligibility")))
    assert differences(before, after) == {"added": [CLAIMS_OF_ANA], "removed": [CLAIMS]}
    assert differences(None, after)["added"] == [CLAIMS_OF_ANA, Grant("eligibility")]


def test_access_is_the_same_after_it_was_kept_as_json():
    access = Access("user", "revoked", (AT_MERCED, Grant("eligibility")), all_features=False)
    assert Access.from_json(json.loads(json.dumps(access.to_json()))) == access


def test_features_are_those_of_which_anything_is_granted():
    assert features(Access("user", "active", (AT_MERCED,)), EVERYTHING) == ["claims"]
    assert features(Access("administrator", "active"), EVERYTHING) == sorted(EVERYTHING)
    assert features(Access("user", "active", all_features=True), EVERYTHING) == ["claims", "eligibility"]

import time
import uuid
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from contracts.errors import Forbidden, Unauthenticated, Unavailable
from contracts.identity.errors import ContextEnded, MustResetPassword, SecondFactorRequired, SessionEnded
from contracts.procedures import ANYONE, SIGNED_IN, SUPPORT, Procedure, by_service
from servicekit.tokens import ISSUER, AccessTokens, Revocations
from servicekit.viewer import Viewer, admit

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
NOBODY = Viewer(caller="gateway")
MEMBER = Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset({"member"}))
STAFF = Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset({"staff", SUPPORT}))
RESET = Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset({"member"}), must_reset=True)
DUE = Viewer(caller="gateway", account_id=uuid.uuid4(), roles=frozenset({SUPPORT}), second_factor_due=True)
PEER = Viewer(caller="member")


def procedure(*allow, **even_if):
    return Procedure("specimen", "get_thing", frozenset(allow), **even_if)


@pytest.mark.parametrize(
    ("viewer", "allow", "refusal"),
    [
        (NOBODY, [ANYONE], None),
        (RESET, [ANYONE], None),
        (NOBODY, [SIGNED_IN], Unauthenticated),
        (MEMBER, [SIGNED_IN], None),
        (RESET, [SIGNED_IN], MustResetPassword),
        (DUE, [ANYONE], None),
        (DUE, [SIGNED_IN], SecondFactorRequired),
        (DUE, [SUPPORT], SecondFactorRequired),
        (replace(DUE, must_reset=True), [SIGNED_IN], SecondFactorRequired),
        (MEMBER, [SUPPORT], Forbidden),
        (STAFF, [SUPPORT], None),
        (NOBODY, [SUPPORT], Unauthenticated),
        (PEER, [by_service("member")], None),
        (NOBODY, [by_service("member")], Forbidden),
        (MEMBER, [by_service("member")], Forbidden),
        (PEER, [by_service("identity"), SUPPORT], Unauthenticated),
    ],
)
def test_who_is_let_in(viewer, allow, refusal):
    if refusal is None:
        admit(viewer, procedure(*allow))
    else:
        with pytest.raises(refusal):
            admit(viewer, procedure(*allow))


def test_who_must_reset_reaches_what_resetting_needs():
    admit(RESET, procedure(SIGNED_IN, even_if_must_reset=True))


def test_who_owes_the_second_factor_reaches_what_giving_it_needs():
    admit(DUE, procedure(SIGNED_IN, even_if_second_factor_due=True))


def token(key=KEY, kid="k1", **changes):
    claims = {
        "iss": ISSUER,
        "sub": str(uuid.uuid4()),
        "sid": str(uuid.uuid4()),
        "kind": "member",
        "roles": [],
        "exp": time.time() + 60,
        **changes,
    }
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, key, "EdDSA", headers={"kid": kid})


@pytest.fixture
def tokens():
    revocations = Revocations()
    revocations.loaded()
    return AccessTokens({"k1": PUBLIC}, revocations)


def test_a_good_token_names_its_viewer(tokens):
    account, member = uuid.uuid4(), uuid.uuid4()
    viewer = tokens.viewer(token(sub=str(account), mk=str(member), roles=["support"]), "gateway")
    assert (viewer.account_id, viewer.person_key, viewer.caller) == (account, member, "gateway")
    assert viewer.roles == {"member", "support"}


def test_no_token_is_nobody(tokens):
    assert not tokens.viewer(None, "gateway").signed_in


@pytest.mark.parametrize(
    "forged",
    [
        token(Ed25519PrivateKey.generate()),
        token(kid="k9"),
        token(exp=time.time() - 1),
        token(iss="stranger"),
        token(exp=None),
        token(sub=None),
        token(sid="not-a-uuid"),
        jwt.encode({"iss": ISSUER, "sub": "x", "sid": "y", "exp": 9e9}, None, "none", headers={"kid": "k1"}),
        jwt.encode(
            {"iss": ISSUER, "sub": "x", "sid": "y", "exp": 9e9}, "s" * 32, "HS256", headers={"kid": "k1"}
        ),
        "nonsense",
        "a.b.c",
    ],
)
def test_a_token_we_did_not_make_is_refused(tokens, forged):
    with pytest.raises(SessionEnded):
        tokens.viewer(forged, "gateway")


def test_a_token_seen_before_is_refused_when_its_time_is_over(tokens, monkeypatch):
    good = token()
    tokens.viewer(good, "gateway")
    monkeypatch.setattr("servicekit.tokens.time.time", lambda: time.time_ns() / 1e9 + 61)
    monkeypatch.setattr("jwt.api_jwt.datetime", _later_by(61))
    with pytest.raises(SessionEnded):
        tokens.viewer(good, "gateway")


def _later_by(seconds):
    from datetime import datetime, timedelta

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(seconds=seconds)

    return Later


def test_a_revoked_session_is_refused_even_when_it_was_seen_before(tokens):
    sid = str(uuid.uuid4())
    good = token(sid=sid)
    tokens.viewer(good, "gateway")
    tokens.revocations.add([sid])
    with pytest.raises(SessionEnded):
        tokens.viewer(good, "gateway")


def test_a_token_says_what_is_due_and_in_which_context(tokens):
    context = uuid.uuid4()
    viewer = tokens.viewer(token(sf=True, ctx=str(context)), "gateway")
    assert (viewer.second_factor_due, viewer.context_id) == (True, context)
    plain = tokens.viewer(token(sf=False), "gateway")
    assert (plain.second_factor_due, plain.context_id) == (False, None)


def test_a_token_whose_context_is_no_id_is_refused(tokens):
    with pytest.raises(SessionEnded):
        tokens.viewer(token(ctx="all"), "gateway")


def test_an_ended_context_is_refused_even_when_it_was_seen_before_and_others_are_not(tokens):
    sid, context = str(uuid.uuid4()), str(uuid.uuid4())
    inside, outside = token(sid=sid, ctx=context), token(sid=sid)
    tokens.viewer(inside, "gateway")
    tokens.revocations.add([context])
    with pytest.raises(ContextEnded):
        tokens.viewer(inside, "gateway")
    assert tokens.viewer(outside, "gateway").signed_in


def test_a_session_that_ended_is_told_before_its_context(tokens):
    sid, context = str(uuid.uuid4()), str(uuid.uuid4())
    tokens.revocations.add([sid, context])
    with pytest.raises(SessionEnded):
        tokens.viewer(token(sid=sid, ctx=context), "gateway")


def test_no_token_is_honoured_while_revocations_are_unknown(tokens):
    tokens.revocations.forget()
    with pytest.raises(Unavailable):
        tokens.viewer(token(), "gateway", wait=0.01)


def test_a_remembered_token_keeps_each_caller_apart(tokens):
    good = token()
    assert tokens.viewer(good, "gateway").caller == "gateway"
    assert tokens.viewer(good, "claims").caller == "claims"

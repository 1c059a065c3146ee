import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicekit.seal import SealBroken, Sealer

OLD, NEW = b"o" * 32, b"n" * 32
sealer = Sealer({"k1": NEW})


@given(st.binary(max_size=200))
def test_what_was_sealed_opens_again(data):
    assert sealer.unseal("mail", sealer.seal("mail", data)) == data


def test_the_same_text_never_looks_the_same():
    assert sealer.seal("mail", b"x") != sealer.seal("mail", b"x")


def test_a_seal_opens_for_its_own_purpose_only():
    with pytest.raises(SealBroken):
        sealer.unseal("other", sealer.seal("mail", b"x"))


@pytest.mark.parametrize("token", ["", "k1.", "k1.AAAA", "k9.AAAA", "k1", "k1.é", "k1.!!!!"])
def test_what_we_did_not_seal_does_not_open(token):
    with pytest.raises(SealBroken):
        sealer.unseal("mail", token)


def test_any_changed_byte_breaks_the_seal():
    token = sealer.seal("mail", b"hello")
    for at in range(3, len(token)):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        if changed != token:
            with pytest.raises(SealBroken):
                sealer.unseal("mail", changed)


def test_keys_rotate_without_losing_what_the_old_one_sealed():
    before = Sealer({"k0": OLD}).seal("mail", b"x")
    after = Sealer({"k1": NEW, "k0": OLD})
    assert after.unseal("mail", before) == b"x"
    assert after.seal("mail", b"x").startswith("k1.")


def test_keys_are_parsed_with_the_current_one_first():
    text = (
        "k2:"
        + "bm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm5ubm4"
        + ",k0:"
        + "b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28"
    )
    parsed = Sealer.parse(text)
    assert parsed.seal("a", b"x").startswith("k2.")
    assert parsed.unseal("a", Sealer({"k0": OLD}).seal("a", b"y")) == b"y"


def test_a_fingerprint_tells_bodies_apart_and_needs_the_key():
    assert sealer.fingerprint(b"a") == sealer.fingerprint(b"a")
    assert sealer.fingerprint(b"a") != sealer.fingerprint(b"b")
    assert sealer.fingerprint(b"a") != Sealer({"k1": OLD}).fingerprint(b"a")

"""Association through both services: identity counts the tries, the directory compares (R015, R037)."""

import json
import os
import subprocess
import sys
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from contracts.errors import ContractError
from contracts.identity import rpc as identity
from contracts.provider_directory import rpc
from servicekit.viewer import Client
from support.journey import Api

GUESSES = 60


@pytest.fixture
def letter(suite, doctors, tmp_path):
    """`letter()`: what step 1 asks for, of a Provider ID of this test's own."""
    done = subprocess.run(
        [sys.executable, "-m", "provider_directory", "demo-providers"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    doctor = json.loads(done.stdout.splitlines()[0])
    number = f"E2E{uuid.uuid4().int % 10**9:09}"
    list_ = tmp_path / "offices.csv"
    list_.write_text(
        "provider_id,type,tax_id,name,npi,remittance_line1,remittance_city,remittance_state,remittance_zip_code\n"
        f"{number},practitioner,00-0000777,Ana,{doctor['npi']},PO Box 7,Boston,MA,02101\n"
    )
    subprocess.run(
        [sys.executable, "-m", "provider_directory", "load-billing-providers", list_.name],
        cwd=tmp_path, env={**os.environ, **suite.env}, capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    return lambda **changes: {
        "type": "practitioner", "first_name": "ana maria", "last_name": doctor["last_name"].upper(),
        "tax_id": "000000777", "provider_id": number.lower(), "zip_code": "2101",
    } | changes  # fmt: skip


@pytest.fixture
def as_office_staff(suite):
    """`as_office_staff(claims)`: an access token that says that its owner is of an office."""

    def token(claims):
        key = suite.env["IDENTITY_SIGNING_KEY"]
        whole = claims | {"kind": "provider", "roles": []}
        return jwt.encode(whole, key, algorithm="EdDSA", headers={"kid": "k1"})

    return token


@pytest.fixture
def claims(suite, owner):
    """What the access token of a running session says."""
    tokens = Api(suite.gateway_url).log_in(owner.username, owner.password).json()
    return jwt.decode(tokens["access_token"], options={"verify_signature": False})


def test_of_many_guesses_at_once_five_are_looked_at_and_the_account_is_held(
    suite, letter, claims, as_office_staff, client_for
):
    client, begin = client_for(suite.env, max_in_flight=GUESSES), threading.Barrier(GUESSES)
    token = as_office_staff(claims | {"sub": str(uuid.uuid4())})

    def guess(_, **changes):
        form = letter(**changes or {"zip_code": "99999"})
        try:
            client.call(rpc.match_billing_provider, form, token=token, client=Client(address="192.0.2.60"))
        except ContractError as refused:
            return refused.code
        return "ok"

    def race(n):
        begin.wait()
        return guess(n)

    with ThreadPoolExecutor(GUESSES) as pool:
        outcomes = Counter(pool.map(race, range(GUESSES)))
    assert outcomes["provider_directory.provider_not_matched"] == 5
    assert outcomes["ok"] == 0
    assert guess(0, zip_code="02101-0007") == "provider_directory.association_held"


def test_from_the_letter_to_the_home_page(suite, letter, claims, as_office_staff, owner, client_for):
    client = client_for(suite.env)
    token = as_office_staff(claims)
    matched = client.call(rpc.match_billing_provider, letter(), token=token)
    finish = {"match_token": matched["match_token"], "agreement_version": matched["agreement"]["version"]}
    link = client.call(rpc.create_link, finish, token=token, idempotency_key=str(uuid.uuid4()))
    chosen = {"context_id": link["context_id"]}
    tokens = client.call(identity.change_context, chosen, token=token, idempotency_key=str(uuid.uuid4()))
    there = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    home = client.call(rpc.get_provider_home, {}, token=as_office_staff(there))
    assert home["link"] == link
    own = client.call(rpc.get_own_access, {}, token=as_office_staff(there))
    assert own["administrators"] == [{"first_name": owner.first_name, "last_name": owner.last_name}]

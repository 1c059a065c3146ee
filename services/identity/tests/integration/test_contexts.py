"""Acting for one Provider ID at a time (R030–R037). The directory is faked from its contract."""

import uuid
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from contracts.errors import NotFound, Unavailable
from contracts.identity import events, rpc
from contracts.identity.errors import ContextEnded
from contracts.provider_directory.contexts import access_ended, find_context
from identity import operations
from identity.operations.known_accounts import add_account
from identity.rules.people import Profile
from servicekit import clock
from servicekit.envelope import pack, schema_of, to_json
from servicekit.publisher import ConfirmedPublisher
from servicekit.tokens import AccessTokens, Revocations
from support.polling import until

PASSWORD = "three amber ladders"


class FakeDirectory:
    """Stands where the peers' client stands. Input and output go through the directory's own schemas."""

    def __init__(self):
        self.links = {}
        self.before_it_answers = lambda: None

    def link(self, account_id):
        """An active link; its context."""
        context_id = uuid.uuid4()
        self.links[context_id] = account_id
        return context_id

    def call(self, procedure, fields, **_):
        assert procedure is find_context
        takes, gives = schema_of(procedure.takes), schema_of(procedure.gives)
        asked = takes.load(takes.dump(fields))
        if self.links.get(asked["context_id"]) != asked["account_id"]:
            raise NotFound()
        self.before_it_answers()
        return gives.load(gives.dump(asked | {"billing_provider_id": uuid.uuid4(), "role": "user"}))


class Office:
    """Somebody of an office with two links."""

    def __init__(self, home, directory, username="olga.office"):
        person = Profile(username, "Olga", "Office", f"{username}@example.org")
        self.account_id = add_account(
            home.work(), "test", person, PASSWORD, kind="provider", roles=["provider"]
        )
        self.home, self.username = home, username
        self.first, self.second = directory.link(self.account_id), directory.link(self.account_id)

    def log_in(self):
        return self.home.ask(rpc.start_session, username=self.username, password=PASSWORD)

    def choose(self, tokens, context_id):
        """The session's tokens in this context."""
        return self.home.ask(rpc.change_context, self.home.signed_in(tokens), context_id=context_id)


@pytest.fixture
def directory(home):
    home.kit.client = FakeDirectory()
    return home.kit.client


@pytest.fixture
def office(home, directory):
    return Office(home, directory)


def end(home, office, *context_ids):
    """The directory has told that these are over."""
    operations.end_contexts(home.work(), list(context_ids), office.account_id, "revoked")


def context(home, tokens):
    """Where the tokens let their owner act, as the token and as its answer say."""
    found = home.viewer(tokens).context_id
    assert tokens["context_id"] == found
    return found


def refresh(home, tokens):
    return home.ask(rpc.refresh_session, refresh_token=tokens["refresh_token"])


def test_a_log_in_acts_for_nobody_until_one_is_chosen(home, office):
    tokens = office.log_in()
    assert context(home, tokens) is None
    chosen = office.choose(tokens, office.first)
    assert context(home, chosen) == office.first
    assert chosen["session_id"] == tokens["session_id"]


def test_a_refresh_keeps_the_context_and_another_choice_changes_it(home, office):
    tokens = refresh(home, office.choose(office.log_in(), office.first))
    assert context(home, tokens) == office.first
    tokens = office.choose(tokens, office.second)
    assert context(home, refresh(home, tokens)) == office.second
    tokens = office.choose(refresh(home, tokens), None)
    assert context(home, refresh(home, tokens)) is None


def test_each_session_acts_for_its_own(home, office):
    one, other = office.choose(office.log_in(), office.first), office.choose(office.log_in(), office.second)
    assert [context(home, refresh(home, t)) for t in (one, other)] == [office.first, office.second]


def test_somebody_elses_link_is_not_there(home, office, directory):
    other = Office(home, directory, "otto.office")
    tokens = office.choose(office.log_in(), office.first)
    for strange in (other.first, uuid.uuid4()):
        with pytest.raises(NotFound):
            office.choose(tokens, strange)
    assert context(home, refresh(home, tokens)) == office.first


def test_a_directory_that_does_not_answer_changes_nothing(home, office, directory):
    tokens = office.choose(office.log_in(), office.first)

    def down():
        raise Unavailable(reason="deadline")

    directory.before_it_answers = down
    with pytest.raises(Unavailable):
        office.choose(tokens, office.second)
    assert context(home, refresh(home, tokens)) == office.first


def test_when_a_context_ends_its_sessions_go_on_without_it(home, office):
    inside, elsewhere = (office.choose(office.log_in(), c) for c in (office.first, office.second))
    end(home, office, office.first)
    assert context(home, refresh(home, inside)) is None
    assert context(home, refresh(home, elsewhere)) == office.second
    assert home.one("SELECT count(*) FROM sessions WHERE context_id = :id", id=office.first) == 0
    (told,) = home.told(events.sessions_revoked)
    assert (told["session_ids"], told["account_id"]) == ([office.first], office.account_id)


def test_a_token_of_an_ended_context_is_refused_and_the_next_one_is_not(home, office):
    verifier = AccessTokens(home.kit.settings.verify_keys, Revocations())
    verifier.revocations.loaded()
    tokens = office.choose(office.log_in(), office.first)
    assert verifier.viewer(tokens["access_token"], "gateway").context_id == office.first
    end(home, office, office.first)
    verifier.revocations.add(home.told(events.sessions_revoked)[-1]["session_ids"])
    with pytest.raises(ContextEnded):
        verifier.viewer(tokens["access_token"], "gateway")
    assert verifier.viewer(refresh(home, tokens)["access_token"], "gateway").context_id is None


def test_a_process_that_was_away_learns_of_ended_contexts(home, office):
    end(home, office, office.first)
    since = clock.now() - timedelta(minutes=5)
    assert home.ask(rpc.list_revoked_sessions, since=since)["session_ids"] == [office.first]
    assert home.ask(rpc.list_revoked_sessions, since=clock.now())["session_ids"] == []


def test_a_context_that_ends_while_it_is_chosen_is_not_chosen(home, office, directory):
    tokens = office.choose(office.log_in(), office.second)
    directory.before_it_answers = lambda: end(home, office, office.first)
    with pytest.raises(NotFound):
        office.choose(tokens, office.first)
    directory.before_it_answers = lambda: None
    assert context(home, refresh(home, tokens)) == office.second


def test_the_same_end_told_twice_is_harmless(home, office):
    for _ in range(2):
        end(home, office, office.first, office.second)
    assert home.one("SELECT count(*) FROM ended_contexts") == 2


def test_no_refresh_ever_gives_an_ended_context_however_the_race_ends(home, office):
    for _ in range(10):
        chosen = home.kit.client.link(office.account_id)
        tokens, gate = office.log_in(), Barrier(2)

        def choose(tokens=tokens, chosen=chosen, gate=gate):
            gate.wait()
            with suppress(NotFound):
                office.choose(tokens, chosen)

        thread = Thread(target=choose)
        thread.start()
        gate.wait()
        end(home, office, chosen)
        thread.join()
        assert context(home, refresh(home, tokens)) is None


def test_ended_contexts_are_remembered_longer_than_a_session_lives(home, office, moments):
    end(home, office, office.first)
    with moments(home.kit.settings.session_lifetime.total_seconds() * 2):
        operations.sweep(home.work())
    assert home.one("SELECT count(*) FROM ended_contexts") == 1
    with moments(40 * 24 * 3600):
        operations.sweep(home.work())
    assert home.one("SELECT count(*) FROM ended_contexts") == 0


@pytest.fixture
def tell(broker_url, home):
    """`tell(office, context_ids)`: the directory's event, confirmed by the broker."""
    publisher = ConfirmedPublisher(broker_url)

    def tell_(office, *context_ids):
        fields = {"context_ids": list(context_ids), "account_id": office.account_id, "reason": "revoked"}
        purpose = f"{access_ended.exchange}:{access_ended.key}"
        body = pack(access_ended.carries, purpose, fields, home.kit.sealer)
        envelope = {"event_id": str(uuid.uuid4()), "occurred_at": clock.now().isoformat()}
        envelope |= {"correlation_id": "request-0001", "data": body["fields"]}
        publisher.publish(
            access_ended.exchange, access_ended.key, to_json(envelope), {"x-correlation-id": "request-0001"}
        )

    yield tell_
    publisher.close()


def test_what_the_directory_tells_is_felt_by_the_running_service(
    home, office, tell, start_service, client_for
):
    tokens = office.choose(office.log_in(), office.first)
    home.run("DELETE FROM outbox")  # nobody runs here who would hear of the first session
    url = {"IDENTITY_DATABASE_URL": home.kit.settings.database_url}
    client = client_for(start_service("identity", url).env)
    account = client.call(rpc.get_account, {}, token=tokens["access_token"])
    assert account["username"] == office.username
    tell(office, office.first)
    until(lambda: refused(client, tokens), 1.0, "identity refuses the token of the ended context")
    assert client.call(rpc.get_account, {}, token=refresh(home, tokens)["access_token"]) == account


def refused(client, tokens):
    """Whether the running service takes the context for ended."""
    try:
        client.call(rpc.get_account, {}, token=tokens["access_token"])
    except ContextEnded:
        return True
    return False


def test_letters_find_their_way_by_account(home):
    person = home.account()
    asked = home.work()
    found = home.ask(rpc.get_recipient, asked, account_id=home.account_id(person))
    assert found == {
        "email": person.email, "first_name": "Wren", "last_name": person.card["last_name"],
        "language": "en", "kind": "member",
    }  # fmt: skip
    with pytest.raises(NotFound):
        home.ask(rpc.get_recipient, asked, account_id=uuid.uuid4())

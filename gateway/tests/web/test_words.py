"""The catalogue of messages: the members' own words, and words for every key that contracts can raise."""

import ast
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import contracts
from contracts.errors import Category, ContractError
from gateway.problems import STATUS as API_STATUS
from gateway.web import faults, words
from gateway.web.locales import LANGUAGES

LITERAL = {
    "signup.code_sent": "We have sent a code to your email address",
    "signup.success": "Your account has been successfully created",
    "recover.username_sent": "We sent you an email with your account information",
    "recover.code_sent": "We sent you an email with a verification code",
    "recover.both_sent": "We sent you an email with your username and a verification code",
    "recover.password_ok": "You have successfully created a new password",
    "signup.no_email_call": "If you do not get an email, please call Member Services",
    "recover.no_email_call": "If you do not get an email, please call Member Services",
    "flow.keep_window_open": "Keep this window open to complete the next steps",
}
FROZEN = """
card.order_cancelled card.ordered
contact.address_deleted contact.address_saved contact.code_sent contact.email_deleted contact.email_saved
contact.email_verified contact.login_email_saved contact.login_email_stays contact.new_code_sent
contact.out_of_area contact.phone_deleted contact.phone_saved contact.tell_county contact.zip_other_city
contact.zip_other_county flow.keep_window_open flow.start_again login.again login.first logout.done
logout.idle pcp.change_cancelled
pcp.changed pcp.choose_one pcp.exception_asked pcp.exception_not_needed pcp.exception_open
preferences.saved pcp.name_one_criterion pcp.unavailable_now recover.both_sent
recover.choose_one recover.code_sent recover.new_code_sent recover.no_email_call recover.password_ok
recover.username_sent security.others_ended security.password_changed security.session_ended
session.extended signup.code_sent signup.email_changed signup.mail_will_come signup.new_code_sent
signup.no_email_call signup.success
""".split()
PREFIXES = ("field.", "password.", "recover.", "contact.", "pcp.", "card.")


def keys_in_contracts() -> set[str]:
    """Message keys in the code of contracts. Notifications' keys of the same look name its letters."""
    found = set()
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        if module.name.startswith("contracts.notifications"):
            continue
        tree = ast.parse(Path(import_module(module.name).__file__).read_text())
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        for text in texts:
            words_in = (word.strip("`,.();:") for word in text.split())
            found |= {word for word in words_in if word.startswith(PREFIXES) and word.count(".") == 1}
    return found


@pytest.mark.parametrize("key", LITERAL)
def test_the_members_messages_are_word_for_word(key):
    assert words.WORDS[key] == LITERAL[key]


def test_the_keys_of_the_flows_are_frozen():
    assert sorted(words.FLOWS) == sorted(FROZEN)


def test_contracts_raise_keys_at_all():
    assert {
        "field.required",
        "field.future_date",
        "password.common",
        "recover.choose_one",
    } <= keys_in_contracts()


def test_every_key_of_contracts_has_words():
    assert keys_in_contracts() <= set(words.WORDS)


def test_every_error_of_contracts_has_words():
    whose = ("common", "identity", "member", "provider_directory")
    ours = {code for code in ContractError.registry if code.split(".")[0] in whose}
    assert ours and ours <= set(words.WORDS)


def test_pages_and_api_answer_a_category_with_the_same_status():
    assert faults.STATUS == API_STATUS
    assert set(faults.STATUS) == set(Category)


def test_a_key_without_words_reads_as_a_general_sentence(app):
    with app.test_request_context("/", base_url="https://portico.example.org"):
        assert words.words("field.never_heard_of") == words.FIELDS["field.invalid"]


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_message_is_translated(language):
    path = Path(words.__file__).parent.parent / f"translations/{language}/LC_MESSAGES/messages.po"
    catalogue = read_po(path.open("rb"), locale=language)
    missing = [key for key, text in words.WORDS.items() if not getattr(catalogue.get(text), "string", None)]
    assert not missing

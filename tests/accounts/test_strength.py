"""Which passwords and PINs are taken. Source: NIST SP 800-63B-4."""

import unicodedata

import pytest

from backend.accounts.strength import ensure_password, ensure_pin
from backend.accounts.vault import Vault
from backend.kernel.errors import Refused
from seeds.making import CHEAP
from tests.accounts.helping import outcome

NAMES = ["Hazelwood Care", "hazelwood", "jo.rowan@hazelwood.test", "Jo Rowan", "0417"]


@pytest.mark.parametrize(
    "password",
    [
        "kettle orbit maple thursday",
        "correct horse battery staple",
        "all small letters",
        "Ünïcödé wörds are fine",
        "電車は午後三時に駅を出て山の方へ行きます",
        "🌳 apples under the tree",
        "Hazelwood has nine kettles",
        "x" * 3 + "jumping over fences" + "y" * 3,
        "a walk by the river " * 5,
        "7Kq!vR2#mP9$zW4@",
    ],
)
def test_a_long_password_of_any_characters_is_taken(password: str) -> None:
    assert outcome(lambda: ensure_password(password, NAMES)) == "done"


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabc", "123456789012345", "987654321098765", "abcdefghijklmnop",
        "qwertyuiopasdfghjkl", "password password", "PasswordPassword1", "Countersign-2026!", "hazelwoodhazelwood",
        "Hazelwood Care 2026", "jo.rowan@hazelwood.test", "Jo Rowan Jo Rowan", "jorowan0417jorowan",
        "welcome welcome 1",
        "countersign hazelwood", "!!!!!!!!!!!!!!!!!!", "1111 2222 3333 4444", "               ", "letmein letmein 12",
    ],
)  # fmt: skip
def test_a_password_that_repeats_runs_or_is_made_of_names_is_not(password: str) -> None:
    assert outcome(lambda: ensure_password(password, NAMES)) == "password.easy_to_guess"


def test_a_password_has_at_least_fifteen_characters_as_people_count_them() -> None:
    assert outcome(lambda: ensure_password("kettle orbit m")) == "password.too_short"
    assert outcome(lambda: ensure_password("kettle orbit ma")) == "done"
    apart = unicodedata.normalize("NFD", "éèêëéèêéèëêàùôî")
    assert (len(apart), outcome(lambda: ensure_password(apart[:28]))) == (30, "password.too_short")


def test_the_refusal_stands_at_its_field_and_says_what_helps() -> None:
    for story, field, says in (
        (lambda: ensure_password("short"), "/password", "at least 15 characters"),
        (lambda: ensure_password("a" * 20), "/password", "words that have nothing to do with each other"),
        (lambda: ensure_pin("123456"), "/pin", "six digits"),
    ):
        with pytest.raises(Refused) as refusal:
            story()
        (fault,) = refusal.value.faults
        assert (fault.pointer, fault.detail) == (field, refusal.value.detail)
        assert says in refusal.value.detail


def test_a_password_is_the_same_however_a_keyboard_composes_its_letters() -> None:
    vault = Vault(1, CHEAP)
    kept = vault.hash(unicodedata.normalize("NFD", "crème brûlée für zwölf"))
    assert vault.matches(kept, unicodedata.normalize("NFC", "crème brûlée für zwölf"))
    assert not vault.matches(kept, "creme brulee fur zwolf")
    assert not vault.matches(kept, " crème brûlée für zwölf")


@pytest.mark.parametrize("pin", ["280461", "112233", "135790", "000001", "121212"])
def test_a_pin_is_six_digits(pin: str) -> None:
    assert outcome(lambda: ensure_pin(pin)) == "done"


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "abcdef", "12345a", "٢٨٠٤٦١", "000000", "777777", "123456", "654321", "789012",
            "210987", "280461\n"],
)  # fmt: skip
def test_a_pin_is_neither_one_digit_nor_a_run(pin: str) -> None:
    assert outcome(lambda: ensure_pin(pin)) == "pin.easy_to_guess"

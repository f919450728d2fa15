"""How hard it is to guess what opens an account: no chosen passwords; codes and sessions by chance."""

import base64
import math
import string
import time
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.town import build

GUESSES = 2**20
"""What the standard asks of a code that ends soon."""
LETTERS = set(string.ascii_letters + string.digits)


def names(resolver: URLResolver) -> list[str]:
    found: list[str] = []
    for one in resolver.url_patterns:
        found += [str(one.name)] if isinstance(one, URLPattern) else names(one)
    return found


def bits(made: set[str]) -> float:
    """How much chance is in the shortest of these, by the letters that occur."""
    kept = ["".join(letter for letter in one if letter in LETTERS) for one in made]
    return min(map(len, kept)) * math.log2(len(set("".join(kept))))


def test_no_page_lets_anybody_choose_a_password() -> None:
    """One comes from a command alone, by chance: none leaked elsewhere, is short, or is used twice."""
    assert not [name for name in names(get_resolver()) if "password" in name]


def test_where_one_is_set_by_hand_eleven_characters_are_too_few_and_a_hundred_are_welcome() -> None:
    for short in ("Tr0ub4dor&3", "linden bay"):
        with pytest.raises(ValidationError):
            validate_password(short)
    validate_password("four linden trees and a bay " * 4)


def test_a_sign_in_code_is_one_of_more_than_a_million() -> None:
    codes = {get_adapter().generate_login_code() for _ in range(400)}
    assert len(codes) == 400
    assert 2 ** bits(codes) > GUESSES


def test_a_code_of_the_app_ends_within_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, now = totp.generate_totp_secret(), time.time()
    code = totp.format_hotp_value(totp.hotp_value(secret, int(now) // 30))
    assert totp.validate_totp_code(secret, code)
    monkeypatch.setattr(time, "time", lambda: now + 120)
    assert not totp.validate_totp_code(secret, code)


@pytest.mark.django_db
def test_a_session_is_named_by_more_than_64_bits_of_chance() -> None:
    made: set[str] = set()
    for _ in range(60):
        session: Any = SessionStore()
        session.create()
        made.add(session.session_key)
    assert len(made) == 60
    assert bits(made) > 64


def test_a_password_is_hashed_in_many_rounds_with_salt_whole_and_in_any_script() -> None:
    assert PBKDF2PasswordHasher.iterations >= 100_000
    assert PBKDF2PasswordHasher().salt_entropy >= 32
    long = "слово 言葉 كلمة " * 8
    assert len({make_password(long, "salt"), make_password(long[:-1], "salt")}) == 2


@pytest.mark.django_db
def test_what_works_once_works_once() -> None:
    account = build(timezone.now()).accounts["worker"]
    app = totp.TOTP.activate(account, secret := totp.generate_totp_secret())
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert [app.validate_code(code), app.validate_code(code)] == [True, False]
    spare = RecoveryCodes.activate(account)
    one = spare.generate_codes()[0]
    assert [spare.validate_code(one), spare.validate_code(one)] == [True, False]
    assert one not in str(Authenticator.objects.values_list("data", flat=True))


@pytest.mark.django_db
def test_a_passkey_answers_to_64_bits_of_chance_or_more() -> None:
    request = RequestFactory().get("/")
    request.session = Client().session
    with context.request_context(request):
        asked = [webauthn.begin_authentication()["publicKey"]["challenge"] for _ in range(20)]
    assert len(set(asked)) == 20
    assert min(len(base64.urlsafe_b64decode(f"{one}==")) for one in asked) * 8 > 64

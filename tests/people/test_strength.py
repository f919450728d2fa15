"""How hard it is to guess what opens an account: no chosen passwords; codes and sessions by chance."""

import math
import string
import time
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver

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

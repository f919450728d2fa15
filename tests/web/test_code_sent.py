"""Asking for a code to sign in with."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_nobody_is_told_of_a_letter_that_was_not_sent() -> None:
    answer = Client().post(
        reverse("account_request_login_code"), {"email": "nobody@example.org"}, follow=True
    )
    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]] == []

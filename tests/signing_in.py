"""A pytest plugin: whoever a test signs in has signed in as in life, just now and with a second factor."""

import time
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True, scope="session")
def _sign_in_wholly() -> Any:
    """`client.force_login` leaves out what the log-in pages write: here it stands in for them."""
    plain = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        plain(self, user, backend)
        signed_in(self, user, at=time.time())

    Client.force_login = force_login  # type: ignore[method-assign]
    yield
    Client.force_login = plain  # type: ignore[method-assign]


def signed_in(client: Client, account: Any, *, at: float) -> None:
    """The session says that its account signed in at this time (seconds since 1970)."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": at}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()

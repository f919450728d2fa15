"""A pytest plugin: whoever a test signs in has signed in as in life, just now and with a second factor."""

import time
from typing import Any

import pytest
from django.test import Client

from kizuna.access.viewer import STAFF
from kizuna.people.signing_in import SEEN


@pytest.fixture(autouse=True, scope="session")
def _sign_in_wholly() -> Any:
    """`client.force_login` leaves out what the log-in pages write: here it stands in for them."""
    plain = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        plain(self, user, backend)
        if user.role in STAFF:
            with_second_factor(user)
        signed_in(self, user, at=time.time())

    Client.force_login = force_login  # type: ignore[method-assign]
    yield
    Client.force_login = plain  # type: ignore[method-assign]


def signed_in(client: Client, account: Any, *, at: float) -> None:
    """The session says that its account signed in at this time (seconds since 1970)."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": at}]
    session["account_authentication_methods_user"] = str(account.pk)
    session[SEEN] = {"since": at, "seen": at}
    session.save()


def with_second_factor(account: Any) -> str:
    """Give an account an app that makes codes; its secret."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    if not Authenticator.objects.filter(user=account).exists():
        TOTP.activate(account, secret)
    return secret

"""Asking for a code: a resident whom we know by their own address gets an account in that moment."""

from allauth.account.forms import RequestLoginCodeForm
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.people.actions import open_own_account


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]
    """The library's form. What the page says is the same, whether or not somebody is known."""

    def clean_email(self) -> str:
        """The address; the account behind it is opened when a resident left it with us."""
        address = self.cleaned_data["email"]
        if address:
            open_own_account(email=address, by=SYSTEM("a code was asked for"), now=timezone.now())
        found: str = super().clean_email()
        return found

"""Asking for a code: the same words and the same work, whether or not somebody is known."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.people import reach
from kizuna.people.actions import open_account, open_own_account
from kizuna.people.adapters import guesses


class PhoneField(forms.CharField):
    """A telephone number as people write it at home; kept in one form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Or your mobile number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        """The number in E.164; empty stays empty."""
        try:
            return reach.phone(super().clean(value) or "", settings.COUNTRY)
        except Refused as wrong:
            raise ValidationError(gettext(str(wrong))) from None


STAY = _("Stay signed in on this device")
STAY_HINT = _(
    "Only on a phone or computer of your own. Without it you are signed out when you close the browser."
)


def _on_a_shared_computer() -> bool:
    return bool(getattr(context.request, "kiosk", False))


class SignIn(LoginForm):
    """The library's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail address or mobile number")
        self.fields["remember"].label, self.fields["remember"].help_text = STAY, STAY_HINT
        if _on_a_shared_computer():
            del self.fields["remember"]

    def clean(self) -> Any:
        """On a shared computer nobody stays signed in, whatever was sent."""
        found = super().clean()
        self.cleaned_data.setdefault("remember", False)
        return found


class ConfirmCode(ConfirmLoginCodeForm):
    """The library's form; a code that went to a way which is the account's no more is no code."""

    def clean_code(self) -> str:
        """The code that was sent, as long as its address is the account's."""
        code: str = super().clean_code()
        stage = context.request._login_stage
        user, sent = stage.login.user, stage.state
        ways = {(user.email or "").casefold(), user.phone if user.phone_verified else ""} if user else set()
        if user and str(sent.get("email") or sent.get("phone")).casefold() not in ways:
            raise get_adapter().validation_error("incorrect_code")
        return code


class AskForCode(RequestLoginCodeForm):
    """A resident whom we know by an address or number of their own gets an account in that moment."""

    remember = forms.BooleanField(label=STAY, help_text=STAY_HINT, required=False)
    _opened = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if _on_a_shared_computer():
            del self.fields["remember"]

    def clean(self) -> Any:
        """One way to be reached, and not too often."""
        found = super().clean()
        address = found.get("email") or found.get("phone") or ""
        if not address and not self.errors:
            raise ValidationError(gettext("Write your e-mail address or your mobile number."))
        if address and guesses.too_many(context.request, address):
            raise get_adapter().validation_error("too_many_login_attempts")
        if address:
            self._same_work(address)
        # Kept in the session until the code is typed, and from then on.
        context.request.session.set_expiry(None if found.get("remember") else 0)
        return found

    def clean_email(self) -> str:
        """The address; the account behind it is opened when a resident left it with us."""
        address = self.cleaned_data["email"]
        self._opened = bool(address and self._open(email=address))
        found: str = super().clean_email()
        return found

    def clean_phone(self) -> str:
        """The number; the account behind it is opened when a resident left nothing but it."""
        number = self.cleaned_data["phone"]
        if number and get_adapter().get_user_by_phone(number) is None:
            self._opened = self._open(phone=number)
        found: str = super().clean_phone()
        return found

    def _open(self, **way: str) -> bool:
        by, now = SYSTEM("a code was asked for"), timezone.now()
        return open_own_account(**way, by=by, now=now) is not None

    def _same_work(self, address: str) -> None:
        """What a known address costs is done for an unknown one too, and taken back: time tells nothing.

        That is a message with a code, and the account that somebody gets who asks for the first time.
        """
        adapter = get_adapter()
        with transaction.atomic():
            if not self._opened:
                made_up = f"{uuid4()}@rehearsal.invalid"
                open_account(email=made_up, role="resident", by=SYSTEM("a rehearsal"), now=timezone.now())
            if getattr(self, "_user", None) is None:
                adapter.send_code(address, adapter.generate_login_code())
            transaction.set_rollback(True)

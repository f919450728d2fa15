"""Where the log-in library meets our actions: it writes its own tables, we write the account and the note."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.secrets import blinds
from kizuna.access.viewer import STAFF, STRANGER
from kizuna.outbox.actions import send
from kizuna.people.actions import change_factor, record_log_in, record_log_out, set_phone
from kizuna.people.adapters import guesses
from kizuna.people.adapters.codes import PhoneField
from kizuna.people.adapters.organisations import settle, vouched_for
from kizuna.people.queries import viewer_of
from kizuna.people.signing_in import KIOSK, SEEN, VOUCHED, device, fresh

CHANGES = {
    "mfa/email/totp_activated": "app.added",
    "mfa/email/totp_deactivated": "app.removed",
    "mfa/email/webauthn_added": "passkey.added",
    "mfa/email/webauthn_removed": "passkey.removed",
    "mfa/email/recovery_codes_generated": "spare_codes.made",
    "socialaccount/email/account_connected": "organisation.linked",
}


def _address(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("phone") or "")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; mail leaves through the outbox; log-in and log-out are noted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation, or by an address that a resident left; never by themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A password may be tried again only after a while that grows with each wrong one."""
        if guesses.too_many(request, _address(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whose password this is, if anybody's: then what was counted begins anew."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            guesses.clear(request, _address(credentials))
        return user

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """A field for a telephone number."""
        return PhoneField(**kwargs)

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """The number by which an account signs in, and whether a code reached it."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        """Keep a number for signing in; it counts once a code reached it."""
        set_phone(
            account=user.pk, phone=phone, verified=verified, by=viewer_of(STRANGER, user), now=timezone.now()
        )
        user.refresh_from_db()

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """A code reached this number."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Any:
        """The account that signs in by this number."""
        marks = blinds(phone, settings.SECRET_KEYS, "phone")
        accounts = get_user_model().objects
        return accounts.filter(phone_index__in=marks, phone_verified=True, is_active=True).first()

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Hand the code to the outbox, as a text message."""
        self.send_code(phone, code)

    def send_code(self, address: str, code: str) -> None:
        """A code to an e-mail address or, when it begins with a plus, to a telephone."""
        if not address.startswith("+"):
            self.send_mail("account/email/login_code", address, {"code": code})
            return
        words = _("%(site)s: your code is %(code)s. It works for a few minutes. Tell it to nobody.")
        send(
            key=f"account:{uuid4()}",
            channel="sms",
            address=address,
            subject="",
            text=words % {"site": settings.SITE_NAME, "code": code},
            topic="account",
            now=timezone.now(),
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """How one shows again that it is them: with the second factor where there is one, else by a code."""
        if not user.is_authenticated:
            return []
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        ways = [
            ("mfa_reauthenticate", _("Type a code from your app"), {"totp", "recovery_codes"}),
            ("mfa_reauthenticate_webauthn", _("Use your passkey"), {"webauthn"}),
        ]
        found = [(name, words) for name, words, needs in ways if needs & kinds]
        found = found or [("account_reauthenticate", _("Get a code"))]
        return [{"id": name, "description": words, "url": reverse(name)} for name, words in found]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Asked again only when the sign-in is no longer recent."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not fresh(records, timezone.now(), settings.FRESH_FOR)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """A factor came or went: other sessions end, the account is told, and it is noted."""
        what = CHANGES.get(template_prefix)
        if what is None:
            return
        was = self.request.session.session_key
        self.request.session.cycle_key()
        change_factor(
            what=what,
            was=was,
            keep=self.request.session.session_key,
            by=viewer_of(STRANGER, user),
            now=timezone.now(),
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """The library's messages in our words; those that we have no words for are not needed."""
        words = {
            "mfa/messages/totp_activated.txt": _("Your app is set up."),
            "mfa/messages/totp_deactivated.txt": _("The app is taken out."),
            "mfa/messages/webauthn_added.txt": _("Your passkey is set up."),
            "mfa/messages/webauthn_removed.txt": _("The passkey is taken out."),
            "mfa/messages/recovery_codes_generated.txt": _("You have new spare codes. Old ones are gone."),
        }
        said = message or words.get(message_template or "")
        if said:
            super().add_message(request, level, message=said, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the library's message to the outbox; its key says nothing about the person."""
        site = {"name": settings.SITE_NAME, "domain": settings.BASE_URL}
        known = {"request": self.request, "email": email, "current_site": site, **context}
        message = self.render_mail(template_prefix, email, known)
        send(
            key=f"account:{uuid4()}",
            address=email,
            subject=message.subject,
            text=str(message.body),
            topic="account",
            now=timezone.now(),
        )

    def format_email_subject(self, subject: str) -> str:
        """The subject as it stands: the library would put a host name before it."""
        return subject

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Note who logged in."""
        response = super().post_login(request, user, **details)
        now = timezone.now()
        for address in filter(None, (user.email, user.phone)):
            guesses.clear(request, address)
        if user.role in STAFF:  # both factors were given: the shared computer is a colleague's again
            request.session.pop(KIOSK, None)
        vouched = vouched_for(request, user)
        request.session[VOUCHED] = bool(vouched and vouched.second_factor)
        if vouched:
            settle(request, vouched)
        if KIOSK not in request.session:
            guesses.remember(request, response, filter(None, (user.email, user.phone)))
        request.session[SEEN] = {"since": now.timestamp(), "seen": now.timestamp()}
        record_log_in(
            session=request.session.session_key or "",
            device=device(request.headers.get("user-agent", "")),
            by=viewer_of(STRANGER, user),
            now=now,
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        """Note who logged out."""
        if request.user.is_authenticated:
            record_log_out(by=viewer_of(STRANGER, request.user), now=timezone.now())
        super().logout(request)

"""Where the log-in library meets our actions: it writes its own tables, we write the account and the note."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.viewer import STRANGER
from kizuna.outbox.actions import send
from kizuna.people.actions import change_factor, record_log_in, record_log_out
from kizuna.people.queries import viewer_of
from kizuna.people.signing_in import SEEN, device, fresh

CHANGES = {
    "mfa/email/totp_activated": "app.added",
    "mfa/email/totp_deactivated": "app.removed",
    "mfa/email/webauthn_added": "passkey.added",
    "mfa/email/webauthn_removed": "passkey.removed",
    "mfa/email/recovery_codes_generated": "spare_codes.made",
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; mail leaves through the outbox; log-in and log-out are noted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come by invitation, or by an address that a resident left; never by themselves."""
        return False

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
        found = found or [("account_reauthenticate", _("Get a code by e-mail"))]
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
        request.session[SEEN] = {"since": now.timestamp(), "seen": now.timestamp()}
        record_log_in(
            session=request.session.session_key,
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

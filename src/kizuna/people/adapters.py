"""Where the log-in library meets our actions: it writes its own tables, we write the account and the note."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.outbox.actions import send
from kizuna.people.actions import open_account, record_log_in, record_log_out
from kizuna.people.queries import viewer_of


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up opens a resident's account; mail leaves through the outbox; log-in and log-out are noted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Anybody may have an account; it can do nothing for others until somebody gives it a role."""
        return True

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Open the account that was asked for: always a resident's."""
        user = super().save_user(request, user, form, commit=False)
        open_account(
            account_id=user.pk,
            email=user.email,
            role="resident",
            password=form.cleaned_data.get("password1"),
            by=SYSTEM("sign-up"),
            now=timezone.now(),
        )
        user.refresh_from_db()
        return user

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
        record_log_in(by=viewer_of(STRANGER, user), now=timezone.now())
        return super().post_login(request, user, **details)

    def logout(self, request: HttpRequest) -> None:
        """Note who logged out."""
        if request.user.is_authenticated:
            record_log_out(by=viewer_of(STRANGER, request.user), now=timezone.now())
        super().logout(request)

"""The second factor: its secrets are sealed, and who must have one keeps one."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from kizuna.access.secrets import seal, unseal
from kizuna.access.viewer import STAFF
from kizuna.people.adapters.organisations import vouched_for


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets never lie open in the database; nobody who works here takes out their last second factor."""

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return seal(text, settings.SECRET_KEYS, "second factor")

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it is used."""
        return unseal(encrypted_text, settings.SECRET_KEYS, "second factor")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever works here must have another one first."""
        if authenticator.user.role not in STAFF:
            return True
        kept = Authenticator.objects.filter(user=authenticator.user, type__in=["totp", "webauthn"])
        return bool(kept.exclude(pk=authenticator.pk).exists())

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Whether a second factor is asked for: not where the one's organisation just vouched for it."""
        found = vouched_for(context.request, user)
        if found and found.second_factor:
            return False
        return bool(super().is_mfa_enabled(user, types))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new passkey is called until it gets a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

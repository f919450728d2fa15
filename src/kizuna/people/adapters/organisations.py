"""Signing in at one's own organisation (OpenID Connect): the library's way, with what it leaves unchecked."""

import json
import logging
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.account.adapter import get_adapter as accounts
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kizuna.people.organisation import (
    ALGORITHMS,
    Distrusted,
    Organisation,
    address,
    check_statement,
    checked_places,
    signed_in_at,
    vouches,
    who,
)

LEEWAY = 60
"""Seconds by which the organisation's clock may be off."""
RECORDS = "account_authentication_methods"
"""Where the library writes down how and when somebody signed in."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Vouched:
    """What an organisation said of this sign-in."""

    account: str
    second_factor: bool
    at: float
    """When they last showed there that it is them; 0 when it did not say."""


def organisation_of(code: str) -> Organisation:
    """One that this site trusts; raises as the library expects."""
    for each in settings.ORGANISATION_SIGN_IN:
        if each.code == code:
            return each
    raise SocialApp.DoesNotExist


class _Gate(OpenIDConnectOAuth2Adapter):
    """Believes only what is signed by the organisation, fresh, made for us and an answer to our question."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Where the organisation is asked, checked."""
        if not hasattr(self, "_openid_config"):
            found = super().openid_config
            try:
                self._openid_config = checked_places(found, organisation_of(self.provider_id))
            except Distrusted as wrong:
                del self._openid_config
                raise OAuth2Error(str(wrong)) from None
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The way back, by the site's own address and not the one a visitor came by."""
        back = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return str(settings.BASE_URL) + back

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **answer: Any) -> SocialLogin:
        """The one who signed in there. The library would believe a statement without looking at its seal."""
        claims = self._opened(app, str(answer["response"].get("id_token") or ""))
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"id_token": claims})
        login.claims = claims
        return login

    def _opened(self, app: SocialApp, token: str) -> dict[str, Any]:
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in ALGORITHMS:
                raise OAuth2Error("it is not signed in a way that counts")
            key = self._key(head)
            found: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=[head["alg"]],
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
            who(found)
        except Distrusted as wrong:
            raise OAuth2Error(str(wrong)) from None
        except (jwt.PyJWTError, TypeError, ValueError, KeyError) as wrong:
            raise OAuth2Error(f"it cannot be believed: {type(wrong).__name__}") from None
        return found

    def _key(self, head: dict[str, Any]) -> jwt.PyJWK:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(json.loads(response.text)).keys
        fit = [key for key in keys if key.key_id == head.get("kid") or (len(keys) == 1 and "kid" not in head)]
        if len(fit) != 1 or fit[0].key_type == "oct":
            raise OAuth2Error("it is signed with an unknown key")
        return fit[0]


class _Provider(OpenIDConnectProvider):
    """Keeps nothing of what the organisation tells but who it is."""

    oauth2_adapter_class = _Gate

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Names, pictures and numbers stay there."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """An account here has its name from its invitation."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Only `organisation.address` decides which address counts."""
        return []

    def get_default_scope(self) -> list[str]:
        """Who it is and at which address: nothing else is asked for."""
        return ["openid", "email"]


def _refuse(request: HttpRequest, template: str, organisation: Organisation) -> HttpResponse:
    return render(request, template, {"name": organisation.name}, status=403)


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Opens no account and finds none by an address that nobody vouched for."""

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """The organisation as the library sees one; those of the settings and no others."""
        found = organisation_of(provider)
        return SocialApp(
            provider="openid_connect",
            provider_id=found.code,
            name=found.name,
            client_id=found.client_id,
            secret=found.client_secret,
            settings={"server_url": found.issuer, "oauth_pkce_enabled": True},
        )

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> OpenIDConnectProvider:
        """Our own way of asking an organisation."""
        return _Provider(request, app=self.get_app(request, provider))

    def list_apps(self, request: HttpRequest, **which: Any) -> list[SocialApp]:
        """The organisations of the settings."""
        return [self.get_app(request, each.code) for each in settings.ORGANISATION_SIGN_IN]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: accounts come by invitation."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Not the library's way, which takes the password away: `pre_social_login` does it."""

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """It did not work: say so, and tell whoever runs the site what was wrong."""
        organisation = organisation_of(provider.app.provider_id)
        log.warning("Signing in at %s failed: %s", organisation.code, exception or error or "unknown state")
        raise ImmediateHttpResponse(_refuse(request, "people/organisation_failed.html", organisation))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Check that it answers our question; then find the account, or leave them outside."""
        organisation = organisation_of(sociallogin.account.provider)
        claims = sociallogin.claims
        try:
            check_statement(claims, organisation, sociallogin.state.get("nonce"))
        except Distrusted as wrong:
            raise OAuth2Error(str(wrong)) from None
        if not sociallogin.is_existing:
            account = _account(organisation, address(claims, organisation))
            if account is None:
                raise ImmediateHttpResponse(
                    _refuse(request, "people/organisation_unknown.html", organisation)
                )
            sociallogin.connect(request, account)
        account = sociallogin.user
        request.vouched = Vouched(  # type: ignore[attr-defined]
            str(account.pk), vouches(claims, organisation), signed_in_at(claims)
        )

    def send_notification_mail(self, *given: Any, **more: Any) -> None:
        """Linked: told and noted where the other ways of signing in are."""
        accounts().send_notification_mail(*given, **more)


def _account(organisation: Organisation, email: str) -> Any:
    """The open account with this address; none when it is linked to somebody else there already."""
    found = get_user_model().objects.filter(email=email, is_active=True).first() if email else None
    if found and SocialAccount.objects.filter(user=found, provider=organisation.code).exists():
        return None
    return found


def vouched_for(request: HttpRequest | None, account: Any) -> Vouched | None:
    """What an organisation said in this very request of the account that is signing in."""
    found: Vouched | None = getattr(request, "vouched", None)
    return found if found and found.account == str(account.pk) else None


def settle(request: HttpRequest, found: Vouched) -> None:
    """A sign-in there counts from when they last showed that it is them: one tap shows nothing."""
    records = request.session.get(RECORDS, [])
    request.session[RECORDS] = [
        {**each, "at": min(each["at"], found.at)} if each.get("method") == "socialaccount" else each
        for each in records
    ]

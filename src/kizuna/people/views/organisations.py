"""Signing in at one's own organisation: going there, and coming back."""

import secrets

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kizuna.access.viewer import NotFound


def _provider(request: HttpRequest, code: str) -> OpenIDConnectProvider:
    """The organisation; none on a shared computer, which would stay signed in there."""
    try:
        found: OpenIDConnectProvider = get_adapter(request).get_provider(request, code)
    except SocialApp.DoesNotExist:
        raise NotFound("organisation") from None
    if getattr(request, "kiosk", False):
        raise NotFound("organisation")
    return found


def _next(request: HttpRequest) -> str | None:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else None


def _failed(request: HttpRequest, provider: OpenIDConnectProvider, wrong: Exception) -> HttpResponse:
    try:
        get_adapter(request).on_authentication_error(request, provider, exception=wrong)
    except ImmediateHttpResponse as answer:
        return answer.response
    raise wrong


@require_POST
def to_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the organisation's own page, with a question that only this browser can have asked."""
    provider = _provider(request, provider_id)
    if request.user.is_authenticated:
        return redirect("home")
    nonce = secrets.token_urlsafe(24)
    try:
        answer = provider.redirect(
            request, AuthProcess.LOGIN, _next(request), auth_params={"nonce": nonce}, nonce=nonce
        )
    except (OSError, OAuth2Error) as wrong:  # a network that is away is an OSError
        return _failed(request, provider, wrong)
    except ImmediateHttpResponse as wrong:
        return wrong.response
    # A page between: a form may lead to no other site than this one.
    return render(request, "people/organisation_going.html", {"address": answer.url, "name": provider.name})


@require_safe
def from_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """They come back: what the organisation says is checked before anything else is done."""
    provider = _provider(request, provider_id)
    if request.user.is_authenticated:
        return redirect("home")
    view = OAuth2CallbackView.adapter_view(provider.get_oauth2_adapter(request))
    found: HttpResponse = view(request)
    return found

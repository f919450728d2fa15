"""Pages by the link of one referral or partner: what such a page says when its link has ended."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kizuna.referrals.case import LinkClosed

Page = Callable[..., HttpResponse]


def by_link(page: Page) -> Page:
    """A page behind a signed link; a closed one names whom to ask."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def shown(request: HttpRequest, token: str, **more: object) -> HttpResponse:
        try:
            return page(request, token, **more)
        except LinkClosed as closed:
            context = {"worker_name": closed.worker_name}
            return render(request, "referrals/link_closed.html", context, status=410)

    return shown

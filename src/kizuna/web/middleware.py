"""Who is looking: built once a request, from the account that logged in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kizuna.access.viewer import STRANGER
from kizuna.people.queries import viewer_of


class WhoIsLooking:
    """Puts the viewer on the request; nothing else in Kizuna reads the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = viewer_of(STRANGER, request.user) if request.user.is_authenticated else STRANGER
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> HttpResponse:
        """The log-in pages of allauth bring a `site` of their own, which would hide ours."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response

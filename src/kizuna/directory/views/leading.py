"""The address of a listing that was merged leads to the same page of the one that was kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from kizuna.directory import queries

View = Callable[..., HttpResponseBase]


def leads_on(view: View) -> View:
    """For pages whose address has the id of a service. For now only: a merge can be undone.

    A form that was sent to the old address is taken at the new one.
    """

    @wraps(view)
    def shown(request: HttpRequest, id: UUID) -> HttpResponseBase:
        there = queries.survivor(request.viewer, "service", id)
        if there is None:
            return view(request, id)
        name = cast(Any, request.resolver_match).view_name
        return redirect(name, there, preserve_request=request.method == "POST")

    return shown

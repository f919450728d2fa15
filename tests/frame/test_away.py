"""While the database is away people get a clear page, wherever it was missed; then all goes on by itself."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from kizuna.frame import middleware


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_what_breaks_before_any_view_is_the_same_page(
    small_site: None, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def away(*arguments: Any) -> None:
        raise error("the server at 10.0.0.1 closed the connection")

    visitor = Client(raise_request_exception=False)
    with monkeypatch.context() as during:
        during.setattr(middleware.Doors, "__call__", away)
        answer = visitor.get("/page/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    page = answer.content.decode()
    assert "We are busy for a moment" in page
    assert "10.0.0.1" not in page
    assert visitor.get("/page/").status_code == 200

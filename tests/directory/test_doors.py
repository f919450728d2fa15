"""Everybody may look; only administrators bring packages in, only providers change what is theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.models import Service, ServiceNeed
from tests.conftest import NOW
from tests.directory.packages import package
from tests.directory.shelf import listing

pytestmark = [pytest.mark.doors, pytest.mark.django_db]

OTHERS = ("resident", "worker", "organiser", "provider", "coordinator", "analyst")
ONLY_ADMINISTRATORS: dict[str, Callable[[Viewer], Any]] = {
    "import": lambda by: actions.import_package(package=package(), by=by, now=NOW),
    "refresh": lambda by: actions.refresh_cards(by=by, now=NOW),
}


@pytest.mark.parametrize("name", ONLY_ADMINISTRATORS)
def test_a_stranger_must_log_in(name: str) -> None:
    with pytest.raises(LogInFirst):
        ONLY_ADMINISTRATORS[name](STRANGER)
    assert not Service.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("name", ONLY_ADMINISTRATORS)
def test_no_other_role_writes_the_directory(name: str, role: Any) -> None:
    with pytest.raises(NotAllowed):
        ONLY_ADMINISTRATORS[name](Viewer(role=role, account="1"))
    assert not Service.objects.exists()


def test_a_provider_changes_the_needs_of_their_own_services_only() -> None:
    service = listing()
    own = Viewer(role="provider", account="1", organisations=frozenset({str(service.organization_id)}))
    other = Viewer(role="provider", account="2", organisations=frozenset({"another"}))
    with pytest.raises(NotFound):
        actions.set_needs(service=service.pk, needs=["money.tax"], by=other, now=NOW)
    with pytest.raises(LogInFirst):
        actions.set_needs(service=service.pk, needs=["money.tax"], by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.set_needs(service=service.pk, needs=[], by=Viewer(role="worker", account="3"), now=NOW)
    actions.set_needs(service=service.pk, needs=["money.tax"], by=own, now=NOW)
    assert list(ServiceNeed.objects.values_list("need", flat=True)) == ["money.tax"]


def test_figures_of_the_town_are_not_for_everybody() -> None:
    with pytest.raises(LogInFirst):
        queries.figures(STRANGER, NOW)


def test_the_page_for_packages_is_closed_to_strangers(client: Client) -> None:
    for answer in (client.get(reverse("directory:import")), client.post(reverse("directory:import"))):
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]

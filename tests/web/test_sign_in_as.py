"""Signing in by a tap: in the demo for everybody, anywhere else for nobody."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, NotFound
from kizuna.people.models import Account
from kizuna.web import queries
from kizuna.web.adapters import DemoBackend
from tests.town import Town, build, refer

pytestmark = pytest.mark.django_db
ROLES = ("resident", "worker", "organiser", "receiver", "coordinator", "analyst", "admin")


@pytest.fixture
def town() -> Town:
    """A town whose accounts have the addresses of the demo."""
    made = build(timezone.now())
    for role in ROLES:
        Account.objects.filter(email=f"{role}@example.org").update(email=f"{role}@linden.example")
    Account.objects.create(email="receiver@linden.example", role="provider", created_at=made.now)
    return made


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.web.demo_urls"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "kizuna.web.adapters.DemoBackend"]


def tap(client: Client, role: str) -> Any:
    return client.post("/demo/sign-in/", {"role": role})


@pytest.mark.doors
def test_a_real_site_has_no_such_address(town: Town, client: Client) -> None:
    for role in (*ROLES, "provider"):
        assert tap(client, role).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("sign_in_as")
    assert "one tap signs you in" not in client.get("/").content.decode()


@pytest.mark.doors
def test_a_real_site_lets_nobody_in_without_a_password(town: Town, settings: Any) -> None:
    """Not even when its settings name the backend by mistake, or somebody brings a session of a demo."""
    request = RequestFactory().post("/")
    worker = Account.objects.get(email="worker@linden.example")
    assert DemoBackend().authenticate(request, demo_role="worker") is None
    assert DemoBackend().get_user(str(worker.pk)) is None
    with pytest.raises(NotFound):
        queries.provider_link(STRANGER, town.now)
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "kizuna.web.adapters.DemoBackend"]
    client = Client()
    client.force_login(worker, "kizuna.web.adapters.DemoBackend")
    assert client.get("/today/").status_code == 302


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", ROLES)
def test_in_the_demo_one_tap_signs_in(town: Town, role: str, client: Client) -> None:
    assert f'value="{role}"' in client.get("/").content.decode() or role == "admin"
    assert tap(client, role)["Location"] == "/"
    assert get_user(client).email == f"{role}@linden.example"
    assert client.get("/", follow=True).status_code == 200


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("role", ["", "system", "nobody", "%"])
def test_a_role_that_is_none_signs_nobody_in(town: Town, role: str, client: Client) -> None:
    assert tap(client, role).status_code == 404
    assert not get_user(client).is_authenticated


@pytest.mark.usefixtures("demo")
def test_who_left_is_not_signed_in(town: Town, client: Client) -> None:
    tap(client, "worker")
    Account.objects.filter(email="worker@linden.example").update(is_active=False)
    assert client.get("/today/").status_code == 302
    assert tap(Client(), "worker").status_code == 404


@pytest.mark.usefixtures("demo")
def test_a_provider_is_led_to_the_link_they_got(town: Town, client: Client) -> None:
    answer = client.post("/demo/sign-in/", {"role": "provider"}, follow=True)
    assert "No referral waits for an answer" in answer.content.decode()
    refer(town, town.ana)
    answer = tap(client, "provider")
    assert "/r/" in answer["Location"]
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Can they come?" in page.content.decode()
    assert not get_user(client).is_authenticated


@pytest.mark.usefixtures("demo")
def test_looking_at_the_address_signs_nobody_in(town: Town, client: Client) -> None:
    assert client.get("/demo/sign-in/", {"role": "worker"}).status_code == 405

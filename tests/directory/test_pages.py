"""The pages of services, and the page where a package is brought in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import SYSTEM
from kizuna.directory.models import BroughtPackage, Service
from kizuna.directory.tasks import read_package
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in, identify_lunch, tables
from tests.directory.test_files import zipped

pytestmark = pytest.mark.django_db
PAGE = reverse("directory:import")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("<h1") == 1
    assert "style=" not in text
    assert "onclick" not in text
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def admin(client: Client) -> Client:
    open_account(
        email="admin@linden.example",
        role="admin",
        name="Ada",
        areas=(),
        by=SYSTEM("test"),
        now=NOW,
        password="x" * 12,
    )
    client.force_login(Account.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def package(members: dict[str, Any] | None = None) -> SimpleUploadedFile:
    rows = members or {
        f"{name}.csv": "\n".join([",".join(found[0]), *(",".join(row.values()) for row in found)])
        for name, found in {k: v for k, v in tables().items() if k in {"organizations", "services"}}.items()
        if found
    }
    return SimpleUploadedFile("package.zip", zipped(rows).getvalue(), "application/zip")


def send(client: Client, do: str, **fields: Any) -> Any:
    return client.post(PAGE, {"package": package(), "source": "linden", "do": do, **fields})


def test_a_service_says_everything_and_what_is_not_known(client: Client) -> None:
    bring_in()
    text = page(client, reverse("directory:service", args=[identify_lunch()]))
    who = ("Lunch club", "Linden Kitchen", "1 Elm Street", "tel:+13055734200;ext=5", "Spanish", "Step-free")
    for words in (*who, "Nobody has confirmed this yet", 'class="keep'):
        assert words in text, words
    # Names and addresses keep their own direction on a page that is read from right to left.
    listed = page(client, reverse("directory:services"))
    for words in ("Lunch club", "Linden Kitchen", "1 Elm Street"):
        assert f"<bdi>{words}" in text and f"<bdi>{words}" in listed, words
    bare = Service.objects.create(name="Bare")
    text = page(client, reverse("directory:service", args=[bare.pk]))
    assert "Hours unknown" in text
    assert "Unknown: ring first" in text
    assert "Closed" not in text
    assert "They gave no phone number." in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("inactive", "not offered at the moment"),
        ("temporarily closed", "Closed for now"),
        ("defunct", "no longer"),
    ],
)
def test_a_service_that_takes_nobody_says_so(client: Client, status: str, words: str) -> None:
    service = Service.objects.create(name="Old", status=status, alert="Mind the step")
    text = page(client, reverse("directory:service", args=[service.pk]))
    assert words in text
    assert "Mind the step" in text


def test_what_others_wrote_is_text_not_page(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    service = Service.objects.create(name=evil, description=evil, eligibility_description=evil, alert=evil)
    text = page(client, reverse("directory:service", args=[service.pk]))
    assert evil not in text
    assert text.count("&lt;script&gt;alert(1)") >= 4


def test_sensitive_pages_can_be_left_quickly(client: Client) -> None:
    bring_in({"services": [{"id": "1", "name": "Domestic violence hotline"}]})
    service = Service.objects.get()
    assert client.get(reverse("directory:service", args=[service.pk])).context["quick_exit"]
    assert not client.get(reverse("directory:services")).context["quick_exit"]


def test_the_list_of_all_has_pages_and_needs(client: Client) -> None:
    bring_in({"services": [{"id": str(n), "name": f"Lunch club {n:02}"} for n in range(25)]})
    first, last = (
        page(client, reverse("directory:services")),
        page(client, reverse("directory:services") + "?page=2"),
    )
    assert "Lunch club 00" in first
    assert "Lunch club 24" in last
    assert "Lunch club 24" not in first
    assert "Lunch club 00" in page(client, reverse("directory:services") + "?need=company.meal")
    assert "There is nothing here yet" in page(client, reverse("directory:services") + "?need=money.tax")
    assert "Lunch club" in page(client, reverse("directory:services") + "?need=nonsense&page=x")


@pytest.mark.parametrize("name", ["services", "service"])
def test_pages_take_few_queries(client: Client, name: str, django_assert_max_num_queries: Any) -> None:
    bring_in({"services": [{"id": str(n), "name": f"Lunch club {n:02}"} for n in range(25)]} | {})
    args = [Service.objects.first().pk] if name == "service" else []
    with django_assert_max_num_queries(12):
        page(client, reverse(f"directory:{name}", args=args))


def test_a_service_with_all_that_belongs_to_it_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    bring_in()
    how: dict[str, Any] = {"by": SYSTEM("test"), "now": NOW}
    area = add_area(name="Linden Bay", level="community", above=None, lat=44.1, lon=-68.4, **how)
    id = open_account(email="marta@linden.example", role="worker", name="Marta", areas=[area], **how)
    worker = Client()
    worker.force_login(Account.objects.get(pk=id), "allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("directory:service", args=[identify_lunch()])
    for reader in (Client(), worker):
        with django_assert_max_num_queries(12):
            assert "1 Elm Street" in page(reader, address)
    Service.objects.update(emergency_only=True)
    with django_assert_max_num_queries(12):
        assert worker.get(address).status_code == 200
    with django_assert_max_num_queries(12):
        assert Client().get(address).status_code == 404


def worked(client: Client, answer: Any) -> str:
    """The page that a sent package leads to, after the background has done its part."""
    assert answer.status_code == 302, answer.content.decode()
    row = BroughtPackage.objects.get(pk=answer["Location"].split("/")[-2])
    assert "looks again by itself" in page(client, answer["Location"])
    read_package.func(key=f"package:{row.pk}:{row.state}")
    return page(client, answer["Location"])


def test_a_package_is_checked_reported_and_imported(admin: Client) -> None:
    page(admin, PAGE)
    answer = send(admin, "check")
    assert "Checked, nothing written" in worked(admin, answer)
    assert not Service.objects.exists()
    reported = admin.get(f"{answer['Location']}findings.csv")
    assert reported["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in reported["Content-Disposition"]
    assert "The directory is up to date" in worked(admin, admin.post(answer["Location"]))
    assert Service.objects.count() == 2
    assert admin.post(answer["Location"]).status_code == 302  # a second press changes nothing
    assert "Nothing has changed" in worked(admin, send(admin, "import"))
    assert "linden" in page(admin, PAGE)
    assert not BroughtPackage.objects.filter(content__isnull=False).exists()


def test_nested_json_comes_in_by_the_page_too(admin: Client) -> None:
    text = b'[{"id": "5f3c1d52-8d0c-4f0e-9c4c-2f5f0b1c9a11", "name": "Lunch", "status": "active"}]'
    sent = SimpleUploadedFile("all.json", text, "application/json")
    assert "The directory is up to date" in worked(admin, send(admin, "import", package=sent))
    assert Service.objects.get().name == "Lunch"


def test_what_cannot_be_taken_is_said_on_its_page(admin: Client) -> None:
    deep = SimpleUploadedFile("all.json", b"[" * 90_000, "application/json")
    found = worked(admin, send(admin, "import", package=deep))
    assert "This package was not taken" in found
    assert "nested more deeply" in found
    assert not Service.objects.exists()


def test_a_checked_package_is_put_away_after_a_day(admin: Client) -> None:
    answer = send(admin, "check")
    worked(admin, answer)
    BroughtPackage.objects.update(at=NOW - timedelta(days=2))
    send(admin, "check")
    assert "put away after a day" in page(admin, answer["Location"])
    refused = admin.post(answer["Location"])
    assert (refused.status_code, "Send the file again" in refused.content.decode()) == (422, True)


def test_what_was_found_is_said_in_the_readers_language(admin: Client) -> None:
    members = {
        "organizations.csv": "id,name,url\n1,Kitchen,kitchen.example.org\n",
        "services.csv": f"id,organization_id,name,email\n1,9,{'Lunch ' * 60},nobody\n2,1,,\n",
    }
    said = {
        "en": (
            "https:// was put before it",
            "is no e-mail address",
            "no organization with this id",
            "refused",
        ),
        "es": (
            "se puso https:// delante",
            "no es una dirección de correo",
            "ningún organization",
            "rechazada",
        ),
        "ar": ("ليس عنوان بريد", "لا يوجد organization", "تم رفضه"),
    }
    answer = send(admin, "check", package=package(members))
    worked(admin, answer)
    for language, words in said.items():
        admin.cookies["django_language"] = language
        text = admin.get(answer["Location"]).content.decode()
        for word in words:
            assert word in text, word
    report = admin.get(f"{answer['Location']}findings.csv").content.decode()
    assert "no organization with this id in the package" in report  # one language for machines
    assert "was cut to 300 characters" in report


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"package": SimpleUploadedFile("a.zip", b"no zip")}, "This is not a zip file"),
        ({"source": "No Such Name!"}, "Use small letters"),
        ({"package": ""}, "required"),
    ],
)
def test_a_wrong_package_is_answered_with_a_sentence(admin: Client, fields: Any, words: str) -> None:
    answer = send(admin, "import", **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Service.objects.exists()

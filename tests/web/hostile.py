"""Forms and addresses as a hostile visitor fills them in: what is sent, and what must then be true."""

import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st

import kizuna
from kizuna.house import ROOMS
from tests.house.doors import DOORS, ROLES
from tests.house.test_doors import address, of_this_route, own_and_other, sessions
from tests.town import Town

NASTY = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202eabc", "0", "-1", "1e309", "NaN", "inf",
    "9" * 400, "x" * 20_000,
    "'; DROP TABLE people_person; --", "<script>alert(1)</script>", "{{ 7*7 }}", "%00%ff", "../../etc/passwd",
    "0000-00-00", "9999-12-31", "31", "13", "٣", "²", "a@b", "a@example.org\nBcc: b@example.org", "+1\n305",
    "[]", "{}", "null", "true", "00000000-0000-0000-0000-000000000000", "\r\n", "=1+1", "👩‍👩‍👧", "on",
    "=HYPERLINK(1)",
)  # fmt: skip
VALUES = st.sampled_from(NASTY) | st.text(max_size=60) | st.uuids().map(str) | st.integers().map(str)
_ASKED = re.compile(r"POST(?:\.get|\.getlist)?[(\[]\"(\w+)\"")


def discovered() -> list[type[forms.BaseForm]]:
    """Every form of every room that is filled in without anything known before."""
    found = []
    for room in ROOMS:
        if find_spec(f"kizuna.{room}.forms") is None:
            continue
        module = import_module(f"kizuna.{room}.forms")
        for each in vars(module).values():
            if (
                isinstance(each, type)
                and issubclass(each, forms.BaseForm)
                and each.__module__.startswith("kizuna.")
            ):
                found.append(each)
    return found


def field_names() -> list[str]:
    """Every name that a form or a view asks for."""
    names = {"csrfmiddlewaretoken", "next", "language", "action", "kind", "page"}
    for form in discovered():
        names |= set(getattr(form, "base_fields", {}))
    for file in Path(kizuna.__file__).parent.glob("*/views*/**/*.py"):
        names |= set(_ASKED.findall(file.read_text()))
    for file in Path(kizuna.__file__).parent.glob("*/views.py"):
        names |= set(_ASKED.findall(file.read_text()))
    return sorted(names | {f"{name}_{part}" for name in ("when", "day") for part in range(3)})


def filled() -> st.SearchStrategy[dict[str, str]]:
    """Some of these fields with something that does not belong there."""
    return st.dictionaries(st.sampled_from(field_names()), VALUES, max_size=8)


def rows() -> dict[str, int]:
    """How many rows every table has; counts of the log-in library and of sessions may change."""
    ours = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {model._meta.label: model._base_manager.count() for model in ours}


class Visitor:
    """One of the roles, in a town, who sends things; nothing that it does lasts."""

    def __init__(self, town: Town) -> None:
        self.town, self.sessions, self.values = town, sessions(town), own_and_other(town)
        self.routes = sorted(DOORS)

    def wrong(self, route: str, role: str, data: dict[str, str], with_file: bool) -> str:
        """What is wrong with the answer; empty when all is well."""
        path = address(route, self.values | of_this_route(route, self.town), "own")
        client = Client(raise_request_exception=False)
        if self.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        sent: dict[str, object] = {k: v.encode("utf-8", "surrogatepass") for k, v in data.items()}
        if with_file:
            sent |= {
                name: SimpleUploadedFile("a.zip", b"PK" + repr(data).encode()) for name in ("package", "file")
            }
        with transaction.atomic():
            before = rows()
            status = client.post(path, sent).status_code
            after = rows()
            transaction.set_rollback(True)
        if status >= 500:
            return f"{route} as {role}: {status} for {data!r}"
        if status >= 400 and before != after:
            changed = {name for name in before if before[name] != after[name]}
            return f"{route} as {role}: {status}, but {changed} changed, for {data!r}"
        return ""


def attempts() -> Iterator[tuple[str, str]]:
    """Every address as every role."""
    for route in sorted(DOORS):
        for role in ROLES:
            yield route, role

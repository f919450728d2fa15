"""What machines call by a code stands on pages in words; pages behind a tile lead back and mark the menu."""

import re
from importlib import import_module

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks.base import Task

from kizuna.house import ROOMS
from kizuna.web import told
from kizuna.web.events import EVENTS, TRIED
from kizuna.web.programs import SCOPES
from kizuna.work.commands.program import schedules
from tests.town import Town, build


def tasks() -> dict[str, Task]:
    found = {}
    for room in ROOMS:
        try:
            module = import_module(f"kizuna.{room}.tasks")
        except ModuleNotFoundError:
            continue
        found |= {f"{room}.{name}": one for name, one in vars(module).items() if isinstance(one, Task)}
    return found


def test_every_task_event_and_scope_has_words_and_no_other_has():
    assert set(told.TASKS) == set(tasks())
    assert set(told.EVENTS) == {*EVENTS, TRIED}
    assert set(told.SCOPES) == set(SCOPES)
    for table in (told.TASKS, told.EVENTS, told.SCOPES):
        assert len(set(table.values())) == len(table)


def test_what_says_that_it_returns_does_return():
    returning = {rhythm.name for rhythm in schedules()}
    said = {name for name, one in tasks().items() if (one.func.__doc__ or "").startswith("Every ")}
    assert said <= returning
    assert returning <= set(told.TASKS)


def test_trouble_is_known_by_class_and_by_number():
    assert told.trouble("builtins.TimeoutError") == told.trouble("TimeoutError") != ""
    assert told.trouble("HTTP 410")
    assert told.trouble("HTTP 418") == ""


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.mark.parametrize(
    ("role", "page", "home", "marked"),
    [
        ("admin", "/operation/", "/", "/"),
        ("admin", "/programs/", "/", "/"),
        ("admin", "/tasks/", "/", "/"),
        ("admin", "/messages/", "/", "/"),
        ("worker", "/glass/", "/cases/", "/cases/"),
        ("worker", "/people/doubles/", "/cases/", "/cases/"),
        ("coordinator", "/runs/", "/", "/"),
    ],
)
def test_a_page_behind_a_tile_leads_back_and_marks_the_menu(
    town: Town, role: str, page: str, home: str, marked: str
) -> None:
    client = Client()
    client.force_login(town.accounts[role])
    text = client.get(page).content.decode()
    main = text[text.index('<main id="main"') :]
    assert re.search(rf'<p><a class="link" href="{home}">', main), main[:300]
    assert re.findall(r'href="([^"]+)" aria-current="page"', text) == [marked]


def test_a_page_of_the_menu_has_no_way_back(town: Town) -> None:
    client = Client()
    client.force_login(town.accounts["admin"])
    text = client.get("/accounts/").content.decode()
    assert re.findall(r'href="([^"]+)" aria-current="page"', text) == ["/accounts/"]
    assert '<p><a class="link" href="/">' not in text

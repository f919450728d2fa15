"""Each kind of violation, planted: a rule that cannot fail is no rule."""

import pytest

from tests.house.rules import broken
from tests.house.templates import broken_template
from tests.house.tree import Source

KEYS = {"referrals": frozenset({"person", "service"}), "people": frozenset()}
TABLES = {"people_person": "people", "referrals_referral": "referrals"}
HOME = {"web/home.html": "web", "frame/base.html": "frame", "people/page.html": "people"}
LIBRARIES = {"frame": "frame", "charts": "web"}
FINE = '"""Doc."""\n'

PLANTS = [
    ("people/queries.py", "from kizuna.referrals.models import Referral", "upstairs"),
    ("people/queries.py", "import kizuna.referrals.pathway", "upstairs"),
    (
        "people/queries.py",
        "from kizuna.places.actions import add_area",
        "may not import a lower room's actions",
    ),
    ("people/views.py", "from kizuna.people.models import Person", "may not import its own models"),
    (
        "people/views/today.py",
        "from kizuna.people.models.persons import Person",
        "may not import its own models",
    ),
    ("people/queries.py", "x = timezone.localdate()", "hides a clock"),
    ("people/queries.py", "from kizuna.elsewhere import x", "is no room"),
    ("people/names.py", "from django.db import models", "a pure file may not import django"),
    ("people/names.py", "import os.path", "a pure file may not import os"),
    ("people/names.py", "from urllib.request import urlopen", "a pure file may not import urllib.request"),
    ("people/names.py", "import tantivy", "a pure file may not import tantivy"),
    ("people/names.py", "from random import choice", "takes only Random"),
    ("people/names.py", "from io import open", "takes only BytesIO, StringIO"),
    ("people/names.py", "from datetime import datetime\nx = datetime.now()", "hides a clock"),
    ("people/models.py", "x = DateTimeField(default=timezone.now)", "hides a clock"),
    ("people/actions.py", "x = timezone.now()", "hides a clock"),
    ("people/names.py", "open('x')", "pure: open()"),
    ("people/names.py", "x = uuid4()", "hides randomness"),
    ("people/names.py", "x = Random()", "has no seed"),
    ("people/names.py", "x = np.random.default_rng()", "hides randomness"),
    ("people/names.py", "x = np.random.normal(3)", "hides randomness"),
    ("people/views.py", "from django.core.mail import send_mail", "only gateways.py"),
    ("people/tasks.py", "import smtplib", "only gateways.py"),
    ("people/models.py", "from django.dispatch import receiver", "no signals"),
    ("people/models.py", "from allauth.account.signals import user_logged_in", "no signals"),
    ("people/models.py", "from django.contrib.admin import site", "no admin"),
    ("people/admin.py", "", "not a name here"),
    ("people/utils.py", "", "not a name here"),
    ("people/queries/helpers.py", "", "not a name here"),
    ("people/__init__.py", "import os", "must be empty"),
    ("people/models/__init__.py", "x = 1", "must be empty, or only import"),
    ("people/names.py", "\n" * 401, "400 are the most"),
    ("people/names.py", "def f() -> None:\n" + "    x = 1\n" * 50, "50 are the most"),
    ("people/views.py", "def f() -> None:\n    from kizuna.people.queries import x", "hides an import"),
    ("people/views.py", "def f() -> None:\n    import json", "hides an import"),
    ("people/views.py", "from .queries import x", "full import paths"),
    ("people/queries.py", "def all_people() -> None: ...", "viewer first"),
    ("people/queries.py", "def one(person: int, viewer: int) -> None: ...", "viewer first"),
    (
        "people/queries.py",
        "def one(viewer: int) -> 'int': ...\nasync def two(x: int) -> int: ...",
        "query two",
    ),
    (
        "people/queries.py",
        "from kizuna.people.models import P\ndef f(viewer: int) -> list[P]: ...",
        "gives rows",
    ),
    ("people/queries.py", "def f(viewer: int) -> QuerySet[int]: ...", "gives rows"),
    ("people/actions.py", "def move(person: int, *, by: int, now: int) -> None: ...", "keyword-only"),
    ("people/actions.py", "def move(*, person: int) -> None: ...", "lacks by and now"),
    ("outbox/actions.py", "def send(*, key: int) -> None: ...", "lacks now"),
    ("people/views.py", "x = SYSTEM('x')", "may not look as SYSTEM"),
    ("people/api.py", "from kizuna.access.viewer import SYSTEM as HOUSE", "may not look as SYSTEM"),
    ("people/forms.py", "x = Viewer(role='system')", "may not look as SYSTEM"),
    ("people/models.py", "x = 'kizuna.referrals.models'", "names a room upstairs"),
    ("people/models.py", "x = Key('referrals.Referral')", "names a room upstairs"),
    ("people/views.py", "x = 'web/home.html'", "names a room upstairs"),
    ("people/names.py", "def f(x) -> None: ...", "does not say the type of x"),
    ("people/names.py", "def f(x: int): ...", "does not say what it returns"),
    ("people/names.py", "def f() -> None: ...", "has no docstring"),
    ("people/names.py", "class F: ...", "has no docstring"),
    ("referrals/queries.py", "x = rows.filter(person__name='x')", "follows person"),
    ("referrals/queries.py", "x = rows.exclude(step__referral__service__name='x')", "follows service"),
    ("referrals/queries.py", "x = rows.order_by('-person__name')", "follows person"),
    ("referrals/queries.py", "x = rows.values(n=F('service__name'))", "follows service"),
    ("referrals/models.py", "x = Q(person__area=1)", "follows person"),
    ("referrals/queries.py", "x = rows.select_related('person')", "follows a key"),
    ("referrals/queries.py", "x = apps.get_model('people', 'Person')", "get_model"),
    ("referrals/queries.py", "x = 'SELECT name FROM people_person'", "a table of people"),
    ("referrals/migrations/0002_x.py", "x = 'UPDATE people_person SET x = 1'", "a table of people"),
]


@pytest.mark.parametrize(("path", "text", "sentence"), PLANTS)
def test_planted_code_is_caught(path: str, text: str, sentence: str) -> None:
    room, _, file = path.partition("/")
    assert sentence in " | ".join(broken(Source(room, file, text), KEYS, TABLES))


ALLOWED = [
    ("people/views.py", "from kizuna.people.queries import profile"),
    ("people/views.py", "from kizuna.places.queries import areas"),
    ("people/names.py", "import numpy as np\nx = np.random.default_rng(3)"),
    ("people/names.py", "from datetime import UTC, datetime\nx = datetime(2026, 1, 1, tzinfo=UTC)"),
    (
        "referrals/queries.py",
        "def waiting(viewer: int) -> list[str]:\n    '''Doc.'''\n    return filter(person__in=[])",
    ),
    ("outbox/actions.py", "def send(key: str, *, now: int) -> None:\n    '''Doc.'''"),
    ("people/models/__init__.py", "from kizuna.people.models.persons import Person\n__all__ = ['Person']"),
    ("outbox/gateways.py", "import smtplib"),
    ("people/tasks.py", "x = timezone.now()"),
]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_what_is_allowed_passes(path: str, text: str) -> None:
    room, _, file = path.partition("/")
    assert list(broken(Source(room, file, text), KEYS, TABLES)) == []


TEMPLATE_PLANTS = [
    ("people/x.html", '{% extends "web/home.html" %}', "upstairs"),
    ("people/x.html", "{% load charts %}", "upstairs"),
    ("people/x.html", "{% load bars from charts %}", "upstairs"),
    ("people/x.html", "{% include name %}", "literal"),
    ("people/x.html", '{% include "frame/nope.html" %}', "no room has it"),
    ("elsewhere/x.html", "", "must live in templates/people/"),
    ("people/x.html", "<p>Hello</p>", "'Hello' is not translatable"),
    ("people/x.html", "{% if x %}Hello{% endif %}", "not translatable"),
    ("people/x.html", '{{ x|default:"none yet" }}', "not translatable"),
    ("people/x.html", "{{ x|yesno:'yes,no' }}", "not translatable"),
    ("people/x.html", 'item{{ n|pluralize:"s" }}', "not translatable"),
    ("people/x.html", '<img alt="A hand">', "alt="),
    ("people/x.html", '<nav aria-label="Pages">', "aria-label="),
    ("people/x.html", '<input placeholder="Name">', "placeholder="),
    ("people/x.html", '<input type="submit" value="Send">', "value="),
    ("people/x.html", '<abbr title="Help">', "title="),
    ("people/x.html", '<meta name="description" content="Help">', "content="),
    ("people/x.html", '{% include "frame/base.html" with title="Hello" %}', "write _(…)"),
    ("people/x.html", '<p style="color:red">', "style="),
    ("people/x.html", '<a onclick="x()">', "no inline handlers"),
    ("people/x.html", '<a href="javascript:x()">', "no inline handlers"),
    ("people/x.html", "<script>x()</script>", "nothing inline"),
    ("people/x.html", "<style>p{}</style>", "nothing inline"),
    ("people/x.html", '<table class="tbl fold"><tbody><td class="num">{{ n }}</td></table>', "data-l"),
    ("people/x.html", '<td data-l="{% translate "Age:" %}">', "ends in a colon"),
    ("people/mail.txt", "Dear {{ name }}", "not translatable"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), TEMPLATE_PLANTS)
def test_planted_template_is_caught(name: str, text: str, sentence: str) -> None:
    assert sentence in " | ".join(broken_template("people", name, text, HOME, LIBRARIES))


TEMPLATES_ALLOWED = [
    '{% extends "frame/base.html" %}{% load frame i18n %}<p class="big">{% translate "Hello" %}</p>',
    "{% blocktranslate trimmed count n=n %}one{% plural %}{{ n }} more{% endblocktranslate %} · 12 – {{ x }}",
    '<p class="{% if a == "b" %}on{% endif %} {{ x|yesno:"on,off" }}" data-x="Word">{# a note #}</p>',
    '{% include "frame/base.html" with title=_("Hello") kind="care" %}{% comment %}Old{% endcomment %}',
    '<script src="x.js" defer></script><img alt="{% translate "A hand" %}"> Kizuna',
]


@pytest.mark.parametrize("text", TEMPLATES_ALLOWED)
def test_a_good_template_passes(text: str) -> None:
    assert list(broken_template("people", "people/x.html", text, HOME, LIBRARIES)) == []

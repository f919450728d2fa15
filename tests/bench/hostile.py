"""Hostile input at length: `make bench NAME=hostile ARGS="examples=5000"`. Every address, role and field."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bench.run import Bench


def run(bench: Bench) -> dict[str, Any]:
    """Send random forms; returns how many, and what went wrong."""
    import django

    django.setup()
    from django.conf import settings as site
    from django.db import transaction
    from django.test.utils import setup_databases, setup_test_environment
    from django.utils import timezone

    from tests.house.doors import ROLES
    from tests.town import build
    from tests.web.hostile import Visitor, filled

    site.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    site.STORAGES = {**site.STORAGES, "staticfiles": plain}
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    examples = bench.setting("examples", 3000)
    wrong: list[str] = []
    answers: Counter[str] = Counter()
    with transaction.atomic():
        visitor = Visitor(build(timezone.now()))
        order = Random(bench.seed)

        @seed(bench.seed)
        @settings(
            max_examples=examples,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            deadline=None,
        )
        @given(filled(), st.booleans())
        def attempt(data: dict[str, str], with_file: bool) -> None:
            route, role = order.choice(visitor.routes), order.choice(ROLES)
            answers["all"] += 1
            if found := visitor.wrong(route, role, data, with_file):
                wrong.append(found)
            if answers["all"] % 200 == 0:
                bench.progress(answers["all"], examples, f"{len(wrong)} wrong")

        attempt()
        transaction.set_rollback(True)
    return {
        "requests": answers["all"],
        "routes": len(visitor.routes),
        "wrong": len(wrong),
        "first": wrong[:5],
    }

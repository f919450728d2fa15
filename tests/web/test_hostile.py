"""Whatever is sent, no page breaks and nothing is half-written. `make bench NAME=hostile` tries more."""

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house.doors import DOORS, ROLES
from tests.town import build
from tests.web.hostile import VALUES, Visitor, discovered, filled

FORMS = [form for form in discovered() if not getattr(form, "__abstractmethods__", None)]


def test_forms_and_fields_are_found() -> None:
    assert len(FORMS) > 5


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_no_form_breaks(form: type) -> None:
    names = sorted(getattr(form, "base_fields", {})) or ["name"]

    @settings(max_examples=8, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.sampled_from(names), VALUES, max_size=len(names)))
    def run(data: dict[str, str]) -> None:
        try:
            filled_in = form(data)
        except TypeError:  # wants to know something first: its page is tried below
            return
        assert filled_in.is_valid() in {True, False}

    run()


@pytest.mark.django_db
def test_no_address_breaks_and_what_is_refused_leaves_nothing() -> None:
    visitor = Visitor(build(timezone.now()))
    wrong: list[str] = []

    @settings(max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(DOORS)), st.sampled_from(ROLES), filled(), st.booleans())
    def run(route: str, role: str, data: dict[str, str], with_file: bool) -> None:
        if found := visitor.wrong(route, role, data, with_file):
            wrong.append(found)

    run()
    assert connection.in_atomic_block
    assert not wrong, "\n".join(wrong)

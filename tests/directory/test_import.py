"""Importing: all of it or nothing, nothing twice, and only what differs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuna.access.viewer import STRANGER, SYSTEM, NotFound, Refused
from kizuna.directory import actions, queries
from kizuna.directory.actions import load
from kizuna.directory.actions.merge import MODELS
from kizuna.directory.models import Edition, Organization, Phone, Service, ServiceNeed, ServiceTerm, Source
from kizuna.directory.package import identify, read
from kizuna.directory.tasks import reindex
from kizuna.ledger.models import Entry
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.packages import bring_in, package, tables

pytestmark = pytest.mark.django_db
LUNCH = identify("linden", "service", "7")
BY = SYSTEM("test")


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the directory, as it stands in the database."""
    models = [*MODELS.values(), ServiceNeed, Source, Edition]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def lunch() -> Any:
    return queries.options_by_id(STRANGER, [LUNCH], NOW)[str(LUNCH)]


def test_everything_around_a_service_arrives() -> None:
    area = add_area(name="Linden Bay", level="community", above=None, lat=51.5, lon=-0.1, by=BY, now=NOW)
    done = bring_in(sha256="ab" * 32)
    assert done.changed
    assert (done.services, done.with_need) == (2, 2)
    option = lunch()
    assert option.organisation == "Linden Kitchen"
    assert option.address == "1 Elm Street, Linden Bay"
    assert (option.lat, option.step_free, option.phone) == (51.5, True, "+13055734200")
    assert option.languages == {"es"}
    assert option.needs == {"company.meal"}
    assert option.areas == {str(area)}
    assert option.places_left == 4
    assert str(option.cost) == "2.50"
    assert option.can_refer
    assert option.open_now is True
    assert Source.objects.get(name="linden").sha256 == "ab" * 32
    assert Entry.objects.filter(verb="directory.imported").count() == 1


def test_the_same_package_again_writes_nothing() -> None:
    bring_in()
    before, notes = everything(), Entry.objects.count()
    with CaptureQueriesContext(connection) as queried:
        again = bring_in()
    assert not again.changed
    assert everything() == before
    assert Entry.objects.count() == notes
    writes = [q["sql"] for q in queried if q["sql"].lstrip().split(" ")[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert writes == []


def test_an_edit_changes_just_that() -> None:
    bring_in()
    before = everything()
    edited = tables()
    edited["phones"][0]["number"] = "305 573 4299"
    done = bring_in(edited)
    assert {t.table: (t.new, t.changed, t.gone) for t in done.tables if t.new or t.changed or t.gone} == {
        "phone": (0, 1, 0)
    }
    after = everything()
    same = [name for name in before if before[name] == after[name]]
    assert set(before) - set(same) == {"Phone", "Service", "Edition"}
    changed = [row["id"] for row, old in zip(after["Service"], before["Service"], strict=True) if row != old]
    assert changed == [LUNCH]
    assert lunch().phone == "+13055734299"


def test_what_leaves_the_package_is_withdrawn_and_may_come_back() -> None:
    bring_in()
    smaller = tables()
    smaller["services"].pop(0)
    for name in ("phones", "regular_schedules", "languages", "services_taxonomy", "service_areas"):
        smaller.pop(name)
    bring_in(smaller)
    assert [o.name for o in queries.options(STRANGER, now=NOW)] == ["Legal advice"]
    assert queries.service(STRANGER, LUNCH, NOW).withdrawn
    assert not Phone.objects.exists()
    assert not ServiceTerm.objects.exists()
    bring_in()
    assert lunch().phone == "+13055734200"
    assert not queries.service(STRANGER, LUNCH, NOW).withdrawn


def test_two_sources_do_not_touch_each_other() -> None:
    bring_in()
    bring_in(source="other")
    assert Service.objects.count() == 4
    assert bring_in().changed is False


def test_rows_of_another_source_are_never_taken_over() -> None:
    own = "6f6c4b8e-7ad0-4b2c-9c59-0d8d3a6f3a11"
    bring_in({"services": [{"id": own, "name": "Lunch"}]})
    before = everything()
    with pytest.raises(Refused, match="“linden”"):
        bring_in({"services": [{"id": own, "name": "Mine now"}]}, source="thief")
    assert everything() == before


def test_a_package_without_services_is_refused() -> None:
    with pytest.raises(Refused, match=r"services\.csv"):
        bring_in({"organizations": [{"id": "1", "name": "Alone"}]})
    assert not Organization.objects.exists()


def _breaks(*args: Any, **named: Any) -> Any:
    raise RuntimeError("the power went off")


def test_nothing_is_half_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "new_edition", _breaks)
    with pytest.raises(RuntimeError):
        bring_in()
    assert not any(everything().values())


def test_cards_that_an_import_left_behind_are_gathered_by_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in()
    edited = tables()
    edited["phones"][0]["number"] = "305 573 4299"
    with monkeypatch.context() as patched:
        patched.setattr(load, "fill_cards", _breaks)
        with pytest.raises(RuntimeError):
            bring_in(edited)
    assert lunch().phone == "+13055734299"  # everything came in: cards are gathered as they are asked for
    assert Service.objects.filter(card__isnull=True).count() == 2
    reindex.func(key="")
    assert not Service.objects.filter(card__isnull=True).exists()
    assert lunch().phone == "+13055734299"


def test_what_changes_while_an_import_compares_is_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in()
    compared, plan = [], load.plan_needs

    def meanwhile(mapped: Any) -> Any:
        found = plan(mapped)
        compared.append(1)
        if len(compared) == 1:
            actions.set_needs(service=LUNCH, needs=["food.today"], by=BY, now=NOW)
        return found

    monkeypatch.setattr(load, "plan_needs", meanwhile)
    edited = tables()
    edited["phones"][0]["number"] = "305 573 4299"
    edited["services_taxonomy"] = []
    bring_in(edited)
    assert len(compared) == 2
    assert (lunch().phone, lunch().needs) == ("+13055734299", {"food.today"})


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    actions.import_package(package=package(), by=BY, now=NOW, progress=lambda *step: told.append(step))
    assert told[-1][0] == "done"
    assert [step[1] for step in told] == sorted(step[1] for step in told)
    assert all(done <= total for _, done, total in told)


def test_needs_that_a_person_chose_outlive_an_import() -> None:
    bring_in()
    actions.set_needs(service=LUNCH, needs=["company.friend", "food.today"], by=BY, now=NOW)
    assert lunch().needs == {"company.friend", "food.today"}
    bring_in()
    assert lunch().needs == {"company.friend", "food.today"}
    actions.set_needs(service=LUNCH, needs=[], by=BY, now=NOW)
    bring_in()
    assert lunch().needs == frozenset()
    with pytest.raises(Refused, match=r"no\.such"):
        actions.set_needs(service=LUNCH, needs=["no.such"], by=BY, now=NOW)
    with pytest.raises(NotFound):
        actions.set_needs(service="nonsense", needs=[], by=BY, now=NOW)


def test_needs_in_our_own_words() -> None:
    found = tables() | {
        "taxonomy": [],
        "services_taxonomy": [],
        "taxonomies": [{"id": "k", "name": "Kizuna needs"}],
        "taxonomy_terms": [{"id": "t", "code": "food.today", "name": "Food", "taxonomy_id": "k"}],
        "attributes": [{"id": "a", "link_id": "7", "link_entity": "service", "taxonomy_term_id": "t"}],
    }
    bring_in(found)
    assert lunch().needs == {"food.today"}


def test_a_changed_mapping_reaches_the_services(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in()
    monkeypatch.setattr(load, "mapped_needs", lambda *said: frozenset({"company.group"}))
    assert bring_in().changed
    assert lunch().needs == {"company.group"}


def test_cards_can_be_gathered_anew() -> None:
    bring_in()
    assert actions.refresh_cards(by=BY, now=NOW) == 0
    Phone.objects.update(number="+13055734211")
    assert actions.refresh_cards(services=[LUNCH, "nonsense"], by=BY, now=NOW) == 1
    assert lunch().phone == "+13055734211"


def test_a_kept_card_is_what_would_be_gathered_now(django_assert_num_queries: Any) -> None:
    bring_in()
    kept = lunch()
    Service.objects.update(card=None)
    assert lunch() == kept


def test_a_list_of_kept_cards_takes_one_query_and_one_for_emergencies(django_assert_num_queries: Any) -> None:
    bring_in()
    with django_assert_num_queries(2):
        assert len(queries.options(STRANGER, now=NOW, needs=("company", "money.legal"))) == 2


def test_where_listings_come_from_and_how_many() -> None:
    bring_in()
    (source,) = queries.sources(STRANGER)
    assert (source.name, source.services, source.imported_at) == ("linden", 2, NOW)
    found = queries.stats(STRANGER)
    assert (found.organisations, found.services, found.locations) == (1, 2, 1)
    assert (found.with_need, found.with_referral_address) == (2, 2)


def test_a_service_whose_organisation_is_lost() -> None:
    bring_in({"services": [{"id": "7", "organization_id": "99", "name": "Lunch"}]})
    assert lunch().organisation == ""
    assert not lunch().can_refer
    assert queries.service(STRANGER, LUNCH, NOW).organisation == ""


def test_the_country_decides_how_numbers_are_read() -> None:
    phone = {"service_id": "1", "number": "020 7946 0018"}
    found = read({"services": [{"id": "1", "name": "a"}], "phones": [phone]}, source="uk", country="GB")
    assert found.records["phone"][0].values["number"] == "+442079460018"

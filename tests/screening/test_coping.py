"""The coping library: words that a child can read, pages that fit a need, a site's own, hidden ones gone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kizuna.access.viewer import STRANGER, NotFound, Refused
from kizuna.directory.needs import BY_CODE
from kizuna.frame.shell import KEEPABLE
from kizuna.screening import actions, queries
from kizuna.screening.coping import REVIEW_AFTER, Coping, Part, offered, parts_of
from kizuna.screening.files import shipped
from tests.conftest import NOW
from tests.instruments.reading_age import grade
from tests.screening.scene import own_page
from tests.screening.walk import Walk

ASKED_FOR = {
    *("stress", "sleep", "grief", "panic", "after-a-disaster", "helping-a-child", "helping-a-neighbour"),
    *("a-quarrel", "loneliness", "money"),
}
# Whoever reads these words could take the page for a doctor's.
DIAGNOSES = ("disorder", "depression", "ptsd", "anxiety", "you suffer", "symptom", "illness", "treatment")


def words(page: Coping) -> list[str]:
    return [page.title, page.about, *(s for part in page.parts for s in (part.title, *part.text))]


def test_the_pages_that_people_need_are_there_in_short():
    assert {page.code for page in shipped()} >= ASKED_FOR
    for page in shipped():
        assert 100 <= sum(len(text.split()) for text in words(page)) <= 230, page.code


@pytest.mark.parametrize("page", shipped(), ids=lambda page: page.code)
def test_a_child_of_eleven_can_read_it_and_it_names_no_illness(page):
    text = "\n".join(words(page))
    assert grade(text) <= 6
    assert not [word for word in DIAGNOSES if word in text.lower()]
    assert "!" not in text


@pytest.mark.parametrize("page", shipped(), ids=lambda page: page.code)
def test_each_says_where_it_comes_from_and_when_it_was_looked_over(page):
    assert page.sources
    assert not page.stale(page.reviewed + REVIEW_AFTER)
    assert page.stale(page.reviewed + REVIEW_AFTER + timedelta(days=1))
    assert set(page.needs) <= set(BY_CODE)


def test_what_is_offered_fits_the_most_pressing_need_first():
    found = [page.code for page in offered(shipped(), ["mood.grief", "company.group"])]
    assert found[0] == "grief"
    assert "loneliness" in found
    assert len(found) <= 3
    assert offered(shipped(), []) == ()
    assert next(page.code for page in offered(shipped(), ["disaster.shelter"])) == "after-a-disaster"


def test_typed_lines_become_parts():
    assert parts_of("Tonight\n- Rest.\n• Drink.\n\n\nAlone") == (
        Part("Tonight", ("Rest.", "Drink.")),
        Part("", ("Alone",)),
    )
    assert parts_of(" \n \n") == ()


def read(code: object) -> tuple[int, str]:
    answer = Client().get(reverse("screening:coping_page", args=[code]))
    return answer.status_code, answer.content.decode()


@pytest.mark.usefixtures("clock")
def test_every_page_has_the_numbers_the_source_and_the_way_to_keep_it(scene):
    for page in shipped():
        status, text = read(page.code)
        assert status == 200
        assert 'href="tel:988"' in text
        assert page.sources[0].split(":")[0].replace("’", "&#x27;") in text
        assert "Looked over on" in text
        assert 'class="keep' in text
    assert "/coping/" in KEEPABLE


@pytest.mark.usefixtures("clock")
def test_a_site_adds_its_own_in_a_language_and_hides_what_does_not_fit(scene):
    admin = scene.town.admin
    own = own_page(NOW, language="es", title="Después de la riada", needs=["mood"])
    assert next(page.code for page in queries.coping_pages(STRANGER, "es")) == str(own)
    assert str(own) not in {page.code for page in queries.coping_pages(STRANGER, "en")}
    assert "Después de la riada" in read(own)[1]
    assert str(own) in {page.code for page in queries.coping_offered(STRANGER, ["mood"], "es")}
    for code in ("stress", str(own)):
        for shown, status in ((False, 404), (False, 404), (True, 200)):
            actions.show_coping(code=code, shown=shown, by=admin, now=NOW)
            assert read(code)[0] == status
    with pytest.raises(NotFound):
        actions.show_coping(code="nothing", shown=False, by=admin, now=NOW)
    for wrong in ({"language": "tlh"}, {"text": " "}, {"reviewed_on": (NOW + timedelta(days=1)).date()}):
        with pytest.raises(Refused):
            own_page(NOW, **wrong)
    assert [kept.shown for kept in queries.coping_library(admin, NOW.date())] == [True] * (len(shipped()) + 1)


@pytest.mark.usefixtures("clock")
def test_after_a_check_up_pages_that_fit_are_offered(scene):
    walk = Walk()
    walk.to_the_end(loss=["death"])
    walk.post("screening:heard", state=walk.state, needs=["mood.grief"])
    assert reverse("screening:coping_page", args=["grief"]) in walk.page.content.decode()
    walk.to_the_end()
    walk.post("screening:heard", state=walk.state)
    assert "Short pages that may help" not in walk.text

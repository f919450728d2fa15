"""Which papers have to be shown: yes, no, or nobody wrote of it."""

import pytest

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory.actions import refresh_cards
from kizuna.directory.card import from_json, papers_of, to_json
from kizuna.directory.listing import Card
from kizuna.directory.models import RequiredDocument, Service
from kizuna.directory.queries import options_by_id
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ([], (None, "")),
        ([" "], (None, "")),
        (["None"], (False, "")),
        (["No documents required."], (False, "")),
        (["None", "A letter with  your address"], (True, "A letter with your address")),
        (["Passport", "Proof of income"], (True, "Passport · Proof of income")),
    ],
)
def test_three_answers(written, known):
    assert papers_of(written) == known
    papers, text = known
    assert from_json(to_json(Card(papers=papers, papers_text=text))) == Card(papers=papers, papers_text=text)


@pytest.mark.django_db
def test_an_option_says_what_has_to_be_brought():
    row = Service.objects.create(name="Food shelf")
    RequiredDocument.objects.create(service=row, document="Photo ID")
    refresh_cards(by=SYSTEM("tests"), now=NOW)
    (found,) = options_by_id(STRANGER, [row.pk], NOW).values()
    assert (found.papers, found.papers_text) == (True, "Photo ID")

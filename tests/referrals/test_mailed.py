"""A partner refers somebody by e-mail: read, asked back, and only then somebody is referred."""

import re

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from hypothesis import given as drawn
from hypothesis import settings as how_many
from hypothesis import strategies as st

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import receive as comes_in
from kizuna.outbox.models import Message, Reply
from kizuna.people.models import Person
from kizuna.referrals import actions
from kizuna.referrals.actions.letters import empty_form
from kizuna.referrals.mailed import LINES, TOPIC, WAITS, Words, bare, is_form, read, understood
from kizuna.referrals.models import Intake
from tests.referrals.test_front_door import PERSONAL, SURGERY, partner
from tests.referrals.town import Town

HOUSE = SYSTEM("test")
WORDS = Words(
    lines={bare(text): field for field, text in LINES.items()},
    means={"need": {"company": "company"}, "agree": {"yes": True, "no": False}, "how": {}},
)
FORM = """Their name: Dora Lopez
Their phone number: 305 555 0166
Their e-mail address:
Does someone else use this phone or read this e-mail: no
Where do they live: Northside
What do they need most: Company
What should the link worker know: She is shy,
and likes to sing.
They agreed that we keep this: yes
How did they say yes: They said yes on the phone
They agreed that we tell you: yes
Your name: Dr Reyes
"""


def test_a_form_is_read_as_mail_programs_send_it() -> None:
    wanted = read(FORM, WORDS)
    assert wanted["name"] == "Dora Lopez" and wanted["note"] == "She is shy, and likes to sing."
    quoted = "Good morning,\n\nplease see below.\n\n" + "".join(f"> {x}\n" for x in FORM.splitlines())
    below = FORM + "\n--\nHarbour surgery\n\n> " + empty_form().replace("\n", "\n> ")
    starred = FORM.replace("Their name:", "*Their name:*").replace("Their phone", "  - THEIR PHONE")
    wide = FORM.replace("Their name:", "Their name：")
    for text in (quoted, below, starred, wide, FORM.replace("\n", "\r\n")):
        assert read(text, WORDS) == wanted, text
    assert not is_form(read(empty_form(), WORDS))
    assert not is_form(read("Dear all, can you ring Dora on 305 555 0166? Their name: Dora", WORDS))


def test_a_choice_that_nobody_understands_is_left_to_the_page() -> None:
    said = {"need": "Company.", "agree": "NO", "how": "by pigeon", "name": "Dora", "phone": ""}
    assert understood(said, WORDS) == {"need": "company", "agree": False, "name": "Dora"}


@how_many(max_examples=200)
@drawn(st.text(max_size=300))
def test_no_letter_breaks_it(text: str) -> None:
    for found in (read(text, WORDS), read(f"{FORM}{text}", WORDS)):
        assert set(found) <= set(LINES) and all(len(one) <= 2000 for one in found.values())


def letter(text: str = FORM, reference: str = "<1@surgery.example>", address: str = SURGERY) -> str:
    """It comes in, and what waits for it is done; the answer of the site to the partner."""
    comes_in(channel="email", address=address, text=text, reference=reference, now=timezone.now())
    row = Reply.objects.get(reference=reference)
    if row.topic == TOPIC:
        for _twice in range(2):
            actions.take_mailed(reply=row.pk, by=HOUSE, now=timezone.now())
    found = Message.objects.filter(key=f"mailed:{row.pk}")
    return found.get().text if found else ""


@pytest.mark.django_db
def test_a_letter_is_asked_back_and_refers_somebody_once(town: Town, client) -> None:
    partner(town, timezone.now())
    told = letter()
    assert letter() == told  # the same letter, fetched again
    assert not any(word in told for word in PERSONAL) and not Intake.objects.exists()
    assert Message.objects.filter(key__startswith="mailed:").values_list("key").count() == 1
    address = re.search(r"https?://[^/]+(/refer/\S+)", told)[1]
    page = client.get(address).content.decode()
    assert 'value="Dora Lopez"' in page and "likes to sing" in page and page.count("checked") >= 4
    persons = Person.objects.count()
    sent = {
        "name": "Dora Lopez", "phone": "305 555 0166", "shared": "no", "area": str(town.north),
        "need": "company", "agree": "on", "how": "phone", "from_name": "Dr Reyes",
        "attempt": "0d7f4b2a-1f0c-4e0e-8d35-3f7a3c1f6b61",
    }  # fmt: skip
    assert client.post(address, {**sent, "agree": ""}).status_code == 422
    for _twice in range(2):
        number = client.post(address, sent)
        assert number.status_code == 200
    assert "Dora" not in client.get(address).content.decode()
    row, reply = Intake.objects.get(), Reply.objects.get()
    assert (row.pk, row.how, row.may_hear) == (reply.pk, "phone", False)
    assert Person.objects.count() == persons + 1 and reply.text == reply.whole == ""
    for entry in Entry.objects.all():
        assert not any(word in f"{entry.verb}{entry.subject}" for word in PERSONAL)


@pytest.mark.django_db
def test_what_is_no_form_reaches_a_human_and_no_yes_keeps_nothing(town: Town, client) -> None:
    partner(town, timezone.now())
    for number, text in enumerate(("Can you please ring us?", "Their name: Dora", empty_form())):
        assert letter(text, f"<a{number}@x>") == ""
        row = Reply.objects.get(reference=f"<a{number}@x>")
        assert (row.topic, row.collected_at, row.text) == ("", None, text)
    assert letter(FORM, "<b@x>", "somebody@else.example") == ""  # nobody's form: a human reads it
    assert "nothing of it is kept" in letter(FORM.replace("keep this: yes", "keep this: no"), "<c@x>")
    assert Reply.objects.get(reference="<c@x>").text == ""
    told = letter(FORM, "<d@x>")
    address = re.search(r"https?://[^/]+(/refer/\S+)", told)[1]
    actions.forget_mailed(by=HOUSE, now=timezone.now())
    assert client.get(address).status_code == 200
    actions.forget_mailed(by=HOUSE, now=timezone.now() + WAITS)
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_form_in_another_language_of_the_site_is_understood(town: Town, client) -> None:
    partner(town, timezone.now())
    with override("es"):
        lines = {field: gettext(text).rstrip("?") for field, text in LINES.items()}
    text = f"{lines['name']}: Dora Lopez\n{lines['phone']}: 305 555 0166\n{lines['need']}: Compañía\n"
    assert "/refer/" in letter(text, "<es@x>")

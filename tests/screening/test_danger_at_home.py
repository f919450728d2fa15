"""Somebody at home may be the danger: nothing goes to where others read, and nothing stays."""

from datetime import timedelta

import pytest

from kizuna.access.viewer import SYSTEM
from kizuna.outbox.models import Message
from kizuna.people.models import Account
from kizuna.screening import actions
from kizuna.screening.models import Concern
from tests.conftest import NOW
from tests.screening.walk import Walk, leave

THEIRS = {"zebedee@example.org", "+13055550188"}


@pytest.mark.parametrize("shared", [True, False])
def test_nothing_is_sent_to_where_others_read(scene, shared):
    """From the answer on, through every look of the ladder, and half a year later."""
    scene.record(answers={"safe": ["home"]}, contact=scene.leaving(shared=shared, phone=""))
    concern = Concern.objects.get()
    for look in range(1, 4):
        actions.escalate_concern(concern=concern.pk, look=look, by=SYSTEM("test"), now=NOW)
    actions.offer_again(by=SYSTEM("test"), now=NOW + timedelta(days=200))
    sent = {message.address for message in Message.objects.all()}
    staff = set(Account.objects.exclude(role="resident").values_list("email", flat=True))
    assert sent
    assert sent <= staff
    assert not sent & THEIRS


@pytest.mark.usefixtures("clock")
def test_nothing_of_it_stays_and_every_page_lets_them_leave(scene):
    walk = Walk().skip_to("safe")
    pages = [walk.next(safe=["home"]), walk.go("on"), walk.go("back"), walk.go("danger")]
    walk.post("screening:contact", heard=walk.page.context["heard"], state=walk.state)
    pages += [walk.page, leave(walk, scene)]
    for page in pages:
        text = page.content.decode()
        assert "no-store" in page["Cache-Control"], text[:400]
        assert page.context["quick_exit"], text[:400]
        assert 'class="keep' not in text
    assert not walk.client.session.keys()

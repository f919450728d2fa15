"""The pages after a cry for help say truly what is kept, and whom to ring."""

import pytest

from kizuna.places.models import CrisisNumber
from tests.screening.scene import set_up
from tests.screening.walk import Walk, leave

KEPT = "You asked us to get in touch, and we keep what you sent"
DENIED = ("Only you see this", "Nothing has been sent or kept", "Nothing you told us is kept")
pytestmark = pytest.mark.usefixtures("clock")


def test_after_asking_for_a_call_no_page_says_that_nothing_is_kept(scene):
    walk = Walk().skip_to("safe")
    walk.next(safe=["life"])
    leave(walk, scene, state=walk.state)
    walk.go("on")
    assert KEPT in walk.text
    assert not any(words in walk.text for words in DENIED)
    walk.go("skip")
    assert "What we heard" in walk.text
    assert KEPT in walk.text
    assert not any(words in walk.text for words in DENIED)
    walk.post("screening:heard", state=walk.state, needs=["mood.crisis"])
    walk.post("signposting:for_me", heard=walk.page.context["heard"])
    assert "not medical advice" in walk.text
    assert not any(words in walk.text for words in DENIED)


def test_who_asked_for_nothing_reads_that_nothing_is_kept(scene):
    walk = Walk()
    walk.to_the_end(lonely="always")
    assert DENIED[1] in walk.text
    walk.post("screening:heard", state=walk.state, needs=["company.friend"])
    walk.post("signposting:for_me", heard=walk.page.context["heard"])
    assert DENIED[2] in walk.text


@pytest.mark.django_db
def test_without_numbers_the_page_sends_nobody_to_numbers():
    scene = set_up(duty=False)
    CrisisNumber.objects.all().delete()
    walk = Walk().skip_to("safe")
    walk.next(safe=["life"])
    assert "ring the emergency number of your country" in walk.text
    assert "numbers on this page" not in walk.text
    leave(walk, scene, state=walk.state)
    assert "one of these numbers" not in walk.text

"""Questions put aside for later, by a private link that only they have."""

import pytest
from django.urls import reverse

from kizuna.screening.models import Saved
from tests.screening.scene import Scene
from tests.screening.test_scales import give_words
from tests.screening.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("clock")
def test_put_aside_and_gone_on_with_by_the_link_alone(scene: Scene) -> None:
    give_words("phq-9")
    walk = Walk()
    walk.start("/check-up/scales/phq-9/")
    walk.next(**{"1": "2"})
    walk.post("screening:save", state=walk.state, **{"2": "3"})
    assert "You are on page 2 of 9." in walk.text
    link = walk.page.context["link"]
    path = link[link.index("/check-up/") :]
    other = Walk()
    assert "page 2 of 9" in other.client.get(path).content.decode()
    other.page = other.client.post(path, {"go": "on"})
    assert other.page.context["form"].initial == {"1": "2", "2": "3"}
    assert other.client.get(path[:-3] + "xx/").status_code == 404
    assert other.client.get("/check-up/back/nonsense/").status_code == 404
    other.client.post(path, {"go": "forget"})
    assert other.client.get(path).status_code == 404
    assert not Saved.objects.exists()


@pytest.mark.usefixtures("clock")
def test_what_is_dangerous_to_find_is_not_put_aside(scene: Scene) -> None:
    walk = Walk().skip_to("safe")
    walk.post("screening:save", state=walk.state, safe=["home"])
    assert "988" in walk.text
    walk.go("on")
    if "step" in walk.page.context:
        assert "Save it and come back" not in walk.text
        walk.post("screening:save", state=walk.state)
    assert not Saved.objects.exists()
    worker = Walk(scene.town.worker)
    worker.start(reverse("screening:with_person", args=[scene.town.ana]))
    assert "Save it and come back" not in worker.text
    assert worker.post("screening:save", state=worker.state).status_code == 404

"""A browser that walks through the check-up."""

import re

from django.test import Client
from django.urls import reverse

from kizuna.people.models import Account
from tests.screening.scene import SECRET


class Walk:
    """One browser: what the last page held goes into the next post."""

    def __init__(self, viewer=None):
        self.client = Client()
        if viewer:
            self.client.force_login(Account.objects.get(pk=viewer.account))
        self.page = None

    def post(self, url, **data):
        self.page = self.client.post(reverse(url) if ":" in url else url, data)
        return self.page

    def start(self, url="screening:start"):
        return self.post(url)

    def next(self, **answers):
        return self.post("screening:questions", state=self.state, go="next", **answers)

    def go(self, where):
        return self.post("screening:questions", state=self.state, go=where)

    def skip_to(self, item):
        self.start()
        while item not in self.page.context["form"].fields:
            self.go("skip")
        return self

    def to_the_end(self, **answers):
        self.start()
        while "step" in self.page.context:
            fields = self.page.context["form"].fields
            self.next(**{key: value for key, value in answers.items() if key in fields})
        return self.page

    @property
    def state(self):
        return self.page.context["state"]

    @property
    def text(self):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.content.decode()))


def leave(walk, scene, **changes):
    given = {
        "name": SECRET,
        "phone": "305 555 0188",
        "area": str(scene.town.north),
        "agree": "on",
        "shared": "no",
    }
    return walk.post(
        "screening:contact", go="leave", heard=walk.page.context["heard"], **{**given, **changes}
    )

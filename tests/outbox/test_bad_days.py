"""Any order of bad days: providers that fail in every way, workers that die, receipts that come as they like.

Whatever happens, no row is lost, nobody gets a message twice while the provider can be asked, and when the
bad days are over everything that was accepted has arrived.
"""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as site
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kizuna.outbox import actions
from kizuna.outbox.gateways import exit as exits
from kizuna.outbox.message import Outcome, Parcel, Told
from kizuna.outbox.models import FailedAddress, Gate, Message
from kizuna.outbox.ways import Way
from kizuna.work.actions import enqueue
from kizuna.work.models import Job
from tests.conftest import NOW

MOODS = {
    "well": Outcome("sent"),
    "500 before": Outcome("uncertain", "HTTP 500", away=True),
    "500 after": Outcome("uncertain", "HTTP 500", away=True),
    "503": Outcome("temporary", "HTTP 503", away=True),
    "429": Outcome("temporary", "HTTP 429", wait=7),
    "lost": Outcome("uncertain", "RemoteDisconnected", away=True),
    "silent": Outcome("uncertain", "TimeoutError", away=True),
}
TAKES = frozenset({"well", "500 after", "lost"})


class BadDays(RuleBasedStateMachine):
    """A provider with moods, workers that die between any two steps, and a clock that only tests move."""

    @initialize(rate=st.sampled_from([0, 2, 50]))
    def begin(self, rate: float) -> None:
        for model in (Message, Gate, FailedAddress, Job):
            model.objects.all().delete()
        self.now, self.worker, self.accepted = NOW, 0, 0
        self.taken: Counter[str] = Counter()
        self.way = Way("stub", "email", "http", rate=rate, burst=max(rate, 1), lanes=4)
        self.ways = (site.OUTBOX_WAYS, exits.gateway_of)
        site.OUTBOX_WAYS = {"email": (self.way,)}
        self.passed: list[float] = []

    def teardown(self) -> None:
        if hasattr(self, "ways"):
            site.OUTBOX_WAYS = self.ways[0]

    @rule(number=st.integers(1, 5), life=st.booleans())
    def accept(self, number: int, life: bool) -> None:
        for _ in range(number):
            self.accepted += 1
            address = f"a{self.accepted}@example.org"
            told = {"subject": "Tea", "text": "Tea", "life_safety": life, "now": self.now}
            actions.send(key=f"k{self.accepted}", address=address, **told)

    def provider(self, parcel: Parcel, mood: str) -> Outcome:
        """What the gateway's `carry` does with a provider of this mood."""
        if parcel.doubtful:
            if mood == "silent" and not parcel.life_safety:
                return Outcome("uncertain", "TimeoutError")
            if mood != "silent" and self.taken[parcel.reference]:
                return Outcome("sent")
            if mood == "silent":  # nobody can say, and it is about somebody's life: this may double it
                return MOODS[mood]
        if mood in TAKES:
            self.taken[parcel.reference] += 1
        return MOODS[mood]

    @rule(moods=st.lists(st.sampled_from(sorted(MOODS)), min_size=4, max_size=4), dies=st.booleans())
    def work(self, moods: list[str], dies: bool) -> None:
        """One worker takes a turn, and dies before it writes down what became of it, or not."""
        self.worker += 1
        key = f"w{self.worker}"
        enqueue("outbox.deliver", key=key, now=self.now)
        Job.objects.filter(key=key).update(leased_until=self.now)
        actions.adopt(by=key, now=self.now)
        parcels = actions.turn(by=key, now=self.now).parcels
        self.passed += [self.now.timestamp()] * len(parcels)
        told = [Told(p, self.provider(p, mood), 1.0) for p, mood in zip(parcels, moods, strict=False)]
        if not dies:
            actions.turn(by=key, told=told, limit=0, now=self.now)
        Job.objects.filter(key=key).update(leased_until=None)

    @rule(data=st.data(), times=st.integers(1, 3))
    @precondition(lambda self: getattr(self, "taken", None))
    def receipts(self, data: st.DataObject, times: int) -> None:
        """What the provider took it tells of, as late and as often as it likes."""
        reference = data.draw(st.sampled_from(sorted(r for r in self.taken if self.taken[r]) or [""]))
        kind = data.draw(st.sampled_from(["sent", "delivered"]))
        for _ in range(times):
            actions.receipt(reference=reference, kind=kind, now=self.now)

    @rule(seconds=st.sampled_from([1, 10, 600, 3600]))
    def later(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def swept(self) -> None:
        actions.sweep(now=self.now)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        if hasattr(self, "taken"):
            assert Message.objects.count() == self.accepted
            twice = [reference for reference, times in self.taken.items() if times > 1]
            assert not twice, twice

    @invariant()
    def the_throttle_holds(self) -> None:
        if hasattr(self, "passed") and self.way.rate:
            for first, start in enumerate(self.passed):
                for last in range(first, len(self.passed)):
                    most = self.way.burst + self.way.rate * (self.passed[last] - start)
                    assert last - first + 1 <= most + 1e-6

    @rule()
    def the_bad_days_are_over(self) -> None:
        """A provider that is well again gets everything that is not in a human's hands."""
        for _ in range(400):
            waiting = Message.objects.filter(status__in=["queued", "sending"])
            if not waiting.exists() and not Message.objects.exclude(next_try=None).exists():
                break
            self.now += timedelta(seconds=30)
            self.work(["well"] * 4, dies=False)
        left = Counter(Message.objects.values_list("status", flat=True))
        assert set(left) <= {"sent", "delivered", "unknown"}, left
        arrived = Message.objects.filter(status__in=["sent", "delivered"])
        assert all(self.taken[row.reference] for row in arrived)


BadDays.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestBadDays = pytest.mark.django_db(BadDays.TestCase)

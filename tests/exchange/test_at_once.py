"""The same Bundle twice at the same moment is one referral, one agreement, one intake."""

from datetime import timedelta

import pytest

from kizuna.exchange.actions import take_in
from kizuna.exchange.bundle import read_transaction
from kizuna.people.models import Consent
from kizuna.referrals.models import Referral, Step
from tests.conftest import NOW
from tests.exchange.caring import agreed, build, bundle, order
from tests.referrals.town import letters
from tests.work.test_crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_bundle_at_the_same_moment_is_kept_once() -> None:
    care = build()
    town = care.town
    asked = bundle(("urn:uuid:a", agreed(town.ana, town.club)), ("urn:uuid:b", order(town.ana, town.club)))
    said = bundle(("urn:uuid:c", agreed(town.ana, town.choir)))

    def send(n: int) -> None:
        for sent in (asked, said):
            take_in(entries=read_transaction(sent), by=town.worker, now=NOW + timedelta(seconds=n))

    assert at_once(3, send) == []
    assert (Referral.objects.count(), Step.objects.count(), len(letters())) == (1, 1, 1)
    assert Consent.objects.filter(purpose="referral").count() == 2

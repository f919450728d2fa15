"""What lies on the desks of a provider with an account and of link workers: for the tables of doors."""

from datetime import timedelta
from uuid import UUID

from kizuna.directory.models import Organization, Service
from kizuna.referrals.actions import open_referral
from kizuna.referrals.models import Flag, Reply, Visit
from tests.town import HOUSE, KITCHEN, Town, identifier


def kitchen() -> Organization:
    """The organisation for which the town's provider works."""
    return Organization.objects.get_or_create(pk=KITCHEN, defaults={"name": "Kitchen"})[0]


def queued(town: Town) -> UUID:
    """A referral that waits at the provider with an account."""
    service, _ = Service.objects.get_or_create(organization=kitchen(), name="Soup")
    return open_referral(
        referral_id=identifier("referral to the kitchen"),
        person=town.ana,
        kind="service",
        option=service.pk,
        need="food.meals",
        consent_how="spoken",
        consent_note="Yes, please ask them.",
        by=HOUSE,
        now=town.now,
    )


def ready_reply(town: Town) -> UUID:
    """A reply that the provider keeps ready."""
    id = identifier("reply")
    if not Reply.objects.filter(pk=id).exists():
        Reply.objects.create(
            pk=id, organisation=kitchen(), title="Full", text="We are full.", kept_at=town.now
        )
    return id


def flagged(town: Town, person: UUID, worker: str) -> UUID:
    """Somebody worries about this person's safety."""
    id = identifier(f"flag of {person}")
    Flag.objects.get_or_create(
        pk=id,
        defaults={
            "person_id": person,
            "note": "A bruise.",
            "raised_by": town.accounts[worker],
            "raised_at": town.now,
        },
    )
    return id


def visiting(town: Town, area: UUID, worker: str) -> UUID:
    """A link worker is out in this area."""
    id = identifier(f"visit in {area}")
    Visit.objects.get_or_create(
        pk=id,
        defaults={
            "worker": town.accounts[worker],
            "area_id": area,
            "place": "Quay",
            "reach": "0155",
            "starts_at": town.now,
            "until": town.now + timedelta(hours=1),
        },
    )
    return id

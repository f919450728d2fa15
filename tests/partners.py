"""Organisations that refer people to the small town of the sweeps."""

from uuid import UUID

from kizuna.outbox.actions import receive as receive_letter
from kizuna.outbox.models import Reply
from kizuna.referrals.actions import add_partner, receive
from kizuna.referrals.models import Partner
from kizuna.referrals.queries import partner_link
from tests.town import HOUSE, Town, identifier


def partner_of(town: Town, area: UUID) -> UUID:
    """An organisation that may refer people of this area."""
    name = f"Surgery of {area}"
    if found := Partner.objects.filter(name=name).first():
        return found.pk
    return add_partner(name=name, email="desk@surgery.example", area=area, by=HOUSE, now=town.now)


def partner_end(town: Town) -> str:
    """The end of the link of a surgery of the north."""
    row = Partner.objects.get(pk=partner_of(town, town.north))
    return partner_link(HOUSE, row, town.now).rstrip("/").rpartition("/")[2]


def form_by_mail(town: Town) -> UUID:
    """A form that the surgery of the north sent by e-mail."""
    partner_of(town, town.north)
    text = "Their name: Dora Lopez\nTheir phone number: 305 555 0166\n"
    receive_letter(
        channel="email", address="desk@surgery.example", text=text, reference="form-1", now=town.now
    )
    return Reply.objects.get(reference="form-1").pk


def referred_in(town: Town, area: UUID) -> UUID:
    """Somebody of this area whom the surgery referred."""
    return receive(
        attempt=identifier(f"referred in {area}"),
        partner=partner_of(town, area),
        name="Dora Lopez",
        phone="+13055550166",
        email="",
        area=str(area),
        shared=False,
        need="company",
        note="",
        from_name="Dr Reyes",
        how="spoken",
        may_hear=True,
        by=HOUSE,
        now=town.now,
    )

"""The house asks providers whether their listings are still right: seldom, quietly, one letter an address."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.freshness import FRESH_DAYS
from kizuna.directory.models import Confirmation, ConfirmationOf, Service
from kizuna.directory.provider_link import LIVES, Purpose, make
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send_many
from kizuna.outbox.message import Draft

LETTERS_A_NIGHT = 200
LISTINGS_A_LETTER = 100
_NAMED = 12
"""Listings that the letter itself names; its page has them all."""
_LOOKED_AT = 20_000


def address_of(row: Service) -> str:
    """Where its provider is written to: its own address, else its organisation's."""
    return (row.email or (row.organization.email if row.organization else "")).strip()


def link(purpose: Purpose, id: object, address: str, now: datetime) -> str:
    """The whole address of a provider's link."""
    token = make(purpose, id, address, settings.SECRET_KEYS, now)
    return settings.BASE_URL + reverse(f"directory:{purpose}_link", args=[token])


def _due(now: datetime) -> QuerySet[Service]:
    """Listings that nobody checked lately and nobody was asked about lately."""
    fresh = timezone.localdate(now) - timedelta(days=FRESH_DAYS)
    lately = now - timedelta(days=settings.CONFIRM_DAYS)
    asked = ConfirmationOf.objects.filter(service=OuterRef("pk"), confirmation__sent_at__gt=lately)
    reachable = ~Q(email="") | (Q(organization__isnull=False) & ~Q(organization__email=""))
    old = Q(assured_date=None) | Q(assured_date__lt=fresh)
    rows = Service.objects.filter(old, reachable, status="active", withdrawn=False).exclude(Exists(asked))
    return rows.select_related("organization").order_by("assured_date", "organization_id", "pk")


def _letters(rows: Iterable[Service]) -> list[tuple[UUID | None, str, list[Service]]]:
    """Who is written to about what: an organisation and one of its addresses, with its listings."""
    found: dict[tuple[UUID | None, str], list[Service]] = defaultdict(list)
    for row in rows:
        found[row.organization_id, address_of(row).casefold()].append(row)
    return [(body, address, some[:LISTINGS_A_LETTER]) for (body, address), some in found.items()]


def ask_to_confirm(*, by: Viewer, now: datetime) -> int:
    """Write the night's letters; how many. Each is one transaction, so that a kill doubles none."""
    allow(by, "listing.ask")
    if not settings.CONFIRM_DAYS:
        return 0
    written = 0
    for body, address, _rows in _letters(_due(now)[:_LOOKED_AT])[:LETTERS_A_NIGHT]:
        with transaction.atomic():
            # Once more, now that nobody else writes: another process may have asked since.
            again = [row for row in _due(now).filter(organization=body) if _is_to(row, address)]
            if again:
                _write(body, address, again[:LISTINGS_A_LETTER], by, now)
                written += 1
    return written


def _is_to(row: Service, address: str) -> bool:
    return address_of(row).casefold() == address


def ask_about(*, service: object, by: Viewer, now: datetime) -> bool:
    """A curator has the provider of one listing asked now; False when it has no address."""
    row = service_row(by, service)
    allow_care(by, row)
    address = address_of(row)
    if not address:
        return False
    with transaction.atomic():
        _write(row.organization_id, address.casefold(), [row], by, now)
    return True


def _write(body: UUID | None, address: str, rows: list[Service], by: Viewer, now: datetime) -> None:
    asked = Confirmation.objects.create(id=uuid4(), organization_id=body, address=address, sent_at=now)
    ConfirmationOf.objects.bulk_create(ConfirmationOf(confirmation=asked, service=row) for row in rows)
    with translation.override(settings.LANGUAGE_CODE):
        letter = Draft(
            key=f"confirm:{asked.pk}",
            address=address,
            subject=_subject(rows),
            text=_text(asked, rows, now),
            topic="directory",
            until=now + LIVES["confirm"],
            cause=f"directory.Confirmation:{asked.pk}",
            many=True,
        )
    send_many(messages=[letter], now=now)
    note(verb="confirmation.asked", subject=asked, by=by, now=now)


def _subject(rows: list[Service]) -> str:
    if len(rows) == 1:
        return _("Is this still right? %(name)s") % {"name": rows[0].name}
    return _("Is what we say about you still right?")


def _text(asked: Confirmation, rows: list[Service], now: datetime) -> str:
    names = "\n".join(f"- {row.name}" for row in rows[:_NAMED])
    if len(rows) > _NAMED:
        names += "\n" + _("- and more: you see all of them on the page")
    said = {
        "site": settings.SITE_NAME,
        "names": names,
        "link": link("confirm", asked.pk, asked.address, now),
        "room": link("room", rows[0].pk, asked.address, now),
    }
    text = _(
        "%(site)s lists what you offer, so that people find it:\n\n%(names)s\n\n"
        "Is it still right? Look at it and say yes with one click. You need no account:\n%(link)s\n\n"
        "The link works for 30 days. Please do not pass it on."
    )
    if len(rows) == 1:
        text += "\n\n" + _("To tell people whether you have room now, keep this link:\n%(room)s")
    return text % said

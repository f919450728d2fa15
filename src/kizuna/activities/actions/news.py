"""A newsletter is drafted by the house, changed and checked by a human, and written for a run."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.activities.models import Newsletter
from kizuna.activities.news import LONGEST, NEWS_STEPS, TASK, TITLE, NewsValue, as_sms, spoken, task_key
from kizuna.activities.queries import drafted, news_to_write
from kizuna.ledger.actions import note
from kizuna.outbox.actions import open_run, plan_run
from kizuna.outbox.message import Draft, checked
from kizuna.people.consent import Reader
from kizuna.people.queries import readers
from kizuna.places.identity import known
from kizuna.places.queries import area as one_area
from kizuna.places.queries import under
from kizuna.work.actions import enqueue


def draft_news(*, area: object, by: Viewer, now: datetime) -> UUID:
    """Gather what there is to tell in an area; its id. Nothing of it is sent."""
    where = one_area(by, area)
    allow(by, "news.keep", area=where.id)
    texts, groups = drafted(by, where.id, now)
    title = _("News from %(place)s") % {"place": where.name}
    with transaction.atomic():
        row = Newsletter.objects.create(
            area_id=known(where.id),
            title=title[:TITLE],
            texts=texts,
            groups=groups,
            by_id=known(by.account) if by.account else None,
            at=now,
        )
        note(verb="news.drafted", subject=row, by=by, now=now)
    return row.pk


def _draft(news: object, by: Viewer) -> Newsletter:
    row = Newsletter.objects.select_for_update().filter(pk=known(news)).exclude(state="gone").first()
    allow(by, "news.keep", area=row.area_id if row else None)
    if row is None:
        raise NotFound("newsletter")
    return row


def change_news(*, news: object, title: str, texts: Mapping[str, str], by: Viewer, now: datetime) -> None:
    """Write a draft anew."""
    with transaction.atomic():
        row = _draft(news, by)
        if row.state != "draft":
            raise Refused(_("It was checked already and can no longer be changed."))
        kept = {code: text.strip() for code, text in texts.items() if code in dict(settings.LANGUAGES)}
        if not title.strip() or not any(kept.values()):
            raise Refused(_("A newsletter needs a title and words in one language at least."))
        if len(title) > TITLE or any(len(text) > LONGEST or "\x00" in text for text in kept.values()):
            raise Refused(_("This is too long. Write less, or in two parts."))
        row.title, row.texts = title.strip(), kept
        row.save(update_fields=["title", "texts"])
        note(verb="news.changed", subject=row, by=by, now=now)


def check_news(*, news: object, by: Viewer, now: datetime) -> UUID:
    """Say that it was read and is right: its messages are written, and wait for somebody to start them.

    Returns their run. A second time changes nothing.
    """
    allow(by, "news.keep", area=_area_of(news))
    with transaction.atomic():
        row = _draft(news, by)
        if row.state != "checked":
            _step(row, "checked")
            row.checked_at = now
            row.run = open_run(key=task_key(row.pk), label=row.title, area=row.area_id, now=now)
            row.save(update_fields=["state", "checked_at", "run"])
            enqueue(TASK, key=task_key(row.pk), now=now)
            note(verb="news.checked", subject=row, by=by, now=now)
    if row.run is None:
        raise NotFound("newsletter")
    return row.run


def _area_of(news: object) -> object:
    return Newsletter.objects.filter(pk=known(news)).values_list("area", flat=True).first()


def _step(row: Newsletter, state: str) -> None:
    if state not in NEWS_STEPS[row.state]:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    row.state = state


def drop_news(*, news: object, by: Viewer, now: datetime) -> None:
    """Throw a draft away."""
    with transaction.atomic():
        row = _draft(news, by)
        _step(row, "gone")
        row.save(update_fields=["state"])
        note(verb="news.dropped", subject=row, by=by, now=now)


def write_news(*, news: UUID, by: Viewer, now: datetime) -> int:
    """What the background does: a message to everybody who agreed, each once however often it begins anew."""
    allow(by, "run.gather")
    found = news_to_write(by, news)
    if found is None or not found.run:
        return 0
    try:
        return plan_run(run=UUID(found.run), messages=_messages(found, by, now), now=now)
    except Refused:  # somebody cancelled or started it meanwhile
        return 0


def _messages(found: NewsValue, by: Viewer, now: datetime) -> Iterator[Draft]:
    near = under(by, [found.area])
    for one in readers(by, near, now):
        if one.shared:  # others read there: nothing is sent
            continue
        with suppress(Refused):  # an address that is none keeps nobody else's message back
            yield checked(_message(found, one))


def _message(found: NewsValue, one: Reader) -> Draft:
    reads = spoken(one.language, found.texts, settings.LANGUAGE_CODE)
    page = settings.BASE_URL + reverse("activities:newsletter", args=[found.id])
    text = found.texts.get(reads, "")
    return Draft(
        key=f"{task_key(found.id)}:{one.person}",
        address=one.address,
        subject=found.title,
        text=as_sms(found.title, page, reads) if one.channel == "sms" else f"{text}\n\n{page}",
        channel=one.channel,
        cause=f"consent:{one.consent}",
        person=one.person,
        many=True,
    )

"""Lines that wait for whoever watches them."""

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.entry import NewsValue
from kizuna.ledger.models import Entry, News


def news(viewer: Viewer, topic: str, limit: int) -> list[NewsValue]:
    """What this topic has not heard yet, the oldest first; held until the transaction ends."""
    allow(viewer, "ledger.hear")
    waiting = News.objects.select_for_update(skip_locked=True).filter(topic=topic).order_by("pk")
    rows = dict(waiting.values_list("pk", "line")[:limit])
    lines = Entry.objects.in_bulk(set(rows.values()))
    return [_value(id, lines[line]) for id, line in rows.items() if line in lines]


def _value(id: int, line: Entry) -> NewsValue:
    return NewsValue(id, line.pk, line.verb, line.subject, str(line.person or ""), line.at)

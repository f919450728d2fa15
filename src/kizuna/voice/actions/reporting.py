"""Somebody reports what is not right, answers a question, takes it back, or asks for another look."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.queries import group as one_group
from kizuna.ledger.actions import note
from kizuna.people.profile import AccountValue
from kizuna.places.identity import known
from kizuna.places.queries import reach_of, top_area
from kizuna.voice.actions.telling import tell_readers
from kizuna.voice.models import About, Aside, Report, Taken
from kizuna.voice.queries import due_of, readers, tied
from kizuna.voice.report import KINDS, LONGEST, TELLS, NewReport, opens, opens_about, tells_of_danger
from kizuna.voice.steps import may_take, next_step

HOUSE = SYSTEM("voice: a report is sorted")


def words_of(text: str, *, needed: bool) -> str:
    """Clean words of somebody; raises Refused when they are too long, or missing where they are needed."""
    clean = text.strip()
    if needed and not clean:
        raise Refused(_("Write a few words, so that people understand it."))
    if len(clean) > LONGEST or "\x00" in clean:
        raise Refused(_("This is too long. Write at most 5,000 characters."))
    return clean


def near_readers(row: Report, now: datetime) -> list[AccountValue]:
    """Those who decide about a report and do not stand near to it; where nobody of its area is left, all.

    Then the report goes wider at once: somebody must be able to read it.
    """
    aside = Aside.objects.filter(report=row).values_list("account", flat=True)
    every = readers(HOUSE, map(str, aside))
    near = [one for one in every if str(row.area_id) in frozenset().union(*reach_of(HOUSE, one.areas))]
    if near and row.widened_at is None:
        return near
    if row.widened_at is None:
        row.widened_at = now
        row.save(update_fields=["widened_at"])
    return every


def sort_out(row: Report, now: datetime) -> int:
    """Set aside whoever stands near to a report, also those who came near since; how many are new."""
    part = tied(
        HOUSE,
        who=row.who or "",
        words=row.words or "",
        group=str(row.group_id or ""),
        reporter=str(row.person_id or ""),
        now=now,
    )
    there = Aside.objects.filter(report=row).count()
    about = [About(report=row, person_id=known(one)) for one in sorted(part.persons)]
    About.objects.bulk_create(about, ignore_conflicts=True)
    aside = [Aside(report=row, account_id=known(one)) for one in sorted(part.accounts)]
    Aside.objects.bulk_create(aside, ignore_conflicts=True)
    return Aside.objects.filter(report=row).count() - there


def make_report(*, new: NewReport, by: Viewer, now: datetime) -> UUID:
    """Keep a report, set aside whoever stands near to it, and ask the others to look; its id.

    The ledger does not say who reported: whoever reads it may be part of it.
    """
    allow(by, "report.make")
    if new.kind not in KINDS or new.tell not in TELLS:
        raise Refused(_("Choose what it is about."))
    words, who = words_of(new.words, needed=True), words_of(new.who, needed=False)
    top = None if new.group else top_area(by)
    where = one_group(by, new.group, now).area if new.group else top.id if top else ""
    urgent = tells_of_danger(new.kind, words)
    with transaction.atomic():
        row, made = Report.objects.get_or_create(
            key=new.key,
            defaults={
                "kind": new.kind,
                "page": new.page[:200],
                "group_id": known(new.group) if new.group else None,
                "area_id": known(where) if where else None,
                "words": words,
                "who": who,
                "person_id": known(by.person) if by.role == "resident" and by.person else None,
                "named": new.named and bool(by.person),
                "tell": new.tell,
                "reach": new.reach if new.tell == "write" else "",
                "language": new.language,
                "at": now,
                "since": now,
                "due_at": due_of(HOUSE, "new", now, urgent=urgent),
            },
        )
        if made:
            if by.account and by.role != "resident":
                Aside.objects.create(report=row, account_id=known(by.account))
            sort_out(row, now)
            note(verb="report.made", subject=row, by=STRANGER, now=now)
            tell_readers(row, near_readers(row, now), "new", now)
    return row.pk


def own_step(*, report: object, step: str, words: str, by: Viewer, now: datetime) -> None:
    """Whoever made a report answers, appeals or takes it back, by its secret link. Twice is once."""
    allow(by, "report.link", link=opens(report))
    said = words_of(words, needed=step != "withdraw")
    with transaction.atomic():
        row = Report.objects.select_for_update().filter(pk=known(report)).first()
        if row is None:
            raise NotFound("report")
        if not may_take(step, state=row.state, who="reporter", account="", decided_by=""):
            raise Refused(_("This is no longer possible. Look at how it stands now."))
        if step == "appeal":
            check_appeal(row, step, now)
        move(row, step, said, None, now)
        note(verb=f"report.{step}", subject=row, by=STRANGER, now=now)
        if row.state != "withdrawn":
            tell_readers(row, near_readers(row, now), f"{step}:{int(now.timestamp())}", now)


def check_appeal(row: Report, step: str, now: datetime) -> None:
    """Raises Refused when it is too late to ask for another look, or when they did already."""
    if not (row.due_at and now <= row.due_at):
        raise Refused(_("The time in which it could be looked at again is over."))
    if row.state == "appealed" and Taken.objects.filter(report=row, step=step).exists():
        raise Refused(_("You asked for it already. Somebody else looks at it again."))


def object_to(*, about: int | str, words: str, by: Viewer, now: datetime) -> None:
    """Whoever a report is about asks for another look, by the link that told them of the decision."""
    allow(by, "report.about", link=opens_about(about))
    said = words_of(words, needed=True)
    with transaction.atomic():
        report = About.objects.filter(pk=about).values_list("report", flat=True)
        row = Report.objects.select_for_update().filter(pk__in=list(report)).first()
        if row is None or not row.told_them:
            raise NotFound("report")
        if not may_take("object", state=row.state, who="reported", account="", decided_by=""):
            raise Refused(_("This is no longer possible. Look at how it stands now."))
        check_appeal(row, "object", now)
        move(row, "object", said, None, now)
        note(verb="report.object", subject=row, by=STRANGER, now=now)
        tell_readers(row, near_readers(row, now), f"object:{int(now.timestamp())}", now)


def move(row: Report, step: str, words: str, account: UUID | None, now: datetime) -> None:
    """Take a step that was found to be allowed, with its words and what is due next."""
    row.state = next_step(step, row.state) or row.state
    row.since, row.told_of = now, None
    row.due_at = due_of(HOUSE, row.state, now, urgent=tells_of_danger(row.kind, row.words))
    row.save()
    Taken.objects.create(report=row, step=step, account_id=account, words=words, at=now)

"""Those who decide take a report, ask, decide, decide again; what is late goes wider."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.referrals.queries import site_calendar
from kizuna.voice.actions.reporting import move, near_readers, sort_out, words_of
from kizuna.voice.actions.telling import tell_readers, tell_reported, tell_reporter
from kizuna.voice.models import Aside, Report
from kizuna.voice.queries import visible_reports
from kizuna.voice.steps import OUTCOMES, OVER, WAITS_FOR_US, may_take, next_step

HOUSE = SYSTEM("voice: reports")
READERS = frozenset({"take", "ask", "decide", "decide_again"})
DECIDES = frozenset({"decide", "decide_again"})
AT_ONCE = 200


def _mine(report: object, by: Viewer) -> Report:
    """The row of a report, locked; NotFound for whoever stands near to it."""
    rows = Report.objects.select_for_update(of=("self",)).filter(pk__in=visible_reports(by).values("pk"))
    row = rows.filter(pk=known(report)).first()
    if row is None or not by.account:
        raise NotFound("report")
    return row


def take_step(
    *,
    report: object,
    step: str,
    words: str = "",
    outcome: str = "",
    told_them: str = "",
    by: Viewer,
    now: datetime,
) -> None:
    """Take a report, ask whoever made it, decide, or decide again: `words` are for them to read.

    `told_them`: what those it is about read of the decision; they may ask for another look.
    """
    allow_some(by, "report.decide")
    with transaction.atomic():
        row = _mine(report, by)
        before = str(row.decided_by_id or "")
        if step not in READERS or not may_take(
            step, state=row.state, who="reader", account=by.account, decided_by=before
        ):
            raise Refused(_("This is no longer possible. Look at how it stands now."))
        said = words_of(words, needed=step != "take")
        if step == "ask" and row.tell == "not":
            raise Refused(_("Whoever reported it does not want to hear of it."))
        if step in DECIDES:
            if outcome not in OUTCOMES:
                raise Refused(_("Choose what was decided."))
            row.outcome, row.decided_by_id = outcome, known(by.account)
            row.told_them = words_of(told_them, needed=False)
        if step == "take":
            row.taken_by_id = known(by.account)
        move(row, step, said, UUID(by.account), now)
        note(verb=f"report.{step}", subject=row, by=by, now=now)
        if step != "take":
            tell_reporter(row, now)
        if step in DECIDES and row.told_them:
            tell_reported(row, now)


def stand_aside(*, report: object, by: Viewer, now: datetime) -> None:
    """“I stand near to this”: whoever says so never sees the report again, and others are asked to look."""
    allow_some(by, "report.decide")
    with transaction.atomic():
        row = _mine(report, by)
        Aside.objects.get_or_create(report=row, account_id=known(by.account))
        if str(row.taken_by_id) == by.account:
            row.taken_by_id = None
            if next_step("give_back", row.state):
                move(row, "give_back", "", UUID(by.account), now)
        note(verb="report.aside", subject=row, by=by, now=now)
        tell_readers(row, near_readers(row, now), f"aside:{int(now.timestamp())}", now)


def chase(*, by: Viewer, now: datetime) -> int:
    """Ask again where a report is late, and a working day later everybody who may decide; how many reports.

    A decision against which nobody appealed in time is closed. Whoever came near since is set aside.
    """
    allow(by, "report.chase")
    days = site_calendar(by)
    today, done = now.astimezone(days.zone).date(), 0
    with transaction.atomic():
        late = Report.objects.select_for_update().filter(due_at__lt=now).order_by("due_at", "pk")
        for row in late.filter(state="decided")[:AT_ONCE]:
            move(row, "close", "", None, now)
            note(verb="report.close", subject=row, by=by, now=now)
            done += 1
        for row in Report.objects.exclude(state__in=OVER).order_by("pk"):
            if sort_out(row, now):
                note(verb="report.aside", subject=row, by=by, now=now)
        for row in late.filter(state__in=[*WAITS_FOR_US, "asked"])[:AT_ONCE]:
            if row.told_of is None:
                row.told_of = now
            elif row.widened_at is None and days.after_working_days(row.told_of, 1).date() <= today:
                row.widened_at = now
            else:
                continue
            row.save(update_fields=["told_of", "widened_at"])
            tell_readers(row, near_readers(row, now), f"late:{int(now.timestamp())}", now)
            note(verb="report.chased", subject=row, by=by, now=now)
            done += 1
    return done

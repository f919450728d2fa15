"""Members of groups of the demo town, what they wrote, a code of conduct and two reports. All made up."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.activities import actions as activities
from kizuna.activities import queries as activity_queries
from kizuna.activities.participation import USUAL_AGES, ProfileRow, band
from kizuna.activities.talking import NewLetter
from kizuna.voice import actions as voice
from kizuna.voice.report import NewReport
from kizuna.web.actions.workshops import plant_workshops
from kizuna.web.town import loading
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.residents import NEIGHBOURHOODS

CAME_OFTEN, MOST = 4, 25
LETTERS = (
    ("Cake on Thursday", "I bring a lemon cake. Who brings coffee?", "sent", 6),
    ("The door at the back", "The front door is being painted. Please come in by the garden.", "sent", 3),
    ("A lift home", "Can somebody take me home after dark? I live near the harbour.", "waiting", 1),
)
NEWCOMERS = ("Noor", "Jules", "Wei")
RULES = (
    "Everybody is welcome, also for one time only.",
    "Nobody has to tell why they are here.",
    "What you hear here stays here, unless somebody is in danger.",
    "We ask before we take a picture.",
)
REPORTS = (
    ("private", "Somebody told in the shop what I had said in the group.", "", 3),
    (
        "wrong_page",
        "The page says that there are no steps. There are two at the door.",
        "put_right",
        9,
    ),
)


def _faithful(times: dict[int, int], who: int) -> tuple[int, int]:
    return -times[who], who


def _came(town: Town) -> dict[str, list[int]]:
    """Who came often to each group, the most faithful first."""
    count: dict[str, dict[int, int]] = {}
    for visit in town.life.visits:
        if visit.came:
            of = count.setdefault(visit.group, {})
            of[visit.resident] = of.get(visit.resident, 0) + 1
    return {
        code: [who for who in sorted(of, key=partial(_faithful, of)) if of[who] >= CAME_OFTEN]
        for code, of in sorted(count.items())
    }


def tell_talks(*, town: Town, staff: dict[str, str], by: Viewer, now: datetime) -> None:
    """Plant them: the guest of the demo belongs to a group of Old Town in which something goes on."""
    allow(by, "town.load")
    came = {code: who[:MOST] for code, who in _came(town).items() if who}
    kept = [g.code for g in town.groups if g.neighbourhood == "old-town" and not g.gentle and g.code in came]
    shown = kept[0] if kept else next(iter(came), "")
    if not shown:
        return
    guest = loading.guest(town)
    came[shown] = [guest, *(who for who in came[shown] if who != guest)]
    members = [
        (town_id("group", code), loading.person_id(who)) for code, some in came.items() for who in some
    ]
    activities.load_members(members=members, since=now - timedelta(days=60), by=by, now=now)
    first = {shown: came[shown], **came}
    _buddies({code: [who for who in some if who != guest] for code, some in first.items()}, by, now)
    writers = came[shown][1:] or [guest]
    letters = [
        NewLetter(
            id=town_id("letter", number),
            group=str(town_id("group", shown)),
            person=loading.person_id(writers[number % len(writers)]),
            subject=subject,
            text=text,
            state=state,
            at=now - timedelta(days=days),
        )
        for number, (subject, text, state, days) in enumerate(LETTERS)
    ]
    activities.load_letters(letters=letters, by=by, now=now)
    plant_workshops(group=str(town_id("group", shown)), people=came[shown], town=town, by=by, now=now)
    _profile(town, by, now)
    activities.draft_news(area=town_id("area", "linden-bay"), by=by, now=now)
    voice.write_code(group=town_id("group", shown), language="en", rules=RULES, by=by, now=now)
    _reports(str(town_id("group", shown)), staff, now)


def _buddies(members: dict[str, list[int]], by: Viewer, now: datetime) -> None:
    """In each group two members meet newcomers; some of the next dates have one who asked for it."""
    names = iter(NEWCOMERS)
    for code, some in members.items():
        group = town_id("group", code)
        for who in some[1:3]:
            herself = Viewer(role="resident", person=loading.person_id(who))
            activities.be_buddy(group=group, wish=True, by=herself, now=now)
        coming = activity_queries.group(by, group, now)
        name = next(names, "") if coming.join == "open" and coming.next_dates else ""
        if name:
            activities.take_seat(
                event=coming.next_dates[0].event,
                starts_at=coming.next_dates[0].starts_at,
                name=name,
                reach=f"{name.lower()}@linden.example",
                key=f"newcomer:{code}",
                met=True,
                shares=name == NEWCOMERS[0],
                by=STRANGER,
                now=now,
            )


def _profile(town: Town, by: Viewer, now: datetime) -> None:
    """Who lives in Linden Bay, as its census would tell it."""
    names = {one.code: one.name for one in NEIGHBOURHOODS}
    ages = [(text, found) for text in USUAL_AGES if (found := band(text))]
    count: Counter[tuple[str, str]] = Counter()
    for who in town.people:
        age = town.now.year - who.birth_year
        count["age", next(text for text, (low, high) in ages if low <= age <= high)] += 1
        count["gender", who.gender] += 1
        count["language", who.languages[0]] += 1
        count["area", names[who.neighbourhood]] += 1
        count["disability", "yes" if who.less_mobile else "no"] += 1
    rows = [ProfileRow(kind, value, number) for (kind, value), number in sorted(count.items())]
    bay = town_id("area", "linden-bay")
    activities.load_profile(area=bay, rows=rows, source="Census of Linden Bay", by=by, now=now)


def _reports(group: str, staff: dict[str, str], now: datetime) -> None:
    reader = Viewer(role="admin", account=staff["admin"])
    for number, (kind, words, outcome, days) in enumerate(REPORTS):
        new = NewReport(town_id("report", number), kind, words, page=f"/groups/{group}/", group=group)
        report = voice.make_report(new=new, by=STRANGER, now=now - timedelta(days=days))
        if outcome:
            step: dict[str, Any] = {"report": report, "by": reader, "now": now - timedelta(days=days - 1)}
            voice.take_step(step="take", **step)
            said = "Thank you. The page says now that there are two steps."
            voice.take_step(step="decide", outcome=outcome, words=said, **step)

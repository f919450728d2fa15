"""`kizuna directory feed`: directories of others that are fetched in their rhythm."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory import actions, queries
from kizuna.directory.feeds import FeedValue, source_name

_VIEWER = SYSTEM("kizuna directory feed")
WORDS = ("list", "add", "fetch", "off", "on")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("do", choices=WORDS, nargs="?", default="list", help="what to do; else list")
    parser.add_argument("source", nargs="?", default="", help="short name of where it comes from")
    parser.add_argument("url", nargs="?", default="", help="for add: a package, or services of an HSDS API")
    parser.add_argument("--every", default="24h", help="hours, as 6h, or a cron expression: '15 3 * * *'")
    parser.add_argument("--publisher", default="", help="who publishes it")
    parser.add_argument("--licence", default="", help="under which licence")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")


def _found(source: str) -> FeedValue:
    found = next((one for one in queries.feeds(_VIEWER) if one.source == source), None)
    if found is None:
        raise Refused(f"There is no feed called {source or '(nothing)'}: kizuna directory feed list")
    return found


def _listed(as_json: bool) -> None:
    found = queries.feeds(_VIEWER)
    if as_json:
        sys.stdout.write(json.dumps({"feeds": [asdict(one) for one in found]}, default=str) + "\n")
        return
    table = Table("source", "every", "last time", "what came of it", "failures", "next time")
    for one in found:
        last, then = (f"{at:%Y-%m-%d %H:%M}" if at else "" for at in (one.fetched_at, one.next_at))
        what = f"{one.outcome}: {one.said}" if one.said else one.outcome
        table.add_row(one.source, one.rhythm, last, what, str(one.failures), then if one.on else "off")
    Console().print(table if found else "No feed yet: kizuna directory feed add NAME URL")


def _run(options: Namespace) -> int:
    now = timezone.now()
    if options.do == "add":
        said = {"publisher": options.publisher, "licence": options.licence, "rhythm": options.every}
        source = source_name(options.source)
        actions.keep_feed(source=source, url=options.url, **said, by=_VIEWER, now=now)
    elif options.do == "fetch":
        actions.fetch_now(feed=_found(options.source).id, by=_VIEWER, now=now)
    elif options.do in {"on", "off"}:
        actions.switch_feed(feed=_found(options.source).id, on=options.do == "on", by=_VIEWER, now=now)
    _listed(options.json)
    return 0


COMMAND = Command("directory feed", "Directories of others, fetched in their rhythm.", _run, _arguments)

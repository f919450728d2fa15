"""`kizuna keys …`: change the keys that seal every record while the site runs, and retire the old ones."""

import secrets
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from rich.console import Console

from kizuna.access.keyring import SEEN_BY_ALL
from kizuna.access.secrets import LOOK_UP, look_up_only
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.signposting.keep import KEPT_FOR
from kizuna.web import environment
from kizuna.web.actions import begin_reseal, go_on, note_retired
from kizuna.web.files import KeySource
from kizuna.web.queries import tally
from kizuna.web.sealing import Place, Tally

LOOK_AGAIN = 2.0
"""Seconds between two counts while waiting."""


def rotate_arguments(parser: ArgumentParser) -> None:
    """What `kizuna keys rotate` can be told."""
    parser.add_argument("--here", action="store_true", help="do the work in this process, without a worker")
    parser.add_argument(
        "--no-wait", action="store_true", help="start the background work and do not watch it"
    )
    parser.add_argument("--old-keys-only", action="store_true", help="make no new key: go on with a change")


def retire_arguments(parser: ArgumentParser) -> None:
    """What `kizuna keys retire` can be told."""
    parser.add_argument(
        "--links-may-stop", action="store_true", help="do not wait until links that people hold have run out"
    )


def _source() -> KeySource:
    if settings.KEY_SOURCE is None:
        raise Refused(
            "The keys come from the environment, which a running site cannot see change. Put them into "
            "kizuna.env or into the file of KIZUNA_SECRET_KEYS_FILE. Or put a new key first in "
            "KIZUNA_SECRET_KEYS, restart every process, then run `kizuna keys rotate --old-keys-only`."
        )
    return settings.KEY_SOURCE


def _kept(source: KeySource) -> tuple[list[str], list[str]]:
    """The keys in the file: those that open, and what is left of retired ones."""
    keys = environment.secret_keys(source.text())
    return [k for k in keys if not k.startswith(LOOK_UP)], [k for k in keys if k.startswith(LOOK_UP)]


def _put_first(source: KeySource, wait: Callable[[float], None]) -> None:
    """A new key in two steps: first everybody can open with it, only then somebody seals with it."""
    keys, retired = _kept(source)
    new = secrets.token_urlsafe(48)
    source.write([*keys, new, *retired])
    wait(SEEN_BY_ALL)
    source.write([new, *keys, *retired])
    wait(SEEN_BY_ALL)


def rotate(options: Namespace, wait: Callable[[float], None] = time.sleep) -> int:
    """Put a new key first and seal everything anew with it, or go on with a change that has begun."""
    by, console = SYSTEM("keys"), Console(highlight=False)
    if not options.old_keys_only and not _goes_on(by):
        console.print("A new key is put first. Every running process reads it within a few seconds.")
        _put_first(_source(), wait)
    change = begin_reseal(by=by, now=timezone.now())
    if options.here:
        here: Place | None = Place(change)
        while here is not None:
            here = go_on(place=here, by=by, now=timezone.now())
    elif not options.no_wait:
        _watch(by, console, wait)
    console.print("Next: `kizuna keys status`, and when nothing is left, `kizuna keys retire`.")
    return 0


def _goes_on(by: Viewer) -> bool:
    """Whether a change has begun and is not done; raises Refused when only its end is missing."""
    keys, _ = _kept(_source())
    if len(keys) == 1:
        return False
    if tally(by).of_older():
        return True
    raise Refused("The change before is not ended. Run `kizuna keys retire` first.")


def _watch(by: Viewer, console: Console, wait: Callable[[float], None]) -> None:
    console.print("The worker seals everything anew. Ctrl-C only ends this watching.")
    while (found := tally(by)).of_older() > found.foreign:
        _say(found, console)
        wait(LOOK_AGAIN)
    _say(found, console)


def _say(found: Tally, console: Console) -> None:
    whole = sum(found.sealed.values()) + found.foreign
    console.print(f"{found.sealed.get(0, 0):,} of {whole:,} sealed values are under the newest key.")


def status(options: Namespace) -> int:
    """How many values each key seals; 1 when something cannot be opened at all."""
    console, found = Console(highlight=False), tally(SYSTEM("keys"))
    for place, key in enumerate(settings.SECRET_KEYS):
        name = "newest key" if place == 0 else f"key {place + 1}"
        name += ", retired" if key.startswith(LOOK_UP) else ""
        sealed, marked = found.sealed.get(place, 0), found.marked.get(place, 0)
        console.print(f"{name}: {sealed:,} sealed values, {marked:,} marks to find them by")
    if found.foreign:
        console.print(f"{found.foreign:,} values are sealed with a key that is not here: put it back.")
    return int(bool(found.foreign))


def retire(options: Namespace) -> int:
    """Take the old keys out, when a look at every value proves that they open nothing any more."""
    by, source = SYSTEM("keys"), _source()
    keys, retired = _kept(source)
    if len(keys) == 1:
        raise Refused("There is one key only. `kizuna keys rotate` puts a new one before it.")
    changed = datetime.fromtimestamp(source.stamp()[0] / 1e9, UTC)
    if not options.links_may_stop and timezone.now() - changed < KEPT_FOR + timedelta(days=1):
        raise Refused(
            f"Links that people were given before {changed:%Y-%m-%d} still need the old key; they run out "
            f"after {KEPT_FOR.days} days. Wait, or say --links-may-stop: then those links end now, and "
            "people who are signed in since then may have to sign in again."
        )
    found = tally(by)
    if found.of_older():
        raise Refused(f"{found.of_older():,} values still need an old key. Run `kizuna keys rotate` first.")
    source.write([keys[0], *(look_up_only(key) for key in (*keys[1:], *retired))])
    note_retired(by=by, now=timezone.now())
    console = Console(highlight=False)
    console.print("The old keys are taken out. Destroy their copies when your oldest backup is gone.")
    console.print("What knows old signatures and asked-for silence again is kept of them: it opens nothing.")
    return 0

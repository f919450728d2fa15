"""Background work of the directory."""

import io
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from kizuna.access.viewer import SYSTEM, NotFound, Refused
from kizuna.directory import actions, files, gateways, index, queries
from kizuna.directory.actions import ask_to_confirm, fill_cards, find_alike, recheck_all
from kizuna.directory.package import Package, read
from kizuna.directory.report import checked
from kizuna.places.queries import box_of_all
from kizuna.work.actions import report

PACKAGES = SYSTEM("packages")
FEEDS = SYSTEM("feeds")


@task()
def reindex(key: str) -> None:
    """Write missing cards, and bring the search index up to date with what changed since it was written."""
    fill_cards(by=SYSTEM("directory.reindex"), now=timezone.now())

    def say(done: int, of: int) -> None:
        report(key=key, done=done, of=of, now=timezone.now())

    index.renew(say)
    index.learn(say)


@task()
def ask(key: str) -> None:
    """Every night: write to providers whose listings nobody checked lately."""
    ask_to_confirm(by=SYSTEM("directory.ask"), now=timezone.now())


@task()
def recheck(key: str) -> None:
    """Every night and after an import: find out which listings need care."""

    def say(done: int) -> None:
        report(key=key, done=done, now=timezone.now())

    actions.forget_booklets(by=SYSTEM("directory.recheck"), now=timezone.now())
    recheck_all(by=SYSTEM("directory.recheck"), now=timezone.now(), progress=say)


@task()
def look_for_alike(key: str) -> None:
    """Every night: look for listings and organisations that stand here twice."""

    def say(done: int) -> None:
        report(key=key, done=done, of=2, now=timezone.now())

    find_alike(by=SYSTEM("directory.look_for_alike"), now=timezone.now(), progress=say)


@task()
def begin_fetches(key: str) -> None:
    """Every five minutes: put the feeds whose turn has come into the queue."""
    actions.begin_fetches(by=FEEDS, now=timezone.now())


@task()
def fetch_feed(key: str) -> None:
    """Fetch one feed: `feed:<id>:<turn>`. What came is read as every package is."""
    feed = queries.feed_to_fetch(FEEDS, key.split(":")[1])
    if feed is None:
        return
    told = partial(actions.no_feed, key=key, feed=feed.id, by=FEEDS)
    try:
        came = gateways.bring(feed.url, etag=feed.etag, modified=feed.modified)
    except Refused as refused:
        told(outcome="refused", said=str(refused), now=timezone.now())
        return
    except OSError as broken:
        told(outcome="failed", said=str(broken), now=timezone.now())
        return
    if came is None:
        told(outcome="same", now=timezone.now())
        return
    actions.took_feed(
        key=key, feed=feed.id, ending=came.ending, content=came.data, etag=came.etag,
        modified=came.modified, by=FEEDS, now=timezone.now(),
    )  # fmt: skip


def _whole(brought: str, package: Package) -> None:
    """Refuse what a feed brought when it lost most of its services: nothing is taken away by an accident."""
    coming = len(package.records.get("service", ()))
    here = queries.lost_by_feed(PACKAGES, brought, package.source, coming)
    if here:
        said = _(
            "It lists %(coming)d services, and %(here)d are here. This looks like an accident: nothing was "
            "written. If it is right, bring the file in by hand."
        )
        raise Refused(said % {"coming": coming, "here": here})


@task()
def read_package(key: str) -> None:
    """Look through a package that a curator brought, or write it: `package:<id>:<state>`."""
    brought = key.split(":")[1]
    found = queries.brought_content(PACKAGES, brought)
    if found is None or found[2] != key.split(":")[2]:
        return
    ending, source, state, content = found

    def tell(what: str, done: int, of: int) -> None:
        report(key=key, done=done, of=of, now=timezone.now())

    settle = partial(actions.settle_package, brought=brought, by=PACKAGES)
    try:
        loaded = files.load_sent(f"package{ending}", io.BytesIO(content), len(content), most=gateways.LARGEST)
        how = {"source": source, "country": settings.COUNTRY, "sha256": loaded.sha256}
        package = read(loaded.tables, **how, region=box_of_all(PACKAGES))
        if state == "checking":
            tables = checked(package)
            told = partial(settle, notes=loaded.notes, findings=package.findings)
            told(state="checked", tables=tables, now=timezone.now())
            return
        _whole(brought, package)
        done = actions.import_package(package=package, by=PACKAGES, now=timezone.now(), progress=tell)
    except Refused as refused:
        settle(state="refused", said=str(refused), now=timezone.now())
        return
    settle(
        state="imported", changed=done.changed, services=done.services, tables=done.tables,
        notes=loaded.notes, findings=done.findings, now=timezone.now(),
    )  # fmt: skip


@task()
def print_booklet(key: str) -> None:
    """Make a booklet that is too long to wait for: `booklet:<id>`."""
    id = key.split(":")[1]
    try:
        found = queries.booklet_state(PACKAGES, id)
    except NotFound:  # it was let go of meanwhile
        return
    settle = partial(actions.settle_booklet, booklet=id, by=PACKAGES)

    def tell(done: int, of: int) -> None:
        report(key=key, done=done, of=of, now=timezone.now())

    try:
        content, volumes = queries.printed(PACKAGES, found.chosen, now=timezone.now(), progress=tell)
    except Refused as refused:
        settle(state="refused", said=str(refused), now=timezone.now())
        return
    settle(state="ready", content=content, volumes=volumes, now=timezone.now())


@task()
def map_needs(key: str) -> None:
    """Follow what a curator said of a term: `term:<id>:<once>`."""
    actions.map_needs(term=key.split(":")[1], by=SYSTEM("directory.map_needs"), now=timezone.now())

"""Background work that crosses all rooms."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.web import actions, queries
from kizuna.web.actions import go_on
from kizuna.web.backup.keeping import staying
from kizuna.web.files import backups_in, clear_remains, file_name, remove_backups, write_backup
from kizuna.web.sealing import Place
from kizuna.work.actions import report

LISTS = SYSTEM("lists")
NOTICES = SYSTEM("messages to many")


@task()
def reseal(key: str) -> None:
    """Seal the next rows with the newest key, and hand over to the next task."""
    go_on(place=Place.of(key), by=SYSTEM("keys"), now=timezone.now())


@task()
def back_up(key: str) -> None:
    """Every night, where a folder is set: a backup, and those go that need not stay."""
    folder, by, now = settings.BACKUP_FOLDER, SYSTEM("nightly backup"), timezone.now()
    if folder is None:
        return
    clear_remains(folder)

    def tell(done: int, of: int) -> None:
        report(key=key, done=done, of=of, now=timezone.now())

    site = queries.whole_site(by, now, progress=tell)
    write_backup(folder / file_name(now), site, list(settings.SECRET_KEYS))
    made = {str(file): at for file, at in backups_in(folder).items()}
    remove_backups(Path(name) for name in made.keys() - staying(made, settings.BACKUP_KEEP))
    actions.note_backup(by=by, now=now)


@task()
def keep_to_periods(key: str) -> None:
    """Every night: let go of what is kept for long enough."""
    actions.keep_to_periods(run=key, by=SYSTEM("retention"), now=timezone.now())


def _list_of(key: str) -> str:
    """`list:<id>:check:<revision>` → the id."""
    return key.split(":")[1]


@task()
def check_list(key: str) -> None:
    """Look through a list that somebody brought."""
    actions.look_through(brought=_list_of(key), by=LISTS, now=timezone.now())


@task()
def write_list(key: str) -> None:
    """Write a list that somebody wants to keep."""
    actions.write_list(brought=_list_of(key), by=LISTS, now=timezone.now())


@task()
def write_notice(key: str) -> None:
    """Write a message to many, which somebody starts afterwards; the key names it."""
    actions.plan_notice(notice=UUID(key.partition(":")[2]), by=NOTICES, now=timezone.now())


@task()
def look_after(key: str) -> None:
    """Every few minutes: look whether all is well, for the administrator's first page."""
    actions.look_after(by=SYSTEM("health"), now=timezone.now())


@task()
def forget_lists(key: str) -> None:
    """Every hour: empty the lists that nobody kept."""
    actions.forget_lists(by=LISTS, now=timezone.now())


@task()
def tell_programs(key: str) -> None:
    """Hand what happened to the webhooks of programs."""
    actions.tell_programs(by=SYSTEM("webhooks"), now=timezone.now())


@task()
def stop_silent_hooks(key: str) -> None:
    """Every hour: switch off webhooks that nobody has answered for long."""
    actions.stop_silent_hooks(by=SYSTEM("webhooks"), now=timezone.now())


@task()
def prune_ledger(key: str) -> None:
    """What two administrators agreed to: the key is that of their proposal."""
    actions.prune_ledger(approval=key, by=SYSTEM("two administrators"), now=timezone.now())


@task()
def tell_of_ledger(key: str) -> None:
    """Every morning: tell administrators when the ledger is not what was sealed."""
    actions.tell_of_ledger(by=SYSTEM("the ledger's alarm"), now=timezone.now())

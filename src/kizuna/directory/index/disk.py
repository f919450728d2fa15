"""The index on disk and in memory: built, kept up to date, opened."""

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import UUID

import tantivy
from django.conf import settings
from django.db import connection

from kizuna.directory.finding import Entry
from kizuna.directory.index.asking import Searchable
from kizuna.directory.index.entries import Progress, Stand, changed_since, entries, how_many, newest, synonyms
from kizuna.directory.index.meaning import Meaning, meaning
from kizuna.directory.index.meaning import renew as renew_meaning
from kizuna.directory.index.schema import LAYOUT, analyzer, document, schema
from kizuna.directory.spelling import Known, vocabulary
from kizuna.directory.synonyms import SYNONYMS

_KNOWN = "known.json"
_MEMORY = 200_000_000
"""Bytes that a writer may fill before it writes a piece."""
_LITTLE = 20_000_000
_SMALL = 20_000
"""A directory of so many services is built in memory in the time of one slow page."""
_lock = Lock()
Change = tuple[int, str]
NONE: Change = (0, "")


def _add(writer: tantivy.IndexWriter, found: Iterable[Entry]) -> Counter[str]:
    """Add documents; the words that they use, each with how many use it."""
    used: Counter[str] = Counter()
    for number, entry in enumerate(found):
        writer.add_document(document(entry))
        # Of very many listings every tenth knows all words that a slip of the pen may have been meant as.
        if number < _SMALL or number % 10 == 0:
            used.update(vocabulary(f"{entry.whole} {entry.needs}"))
    return used


def build(
    found: Iterable[Entry],
    upto: Change = NONE,
    folder: Path | None = None,
    *,
    also: Mapping[str, str] = SYNONYMS,
    large: bool = False,
) -> Searchable:
    """An index of these services, in memory or in an empty folder. `also`: how else listings say it."""
    index = tantivy.Index(schema(), path=str(folder) if folder else None)
    index.register_tokenizer("words", analyzer())
    writer = index.writer(heap_size=_MEMORY if large else _LITTLE, num_threads=1)
    used = _add(writer, found)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    frequent = {word: count for word, count in used.items() if count > 1}
    if folder:
        _write(folder / _KNOWN, json.dumps(frequent, ensure_ascii=False))
    return Searchable(index, upto, Known(frequent, also), str(folder or ""), known_meaning)


def _update(found: Searchable, ids: Collection[UUID], upto: Change) -> Searchable:
    """The same index with these services as they are now. Whoever reads it sees all of it or nothing."""
    writer = found.index.writer(heap_size=_LITTLE, num_threads=1)
    for id in ids:
        writer.delete_documents_by_term("id", str(id))
    used = Counter(found.known.found) + _add(writer, entries(ids))
    writer.commit()
    writer.wait_merging_threads()
    found.index.reload()
    return Searchable(found.index, upto, Known(used, synonyms()), found.folder, known_meaning)


def home() -> Path:
    """The folder of this database's index; in it one folder for each time it was built."""
    where = f"{connection.vendor}:{connection.settings_dict['HOST']}:{connection.settings_dict['NAME']}"
    name = hashlib.sha256(where.encode()).hexdigest()[:16]
    return Path(settings.HOME) / "index" / f"{name}-{LAYOUT}"


def known_meaning() -> Meaning | None:
    """What the listings of this database mean, where this site has a model."""
    return meaning(home())


def learn(progress: Progress | None = None) -> int:
    """Work out what new and changed listings mean, where this site has a model; how many those were."""
    if not settings.MEANING:
        return 0
    home().mkdir(parents=True, exist_ok=True)
    return renew_meaning(home(), entries(), progress)


def _write(path: Path, text: str) -> None:
    """All of it or nothing."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text)
    beside.replace(path)


def on_disk() -> tuple[str, Change]:
    """Which folder holds the index, and up to which change it goes; "" and nothing when there is none."""
    try:
        folder, number, mark = (home() / "current").read_text().split()
        return folder, (int(number), mark)
    except (OSError, ValueError):
        return "", NONE


def _open(folder: str, upto: Change) -> Searchable | None:
    path = home() / folder
    try:
        index = tantivy.Index.open(str(path))
        known = Known(json.loads((path / _KNOWN).read_text()), synonyms())
    except (OSError, ValueError):
        return None
    index.register_tokenizer("words", analyzer())
    return Searchable(index, upto, known, str(path), known_meaning)


def renew(progress: Progress | None = None) -> bool:
    """Bring the index on disk up to date with the directory; whether there was anything to do.

    A few changed services are put into the index as it is; else it is built anew beside the old one, and
    swapped by one rename. A reader sees the old or the new, never a half.
    """
    stand, (folder, upto) = newest(), on_disk()
    last = stand.last
    if last == NONE or (upto == last and (home() / folder).is_dir()):
        return False
    old = _open(folder, upto) if folder and stand.follows(upto) else None
    changed = changed_since(upto[0]) if old else []
    if old and len(changed) <= max(100, old.index.searcher().num_docs // 10):
        now = _update(old, changed, last)
        _write(home() / folder / _KNOWN, json.dumps(now.known.found, ensure_ascii=False))
    else:
        folder = _anew(last, progress)
    _write(home() / "current", f"{folder} {last[0]} {last[1]}")
    _sweep(folder)
    return True


def _anew(upto: Change, progress: Progress | None) -> str:
    home().mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=home()))
    try:
        build(entries(progress=progress), upto, made, large=how_many() > _SMALL)
        name = f"{upto[0]}-{made.name.removeprefix('new-')}"
        made.rename(home() / name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return name


def _sweep(keep: str) -> None:
    """Drop older folders; a process that has one open goes on reading it."""
    with suppress(OSError):
        for folder in home().iterdir():
            if folder.is_dir() and folder.name != keep and not folder.name.startswith("new-"):
                shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Open:
    """The index that this process has open, and the database it is of."""

    home: Path
    searchable: Searchable


_open_now: list[_Open] = []


def searchable() -> Searchable:
    """The index of the directory as it is now: the one at hand, from disk, or built in memory.

    A large directory whose last change the task has not put in yet is searched as it was before.
    """
    stand, where = newest(), home()
    with _lock:
        at_hand = next((o.searchable for o in _open_now if o.home == where), None)
        if stand.last == NONE:
            return build(entries(), also=synonyms())
        if at_hand and at_hand.upto == stand.last:
            return at_hand
        found = _from_disk(at_hand, stand) or _in_memory(at_hand, stand)
        _open_now[:] = [_Open(where, found)]
        return found


def _from_disk(at_hand: Searchable | None, stand: Stand) -> Searchable | None:
    """The one on disk when it is up to date, or the best there is of a large directory."""
    folder, upto = on_disk()
    if at_hand and at_hand.folder == str(home() / folder) and at_hand.upto == upto:
        fresh: Searchable | None = at_hand
    else:
        fresh = _open(folder, upto) if folder else None
    if fresh and (fresh.upto == stand.last or fresh.index.searcher().num_docs > _SMALL):
        return fresh
    return None


def _in_memory(at_hand: Searchable | None, stand: Stand) -> Searchable:
    """What this process built before with what changed since, or all of it."""
    if at_hand and not at_hand.folder and stand.follows(at_hand.upto):
        return _update(at_hand, changed_since(at_hand.upto[0]), stand.last)
    return build(entries(), stand.last, also=synonyms())

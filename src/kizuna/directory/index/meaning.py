"""What listings mean, as vectors of a small model that a site puts into a folder. Words do without it.

The folder holds `model.onnx` and `tokenizer.json`, as sentence models are published. Vectors lie beside the
index, each with a mark of the text that it is of, so that only what changed is worked out anew.
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from kizuna.directory.finding import Entry

MOST = 50_000
"""A larger directory is searched by words alone: comparing with every listing would take too long."""
LONGEST_TEXT, LONGEST_TOKENS, AT_ONCE, SAVED_EACH = 1600, 160, 32, 512
NO_LIBRARY = (
    "Searching by meaning needs its extra: pip install 'kizuna[meaning]'. Until then words are searched."
)
NO_MODEL = "KIZUNA_MEANING is no folder with model.onnx and tokenizer.json. Until then words are searched."
Vectors = NDArray[np.float32]
log = logging.getLogger("kizuna.directory")
_lock = Lock()


@dataclass(frozen=True)
class Model:
    """A model that turns texts into vectors of length one; its mark tells it from any other."""

    embed: Callable[[list[str]], Vectors]
    mark: str


@dataclass(frozen=True)
class Meaning:
    """What every listing means, by its id."""

    model: Model
    ids: tuple[str, ...]
    marks: tuple[str, ...]
    vectors: Vectors

    def likeness(self, question: str) -> Vectors:
        """How much each listing means what the question means: −1 to 1."""
        found: Vectors = self.vectors @ self.model.embed([question])[0]
        return found


def problem(folder: str) -> str:
    """What is wrong with the model of this site, as a sentence; "" when nothing is, or none is wanted."""
    if not folder:
        return ""
    try:
        import onnxruntime  # noqa: F401
        import tokenizers  # noqa: F401
    except ImportError:
        return NO_LIBRARY
    there = all((Path(folder) / name).is_file() for name in ("model.onnx", "tokenizer.json"))
    return "" if there else NO_MODEL


@lru_cache(maxsize=2)
def load(folder: str) -> Model | None:
    """The model in this folder; None, with a line in the log, when it cannot be used."""
    if wrong := problem(folder):
        log.warning(wrong)
    if wrong or not folder:
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    file = Path(folder) / "model.onnx"
    how = onnxruntime.SessionOptions()
    how.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(file), how, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    tokenizer.enable_padding()
    asked = {each.name for each in session.get_inputs()}

    def embed(texts: list[str]) -> Vectors:
        read = tokenizer.encode_batch(texts)
        mask = np.array([one.attention_mask for one in read], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in read], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in read], dtype=np.int64),
        }
        out = session.run(None, {name: value for name, value in given.items() if name in asked})[0]
        if out.ndim == 3:
            # One vector for each word: their mean is the text's.
            out = (out * mask[..., None]).sum(1) / np.maximum(mask.sum(1, keepdims=True), 1)
        return np.asarray(
            out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), dtype=np.float32
        )

    return Model(embed, hashlib.sha256(file.read_bytes()).hexdigest()[:16])


def text_of(entry: Entry) -> str:
    """What the model reads of a listing."""
    parts = (entry.name, entry.alternate, entry.terms, entry.text)
    return ". ".join(part for part in parts if part)[:LONGEST_TEXT]


def _mark(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _file(home: Path, model: Model) -> Path:
    return home / f"meaning-{model.mark}.npz"


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, model: Model) -> Meaning | None:
    try:
        with np.load(path, allow_pickle=False) as kept:
            ids, marks = tuple(kept["ids"].tolist()), tuple(kept["marks"].tolist())
            vectors = kept["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError):
        return None
    return Meaning(model, ids, marks, vectors) if len(ids) == len(marks) == len(vectors) else None


def meaning(home: Path) -> Meaning | None:
    """What is known of the listings' meaning; None without a model, or before the task has read any."""
    model = load(settings.MEANING)
    if model is None:
        return None
    path = _file(home, model)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    with _lock:
        return _read(path, changed, model)


def renew(home: Path, found: Iterable[Entry], progress: Callable[[int, int], None] | None = None) -> int:
    """Work out the vectors of listings whose text changed; how many. What is done is kept if it stops."""
    model = load(settings.MEANING)
    if model is None:
        return 0
    texts = {entry.id: text_of(entry) for entry in found}
    if len(texts) > MOST:
        log.warning("The directory is too large to be searched by meaning: words are searched.")
        return 0
    there = meaning(home)
    known = dict(zip(there.marks, there.vectors, strict=True)) if there else {}
    marks = {id: _mark(text) for id, text in texts.items()}
    # Texts of one length together: none is filled up with nothing.
    new = sorted({marks[id]: text for id, text in texts.items() if marks[id] not in known}.items(), key=_size)
    for first in range(0, len(new), SAVED_EACH):
        some = new[first : first + SAVED_EACH]
        for at in range(0, len(some), AT_ONCE):
            batch = some[at : at + AT_ONCE]
            vectors = model.embed([text for _, text in batch])
            known |= {mark: vector for (mark, _), vector in zip(batch, vectors, strict=True)}
        _save(_file(home, model), marks, known)
        if progress:
            progress(min(first + SAVED_EACH, len(new)), len(new))
    if not new and there and set(there.ids) != set(marks):
        _save(_file(home, model), marks, known)
    return len(new)


def _size(one: tuple[str, str]) -> int:
    return len(one[1])


def _save(path: Path, marks: dict[str, str], known: dict[str, Vectors]) -> None:
    """All of it or nothing."""
    done = {id: mark for id, mark in marks.items() if mark in known}
    beside = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    vectors = np.array([known[mark] for mark in done.values()], dtype=np.float16)
    with beside.open("wb") as stream:
        np.savez(stream, ids=np.array(list(done)), marks=np.array(list(done.values())), vectors=vectors)
    beside.replace(path)

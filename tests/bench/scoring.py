"""PHQ-9 for a million people, Parquet to Parquet, beside a loop over rows: `make bench NAME=scoring`."""

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.run import Bench

ITEMS = [f"q{n}" for n in range(1, 10)]


def _made(path: Path, rows: int, seed: int) -> None:
    """Answers of 0 to 3, one in twenty missing, with an id beside them."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(seed)
    answers = rng.integers(0, 4, (rows, 9))
    gone = rng.random((rows, 9)) < 0.05
    columns = {
        name: pl.Series(answers[:, n]).zip_with(~pl.Series(gone[:, n]), pl.Series([None], dtype=pl.Int64))
        for n, name in enumerate(ITEMS)
    }
    pl.DataFrame({"id": pl.int_range(rows, eager=True), **columns}).write_parquet(path)


def _table(source: str, target: str, out: Any) -> None:
    """As `kizuna score` does it, in a process of its own so that its memory is its own."""
    from kizuna.instruments.files import opened, read, written
    from kizuna.instruments.table import check_ranges, columns_of, scored

    opened(Path(source)).head(1).collect()  # the library is awake, as in a running program
    times = []
    for _ in range(3):
        start = time.perf_counter()
        phq, frame = read("phq-9"), opened(Path(source))
        assert phq is not None
        columns = columns_of(phq, ITEMS, frame.collect_schema().names())
        check_ranges(frame, phq, columns)
        written(scored(frame, phq, columns), Path(target))
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    out.put((times, peak * (1 if sys.platform == "darwin" else 1024)))


def _people(source: str, out: Any) -> None:
    """The peer: the room's own scoring of one person, for one row after the other, Parquet to Parquet."""
    import polars as pl

    from kizuna.instruments.files import read
    from kizuna.instruments.scoring import Score, score

    phq = read("phq-9")
    assert phq is not None
    scale = phq.scale("total")
    start = time.perf_counter()
    table = pl.read_parquet(source)
    found = [
        score(scale, dict(zip(scale.items, row, strict=True))) for row in table.select(ITEMS).iter_rows()
    ]
    values = [one.value if isinstance(one, Score) else None for one in found]
    bands = [one.band if isinstance(one, Score) else None for one in found]
    columns = {"total_score": pl.Series(values, dtype=pl.Float64), "total_band": pl.Series(bands)}
    table.with_columns(**columns).write_parquet(f"{source}.loop")
    out.put((time.perf_counter() - start, values))


def _bare(source: str, out: Any) -> None:
    """A second peer: a loop with this one scale written out by hand, as fast as plain Python gets."""
    import polars as pl

    start = time.perf_counter()
    table = pl.read_parquet(source)
    bands = ((20, "Severe"), (15, "Moderately severe"), (10, "Moderate"), (5, "Mild"), (0, "Minimal"))
    found: list[float | None] = []
    names: list[str | None] = []
    for row in table.select(ITEMS).iter_rows():
        told = [answer for answer in row if answer is not None]
        if any(answer not in (0, 1, 2, 3) for answer in told):
            raise ValueError(row)
        total = sum(told) * 9 / len(told) if len(told) >= 7 else None
        found.append(total)
        names.append(None if total is None else next(name for low, name in bands if total >= low))
    columns = {"total_score": pl.Series(found, dtype=pl.Float64), "total_band": pl.Series(names)}
    table.with_columns(**columns).write_parquet(f"{source}.bare")
    out.put((time.perf_counter() - start, found))


def _apart(target: Any, *arguments: Any) -> Any:
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    process = context.Process(target=target, args=(*arguments, out))
    process.start()
    found = out.get()
    process.join()
    return found


def run(bench: Bench) -> dict[str, Any]:
    """Seconds and memory of the table, seconds of the loop, and whether both agree on every row."""
    import polars as pl

    rows = bench.setting("rows", 1_000_000)
    bench.rows = {"people": rows}
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/in.parquet", f"{folder}/out.parquet"
        _made(Path(source), rows, bench.seed)
        bench.progress(1, 4, "tables made")
        times, peak = _apart(_table, source, target)
        bench.progress(2, 4, f"scored in {min(times):.2f} s")
        bare, by_hand = _apart(_bare, source)
        bench.progress(3, 4, f"a loop by hand: {bare:.1f} s")
        loop, expected = _apart(_people, source)
        bench.progress(4, 4, f"one person after the other: {loop:.1f} s")
        found = pl.read_parquet(target)
        same = found["total_score"].to_list() == expected == by_hand
        gaps = int(found["total_missing"].sum())
    return {
        "seconds": round(min(times), 3),
        "seconds_each": [round(one, 3) for one in times],
        "peak_memory_mb": round(peak / 1e6),
        "missing_answers": gaps,
        "loop_seconds": round(loop, 2),
        "times_faster_than_loop": round(loop / min(times), 1),
        "bare_loop_seconds": round(bare, 2),
        "times_faster_than_bare_loop": round(bare / min(times), 1),
        "same_scores": same,
        "within": min(times) < 1 and peak < 1e9 and loop / min(times) >= 20 and same,
    }

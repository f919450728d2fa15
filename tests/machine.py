"""What this machine can run, and what it lacks. Only the standard library."""

import os
import shutil
from pathlib import Path

OUTSIDE = Path(os.environ.get("KIZUNA_OUTSIDE_DATA", Path(__file__).parents[2] / "shared" / "data"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NOTHING_LEFT_OUT = os.environ.get("KIZUNA_TEST") == "all"

# Marker: (whether this machine can run it, what it lacks and how to add it).
NEEDS = {
    "browser": (CHROMIUM is not None, "no Chromium: apt-get install chromium"),
    "outside": (OUTSIDE.is_dir(), f"no outside data at {OUTSIDE}: set KIZUNA_OUTSIDE_DATA"),
}

# Without these flags Chromium looks for its maker's servers at every start.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

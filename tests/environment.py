"""The environment of every test, set before Django reads it: a pytest plugin, named in pyproject.toml."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="kizuna-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)

os.environ["KIZUNA_HOME"] = _home
os.mkdir(f"{_home}/static")  # or WhiteNoise warns, and a warning is an error
os.environ["KIZUNA_SECRET_KEYS"] = "a-key-for-tests-only-0123456789abcdef"
os.environ["KIZUNA_SITE_NAME"] = "Linden Bay"
os.environ["KIZUNA_EMAIL_URL"] = "console:"
for name in ("KIZUNA_DEMO", "KIZUNA_SETTINGS"):
    os.environ.pop(name, None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_home}/test.sqlite3")

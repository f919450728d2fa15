"""Told to stop, a site ends what is under way: no answer is cut off."""

import http.client
import re
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.running import DEMO_DATABASE, Site, database_of_its_own

pytestmark = pytest.mark.kill
NEEDED = ("outbox_message", "django_session")
WHAT_RUNS = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")


@contextmanager
def nobody_writes(site: Site, database: str) -> Iterator[None]:
    """Whoever writes waits as long as this block lasts."""
    if database:
        import psycopg

        with psycopg.connect(database) as held:
            held.execute(f"LOCK TABLE {', '.join(NEEDED)} IN SHARE MODE")
            yield
        return
    (file,) = site.home.rglob(DEMO_DATABASE)
    held_file = sqlite3.connect(file, isolation_level=None, timeout=30)
    held_file.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        held_file.execute("COMMIT")
        held_file.close()


def test_an_answer_under_way_is_given_before_the_site_ends(tmp_path: Path) -> None:
    with database_of_its_own() as database:
        site = Site(tmp_path / "site", database=database)
        site.make_demo(60)
        site.start()
        answers: list[int] = []
        told: list[str] = []

        def sign_in() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
            connection.request("GET", "/account/login/")
            page = connection.getresponse()
            told.extend(name for name, value in page.getheaders() if WHAT_RUNS.search(f"{name}: {value}"))
            text, cookies = page.read().decode(), page.getheader("Set-Cookie") or ""
            token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
            ready.set()
            go.wait(30)
            connection.request(
                "POST",
                "/demo/sign-in/",
                urlencode({"role": "admin", "csrfmiddlewaretoken": token}),
                {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies.split(";")[0]},
            )
            answers.append(connection.getresponse().status)

        ready, go = threading.Event(), threading.Event()
        visitor = threading.Thread(target=sign_in)
        visitor.start()
        assert ready.wait(30)
        with nobody_writes(site, database):
            go.set()
            time.sleep(1.5)
            assert answers == [], "the answer did not wait for the database"
            assert site.process is not None
            site.process.send_signal(signal.SIGTERM)
            time.sleep(1.5)
            assert site.process.poll() is None, "the site ended before its visitor had an answer"
        visitor.join(30)
        assert answers == [302]
        assert told == [], "a header of the real server tells the version of what runs here"
        try:
            assert site.process.wait(60) == 0
        except subprocess.TimeoutExpired:
            site.kill()
            raise

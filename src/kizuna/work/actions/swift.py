"""What is asked or done very often, in one statement each.

Claim and finish where the database can, instead of six round trips: what they do not find, the usual way
looks for, a task whose deadline is over, or one that has no key yet. And whether a wake-up waits: every
writer asks.
"""

import uuid
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.claim import Claim
from kizuna.work.models import Job

RESULTS, JOBS = DBTaskResult._meta.db_table, Job._meta.db_table
# A statement is a transaction: status and lease change together or not at all, and a locked row is skipped.
TAKE = f"""
WITH picked AS ({{wanted}} FOR UPDATE SKIP LOCKED),
leased AS (
    UPDATE {JOBS} SET worker = %s, leased_until = %s, attempts = attempts + 1, done = 0, "of" = 0
    FROM picked WHERE result = picked.id AND (until IS NULL OR until >= %s)
    RETURNING result, key, longest, attempts),
taken AS (
    UPDATE {RESULTS} SET status = %s, started_at = %s, worker_ids = worker_ids || to_jsonb(%s::text)
    FROM leased WHERE id = leased.result
    RETURNING id, task_path)
SELECT id, task_path, key, longest, attempts FROM taken JOIN leased ON id = result"""  # noqa: S608  # nosec B608 - names of tables
DONE = f"""
WITH mine AS (
    UPDATE {JOBS} SET worker = '', leased_until = NULL, last_error = '', finished_at = %s, outcome = 'done'
    WHERE result = %s AND worker = %s
    RETURNING result)
UPDATE {RESULTS} SET status = %s, finished_at = %s, exception_class_path = ''
FROM mine WHERE id = mine.result"""  # noqa: S608  # nosec B608 - names of tables

WAITS = f"""
SELECT r.id FROM {JOBS} j JOIN {RESULTS} r ON r.id = j.result
WHERE j.name = %s AND j.created_at > %s AND j.created_at <= %s AND j.key LIKE 'wake:%%'
AND r.status = %s AND (r.run_after = %s OR r.run_after <= %s) AND r.priority >= %s
LIMIT 1"""  # noqa: S608  # nosec B608 - names of tables


def can() -> bool:
    """Whether this database changes two tables in one statement."""
    return connection.vendor == "postgresql"


def take(wanted: QuerySet[DBTaskResult], worker: str, until: datetime, now: datetime) -> Claim | None:
    """Lease the first of these rows until this moment; None when the usual way has to look."""
    sql, given = wanted.values("id")[:1].query.sql_with_params()
    more = (worker, until, now, TaskResultStatus.RUNNING.value, now, worker)
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(wanted=sql), (*given, *more))
        found = cursor.fetchone()
    if found is None:
        return None
    result, path, key, longest, attempt = found
    return Claim(result, path, key, longest, worker, attempt)


def done(result: uuid.UUID, worker: str, now: datetime) -> bool:
    """Say that it went well; False when the lease was lost."""
    with connection.cursor() as cursor:
        cursor.execute(DONE, (now, result, worker, TaskResultStatus.SUCCESSFUL.value, now))
        return cursor.rowcount == 1


def wake_up_waits(name: str, first: datetime, last: datetime, least: int, now: datetime) -> bool:
    """Whether a wake-up of this name and at least this priority waits, written from `first` to `last`.

    It is locked until the end of the transaction where rows can be: a worker skips it till then.
    """
    moments = [connection.ops.adapt_datetimefield_value(at) for at in (first, last, get_date_max(), now)]
    given = (name, *moments[:2], TaskResultStatus.READY.value, *moments[2:], least)
    lock = " FOR NO KEY UPDATE OF r SKIP LOCKED" if can() else ""
    with connection.cursor() as cursor:
        cursor.execute(WAITS + lock, given)
        return cursor.fetchone() is not None

"""What the server does by itself: the nightly backup, the brief by mail each morning, closing stores nobody uses.

Each job is a function that takes the moment and finds out what is due from what was done, so that a server which was
down at the hour makes up for it, and one that restarts does nothing twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from storehelm.core.settings import current
from storehelm.operations.actor import SCHEDULE
from storehelm.operations.backup import HOUR as BACKUP_HOUR
from storehelm.operations.backup import KEEP
from storehelm.operations.dispatch import perform, stores_of
from storehelm.operations.handle import StoreHandle, now, pool
from storehelm.operations.mail import HOUR as MAIL_HOUR
from storehelm.operations.registry import find
from storehelm.operations.remembered import recall, remember

RETRY = timedelta(minutes=15)
BUNDLED = ("online_retail", "sample")
_log = logging.getLogger("storehelm.jobs")


def close_idle(moment: datetime) -> list[str]:
    """Close store files unused for a while; their slugs."""
    del moment
    return pool().close_idle()


def nightly_backup(moment: datetime) -> str:
    """Back up when the set hour (UTC) has come since the last nightly one; where to, empty when none was due."""
    kept, done = recall("backup"), recall("backup.nightly")
    if not kept.get("folder"):
        return ""
    hour = moment.replace(hour=int(kept.get("hour", BACKUP_HOUR)), minute=0, second=0, microsecond=0)
    due = hour if hour <= moment else hour - timedelta(days=1)
    if _moment(done.get("at")) >= due or _tried_lately(done, moment):
        return ""

    def work() -> str:
        return perform("backup", actor=SCHEDULE, folder=kept["folder"], keep=kept.get("keep", KEEP))["path"]

    return _attempt("backup.nightly", moment, work) or ""


def morning_mails(moment: datetime) -> list[str]:
    """Mail today's brief of each store whose own clock has reached the set hour; their slugs. Not of bundled stores."""
    kept = recall("mail")
    hour = int(kept.get("hour", MAIL_HOUR))
    if hour < 0 or not (kept.get("host") and kept.get("to")):
        return []
    own = [store for store in stores_of(SCHEDULE) if store.record.connector not in BUNDLED]
    return [store.slug for store in own if _mail_is_due(store, hour, moment) and _mail(store, moment)]


def _mail_is_due(store: StoreHandle, hour: int, moment: datetime) -> bool:
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(store.info.timezone))
    done = recall(f"mail.sent.{store.slug}")
    return there.hour >= hour and done.get("day") != there.date().isoformat() and not _tried_lately(done, moment)


def _mail(store: StoreHandle, moment: datetime) -> bool:
    key = f"mail.sent.{store.slug}"
    sent = _attempt(key, moment, lambda: perform("send-brief", actor=SCHEDULE, store=store.slug))
    if sent:
        remember(key, day=store.info.day_of(moment).isoformat())
    return bool(sent)


def _attempt(key: str, moment: datetime, work: Callable[[], Any]) -> Any:
    """Do the work and remember how it went: a failure is tried again later, and `storehelm doctor` tells of it."""
    try:
        result = work()
    except Exception as error:
        _log.warning("%s failed: %s", key, error)
        remember(key, tried=moment.isoformat(), error=str(error))
        return None
    remember(key, at=moment.isoformat(), tried="", error="")
    return result


def _tried_lately(done: dict[str, Any], moment: datetime) -> bool:
    return bool(done.get("tried")) and moment - _moment(done["tried"]) < RETRY


def _moment(said: str | None) -> datetime:
    return datetime.fromisoformat(said) if said else datetime.min


# --- the threads that do it

_JOBS: dict[str, Callable[[datetime], Any]] = {
    "close-idle": close_idle,
    "nightly-backup": nightly_backup,
    "morning-mails": morning_mails,
}
_consumer: Any = None


def start_jobs() -> None:
    """Begin the jobs in threads of this process, each looked at once a minute. Nothing happens when they run."""
    global _consumer
    if _consumer is None:
        find("backup")  # every operation is imported now, not by two threads at once
        _consumer = _Consumer.of(_queue())
        _consumer.start()


def stop_jobs() -> None:
    """Let the jobs under way end, for up to 10 seconds, and begin no more."""
    global _consumer
    if _consumer is not None:
        _consumer.stop(graceful=True)
        _consumer.huey.storage.close()
        _consumer = None


def _queue() -> Any:
    """The jobs on a queue in the home folder. What a stopped server left is dropped: jobs know what is due."""
    from huey import SqliteHuey, crontab

    path = current().home / "jobs.sqlite3"
    queue = SqliteHuey("storehelm", filename=str(path), results=False)
    path.chmod(0o600)
    queue.flush()
    for name, job in _JOBS.items():
        queue.periodic_task(crontab(minute="*"), name=name)(_alone(job))
    return queue


def _alone(job: Callable[[datetime], Any]) -> Callable[[], None]:
    """The job at this moment, unless it is still at work; its thread's database connection is given back."""
    lock = threading.Lock()

    def run() -> None:
        from django.db import connections

        if not lock.acquire(blocking=False):
            return
        try:
            job(now())
        finally:
            connections.close_all()
            lock.release()

    return run


class _Consumer:
    """Huey's consumer, but for the process' signals, which it would take."""

    @staticmethod
    def of(queue: Any) -> Any:
        from huey.consumer import Consumer

        class Threads(Consumer):
            def _set_signal_handlers(self) -> None:
                """The server answers signals, and stops the jobs when it ends."""

        return Threads(queue, workers=2, scheduler_interval=1, shutdown_timeout=10, check_worker_health=False)

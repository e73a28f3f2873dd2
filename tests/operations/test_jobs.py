"""The server's own work, at moments of the test's choosing."""

from __future__ import annotations

import itertools
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storehelm.core.errors import Missing, StorehelmError
from storehelm.operations import LOCAL, jobs, perform
from storehelm.operations.remembered import recall, remember
from tests.messages.servers import mail_server

NIGHT = datetime(2026, 11, 24, 2, 30)
_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _nothing_set(home):
    from storehelm.state.models import Setting, Store

    yield
    Setting.objects.all().delete()
    Store.objects.filter(slug__startswith="mailed").delete()


@pytest.fixture
def backups(tmp_path) -> Path:
    perform("backup-settings", actor=LOCAL, folder=str(tmp_path), hour=2, keep=3)
    return tmp_path


def test_a_nightly_backup_is_made_once_a_night(backups):
    assert jobs.nightly_backup(NIGHT)
    assert jobs.nightly_backup(NIGHT + timedelta(hours=5)) == ""
    assert jobs.nightly_backup(datetime(2026, 11, 25, 1, 59)) == ""
    assert jobs.nightly_backup(datetime(2026, 11, 25, 2, 0))
    assert len(list(backups.glob("storehelm-*"))) == 2


def test_a_server_that_was_down_at_the_hour_makes_up_for_it(backups):
    assert jobs.nightly_backup(NIGHT)
    assert jobs.nightly_backup(datetime(2026, 11, 27, 1, 0))


def test_without_a_folder_or_switched_off_there_is_none(backups):
    told = perform("backup-settings", actor=LOCAL, off=True)
    assert told["folder"] == ""
    assert jobs.nightly_backup(NIGHT) == ""
    assert list(backups.iterdir()) == []


def test_a_failed_backup_is_told_and_tried_again_a_while_later(tmp_path):
    (tmp_path / "file").write_text("in the way")
    perform("backup-settings", actor=LOCAL, folder=str(tmp_path / "file"), hour=2)
    assert jobs.nightly_backup(NIGHT) == ""
    assert recall("backup.nightly")["error"]
    state = {str(line["about"]): line["state"] for line in perform("doctor", actor=LOCAL)}
    assert state["Backup"] == "broken"
    perform("backup-settings", actor=LOCAL, folder=str(tmp_path / "folder"))
    assert jobs.nightly_backup(NIGHT + timedelta(minutes=14)) == ""
    assert jobs.nightly_backup(NIGHT + timedelta(minutes=15))
    assert recall("backup.nightly")["error"] == ""


@pytest.fixture
def mail(monkeypatch):
    """A mailbox, in a machine that has no stores but this test's."""
    every = jobs.stores_of
    monkeypatch.setattr(jobs, "stores_of", lambda actor: [s for s in every(actor) if s.slug.startswith("mailed")])
    with mail_server() as (box, port):
        perform("mail-settings", actor=LOCAL, host="127.0.0.1", port=port, sender="helm@example.com",
                to="a@example.com, b@example.com", hour=7, language="pl")  # fmt: skip
        yield box


def new_store(zone: str = "Europe/Warsaw") -> str:
    slug = f"mailed-{next(_numbers)}"
    perform("create-store", actor=LOCAL, slug=slug, title=slug.title(), currency="PLN", timezone=zone)
    return slug


def test_each_store_is_mailed_when_its_own_morning_comes(mail):
    warsaw, york = new_store("Europe/Warsaw"), new_store("America/New_York")
    assert jobs.morning_mails(datetime(2026, 11, 24, 5, 59)) == []
    assert jobs.morning_mails(datetime(2026, 11, 24, 6, 0)) == [warsaw]
    assert jobs.morning_mails(datetime(2026, 11, 24, 6, 1)) == []
    assert jobs.morning_mails(datetime(2026, 11, 24, 12, 0)) == [york]
    assert jobs.morning_mails(datetime(2026, 11, 25, 6, 30)) == [warsaw]
    subjects = [message["Subject"] for _, message in mail.taken]
    assert sum(subject.startswith(warsaw.title() + ":") for subject in subjects) == 2
    assert all(to == ["a@example.com", "b@example.com"] for to, _ in mail.taken)


def test_summer_time_moves_the_hour(mail):
    slug = new_store("Europe/Warsaw")
    assert jobs.morning_mails(datetime(2026, 7, 1, 4, 59)) == []
    assert jobs.morning_mails(datetime(2026, 7, 1, 5, 0)) == [slug]


def test_a_mail_that_was_not_taken_is_tried_again(mail):
    slug = new_store()
    mail.refuse = "a@example.com"
    first = datetime(2026, 11, 24, 6, 0)
    assert jobs.morning_mails(first) == []
    assert "a@example.com" in recall(f"mail.sent.{slug}")["error"]
    state = {str(line["about"]): line for line in perform("doctor", actor=LOCAL)}
    assert state["Mail"]["state"] == "broken"
    mail.refuse = ""
    assert jobs.morning_mails(first + timedelta(minutes=5)) == []
    assert jobs.morning_mails(first + timedelta(minutes=16)) == [slug]


def test_bundled_stores_and_a_negative_hour_send_nothing(mail):
    from storehelm.state.models import Store

    Store.objects.filter(slug=new_store()).update(connector="sample")
    assert jobs.morning_mails(datetime(2026, 11, 24, 12)) == []
    own = new_store()
    perform("mail-settings", actor=LOCAL, hour=-1)
    assert jobs.morning_mails(datetime(2026, 11, 24, 12)) == []
    perform("mail-settings", actor=LOCAL, hour=0)
    assert jobs.morning_mails(datetime(2026, 11, 24, 12)) == [own]


def test_settings_are_checked_shown_and_kept_secret(home):
    with pytest.raises(StorehelmError, match="no mail address"):
        perform("mail-settings", actor=LOCAL, to="a@example.com, nobody")
    with pytest.raises(StorehelmError, match="no mail address"):
        perform("mail-settings", actor=LOCAL, sender="a@example.com\nBcc: x@example.com")
    with pytest.raises(StorehelmError, match="readable"):
        perform("mail-settings", actor=LOCAL, host="mail.example.com", security="none")
    with pytest.raises(StorehelmError, match="hour"):
        perform("mail-settings", actor=LOCAL, hour=24)
    with pytest.raises(Missing, match="host, sender, to"):
        perform("send-brief", actor=LOCAL, store=new_store())
    told = perform("mail-settings", actor=LOCAL, host="mail.example.com", port=465, user="helm", password="s3cret-word")
    assert told["security"] == "tls"
    assert told["password"] == "set"
    assert "s3cret-word" not in str(told)
    from django.db import connection

    from storehelm.state.models import AuditEntry

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM state_setting")
        assert "s3cret-word" not in str(cursor.fetchall())
    assert not AuditEntry.objects.filter(entry__contains="s3cret-word").exists()


def test_a_password_from_a_file(home, tmp_path):
    (tmp_path / "password").write_text("hush \nmore")
    perform("mail-settings", actor=LOCAL, password_file=str(tmp_path / "password"))
    assert recall("mail")["password"] == "hush"
    with pytest.raises(StorehelmError, match="holds no password"):
        perform("mail-settings", actor=LOCAL, password_file=str(tmp_path / "none"))


def test_a_job_is_not_begun_while_it_is_at_work():
    begun, go_on, times = threading.Event(), threading.Event(), []

    def slow(moment: datetime) -> None:
        times.append(moment)
        begun.set()
        assert go_on.wait(10)

    run = jobs._alone(slow)
    thread = threading.Thread(target=run)
    thread.start()
    assert begun.wait(10)
    run()
    assert len(times) == 1
    go_on.set()
    thread.join(10)
    run()
    assert len(times) == 2


def test_the_jobs_run_in_threads_and_stop(home, monkeypatch):
    done = threading.Event()
    monkeypatch.setitem(jobs._JOBS, "close-idle", lambda moment: done.set())
    remember("backup", folder="")
    jobs.start_jobs()
    jobs.start_jobs()
    try:
        assert done.wait(15)
    finally:
        jobs.stop_jobs()
    assert not [t for t in threading.enumerate() if t.name.startswith(("Worker", "Scheduler"))]
    jobs.stop_jobs()

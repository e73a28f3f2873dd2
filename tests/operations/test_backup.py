"""A backup comes back as it was; a killed or damaged one is never taken for whole."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import time
from datetime import datetime
from pathlib import Path

import pytest

from storehelm.core.errors import BadInput, StorehelmError
from storehelm.operations import manifest
from tests.databases import Home, new_database, new_home, own_home, postgres  # noqa: F401
from tests.state.test_databases import filled

BRIEF = ("brief", "--store", "shop", "--as-of", "2026-11-23")


def only_backup(folder: Path) -> Path:
    (found,) = manifest.backups_in(folder)
    return found


def test_the_restored_store_says_the_same(new_home, tmp_path):  # noqa: F811
    home = new_home("home")
    filled(home)
    home.run("set-goal", "1000", "--store", "shop", "--month", "2026-11")
    home.run("mail-settings", "--host", "localhost", "--port", "25", "--password", "hush", "--to", "a@example.com")
    before = home.run(*BRIEF, "--json")
    told = home.json("backup", str(tmp_path / "backups"))
    assert told["stores"] == ["shop"]
    assert b"hush" not in b"".join(p.read_bytes() for p in Path(told["path"]).rglob("*") if p.is_file())
    other = new_home("other")
    other.run("restore", told["path"])
    assert other.run(*BRIEF, "--json") == before
    assert other.json("mail-settings")["password"] == "set"
    assert {p.name for p in (other.folder / "stores" / "shop").iterdir()} >= {"warehouse.duckdb", "mapping.toml"}


def test_a_home_that_is_not_empty_is_moved_aside_only_when_forced(own_home: Home, tmp_path):  # noqa: F811
    filled(own_home)
    path = own_home.json("backup", str(tmp_path / "backups"))["path"]
    own_home.run("create-store", "later")
    assert "is not empty" in own_home.refused("restore", path)
    assert len(own_home.json("stores")) == 2
    told = own_home.json("restore", path, "--force")
    assert [store["slug"] for store in own_home.json("stores")] == ["shop"]
    aside = Path(told["moved_aside"])
    assert (aside / "stores" / "shop" / "warehouse.duckdb").exists()
    assert (aside / ("storehelm.sqlite3" if own_home.database == "sqlite" else "database.pgdump")).exists()


@pytest.mark.postgres
def test_where_the_database_cannot_be_put_back_the_former_is_named(postgres, tmp_path):  # noqa: F811
    home = Home(tmp_path / "home", new_database(postgres))
    home.run("create-store", "shop")
    path = Path(home.json("backup", str(tmp_path / "backups"))["path"])
    dump = path / "database.pgdump"
    dump.write_bytes(b"no dump")
    said = json.loads((path / "manifest.json").read_text())
    held = manifest.held(path, dump)
    said["files"] = [{"path": held.path, "size": held.size, "sha256": held.sha256} if f["path"] == held.path else f
                     for f in said["files"]]  # fmt: skip
    (path / "manifest.json").write_text(json.dumps(said))
    complaint = home.refused("restore", str(path), "--force")
    assert "pg_restore failed" in complaint
    (aside,) = home.folder.glob("before-restore-*")
    assert f"is whole in {aside}" in complaint
    assert (aside / "database.pgdump").stat().st_size > 1000


@pytest.fixture
def saved(tmp_path) -> tuple[Home, Path]:
    home = Home(tmp_path / "home")
    home.run("create-store", "shop")
    home.run("backup", str(tmp_path / "backups"))
    return home, only_backup(tmp_path / "backups")


def test_a_damaged_backup_is_refused_and_named(saved, tmp_path):
    home, path = saved
    database = path / "database.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    other = Home(tmp_path / "other")
    said = other.refused("restore", str(path))
    assert "database.sqlite3" in said
    assert "not what it was" in said
    database.unlink()
    assert "is absent" in other.refused("restore", str(path))
    assert home.json("stores")
    assert other.json("stores") == []


def test_a_backup_of_a_newer_version_or_another_database_is_refused(saved, tmp_path):
    home, path = saved
    said = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(said | {"version": "99.0.0"}))
    assert "Upgrade Storehelm first" in home.refused("restore", str(path), "--force")
    (path / "manifest.json").write_text(json.dumps(said | {"database": "postgresql"}))
    assert "STOREHELM_DATABASE_URL" in home.refused("restore", str(path), "--force")
    assert "no backup" in home.refused("restore", str(tmp_path))


def test_a_list_that_names_a_file_outside_is_refused(tmp_path):
    (tmp_path / "outside").write_text("x")
    root = tmp_path / "backup"
    root.mkdir()
    held = manifest.Held("../outside", 1, "0")
    with pytest.raises(BadInput, match="outside of it"):
        manifest.verify(root, manifest.Manifest("0.1.0", "", "sqlite", (), (held,)))


def test_killed_in_the_middle_there_is_no_backup_by_that_name(saved, tmp_path):
    home, first = saved
    half = (
        "import time\nfrom storehelm.operations import backup, LOCAL, perform\n"
        "def stop(part): print('half', flush=True); time.sleep(60)\n"
        "backup.copy_database = stop\n"
        f"perform('backup', actor=LOCAL, folder={str(first.parent)!r})\n"
    )
    process = home.start("-c", half)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.strip() == "half", process.communicate()
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    process.communicate()
    assert manifest.backups_in(first.parent) == [first]
    assert [p.name for p in first.parent.iterdir() if not p.name.startswith(".")] == [first.name]
    home.run("backup", str(first.parent))
    assert len(manifest.backups_in(first.parent)) == 2


def test_only_the_newest_are_kept_and_nothing_else_is_touched(home, tmp_path):
    from storehelm.operations.backup import make_backup

    (tmp_path / "storehelm-20200101-000000").mkdir()
    (tmp_path / "notes.txt").write_text("mine")
    names = [Path(make_backup(tmp_path, keep=2, moment=datetime(2026, 11, day, 2))["path"]).name for day in (1, 2, 3)]
    assert [path.name for path in manifest.backups_in(tmp_path)] == names[1:]
    assert {"storehelm-20200101-000000", "notes.txt"} <= {p.name for p in tmp_path.iterdir()}
    assert make_backup(tmp_path, keep=2, moment=datetime(2026, 11, 3, 2))["path"].endswith("-20261103-020001")


def test_a_full_disk_is_said_before_anything_is_written(home, tmp_path, monkeypatch):
    from storehelm.operations.backup import make_backup

    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(StorehelmError, match="MB free"):
        make_backup(tmp_path, keep=2, moment=datetime(2026, 11, 1, 2))
    assert list(tmp_path.iterdir()) == []


def test_while_the_server_runs(tmp_path):
    home = Home(tmp_path / "home")
    home.env |= {"STOREHELM_ALLOWED_HOSTS": "helm.example.com", "STOREHELM_HTTPS": "1"}
    filled(home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = home.start("-m", "storehelm.cli.main", "serve", "--port", str(port))
    try:
        wait_for(home.folder / "server.json")
        path = home.json("backup", str(tmp_path / "backups"))["path"]
        assert "Stop it first" in home.refused("restore", path, "--force")
        assert "Stop it first" in home.refused("upgrade")
        lines = home.json("doctor")
        assert {line["state"] for line in lines if line["about"]["template"] in ("Server", "Backup")} == {"ok"}
        assert (home.folder / "jobs.sqlite3").exists()
    finally:
        server.terminate()
        server.communicate(timeout=20)
    assert server.returncode == 0
    assert not (home.folder / "server.json").exists()
    other = Home(tmp_path / "other")
    other.run("restore", path)
    assert other.run(*BRIEF, "--json") == home.run(*BRIEF, "--json")


def wait_for(path: Path, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < until, f"{path} did not come"
        time.sleep(0.05)

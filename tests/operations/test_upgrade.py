"""To a newer version and back, with a real environment made from a wheel of this very source."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import storehelm
from tests.databases import Home

MIGRATION = """from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("state", {last!r})]
    operations = [{step}]
"""
ADDS = 'migrations.AddField("store", "later", models.CharField(max_length=9, default="new"))'
BREAKS = f"{ADDS}, migrations.RunPython(lambda *_: 1 / 0)"
SOURCE = Path(storehelm.__file__).parent


def wheel(folder: Path, version: str, *, breaks: bool = False) -> None:
    """This source as another version, with a migration of its own; one that `breaks` cannot be applied."""
    last = max(p.stem for p in (SOURCE / "state" / "migrations").glob("0*.py"))
    added = MIGRATION.format(last=last, step=BREAKS if breaks else ADDS)
    files = {f"storehelm/{p.relative_to(SOURCE).as_posix()}": p.read_bytes() for p in SOURCE.rglob("*") if p.is_file()}
    files = {name: content for name, content in files.items() if "__pycache__" not in name}
    files["storehelm/__init__.py"] = f'__version__ = "{version}"\n'.encode()
    files["storehelm/state/migrations/9000_later.py"] = added.encode()
    info = f"storehelm-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: storehelm\nVersion: {version}\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/entry_points.txt"] = b"[console_scripts]\nstorehelm = storehelm.cli.main:main\n"
    with zipfile.ZipFile(folder / f"storehelm-{version}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        record = []
        for name, content in files.items():
            archive.writestr(name, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(content)}")
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]) + "\n")


class Installed(Home):
    """A home whose `storehelm` upgrades in a folder of the test's own; what it needs else is found where we have it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "home")
        self.programs = folder / "programs"
        self.wheels = folder / "wheels"
        self.wheels.mkdir(parents=True)
        self.programs.mkdir()
        self.env |= {"STOREHELM_PROGRAMS": str(self.programs), "PIP_NO_DEPS": "1"}
        link = folder / "source"
        link.mkdir()
        (link / "sitecustomize.py").write_text(_FINDER.format(source=str(SOURCE.parent), prefix=sys.prefix))
        self.env["PYTHONPATH"] = os.pathsep.join([str(link), sysconfig.get_paths()["purelib"]])

    def as_upgraded(self) -> str:
        """The version that the pointer leads to, as it says itself."""
        line = [self.programs / "storehelm-current" / "bin" / "python", "-c", _VERSION]
        return subprocess.run(line, env=self.env, capture_output=True, text=True, check=True).stdout.strip()


_VERSION = "import storehelm; print(storehelm.__version__)"
# Our own environment finds this source; a new one finds what was installed in it.
_FINDER = """import sys
if sys.prefix == {prefix!r}:
    sys.path.insert(0, {source!r})
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has a command file, tested by itself")
def test_on_and_back(tmp_path):
    home = Installed(tmp_path)
    home.run("create-store", "shop")
    wheel(home.wheels, "9.1.0")
    told = home.json("upgrade", "--version", "9.1.0", "--wheels", str(home.wheels))
    assert (told["from"], told["to"]) == (storehelm.__version__, "9.1.0")
    assert Path(told["backup"]).is_dir()
    assert home.as_upgraded() == "9.1.0"
    assert "state.9000_later" in home.python("from storehelm.state.boot import applied; print(*applied())")
    back = home.json("upgrade", "--back")
    assert (back["from"], back["to"]) == ("9.1.0", storehelm.__version__)
    assert back["undone"] == ["state.9000_later"]
    assert home.as_upgraded() == storehelm.__version__
    assert "state.9000_later" not in home.python("from storehelm.state.boot import applied; print(*applied())")
    assert [store["slug"] for store in home.json("stores")] == ["shop"]

    wheel(home.wheels, "9.2.0", breaks=True)
    said = home.refused("upgrade", "--version", "9.2.0", "--wheels", str(home.wheels))
    assert "could not bring the database up to date" in said
    assert "the old version stays" in said
    assert home.as_upgraded() == storehelm.__version__
    assert not (home.programs / "storehelm-9.2.0").exists()
    assert [store["slug"] for store in home.json("stores")] == ["shop"]


def test_a_version_that_is_not_there_changes_nothing(tmp_path):
    home = Installed(tmp_path)
    said = home.refused("upgrade", "--version", "9.9.9", "--wheels", str(home.wheels))
    assert "storehelm==9.9.9 could not be installed" in said
    assert list(home.programs.iterdir()) == []
    assert "no earlier version" in home.refused("upgrade", "--back")


@pytest.fixture
def record(tmp_path):
    from storehelm.operations.versions import Versions

    for name in ("one", "two", "old"):
        (tmp_path / name / "bin").mkdir(parents=True)
        (tmp_path / name / "made-by-storehelm-upgrade").touch()
    (tmp_path / "mine").mkdir()
    return Versions(str(tmp_path / "two"), str(tmp_path / "one"), "2.0", "1.0")


def test_the_pointer_is_switched_and_older_ones_go(tmp_path, record):
    from storehelm.operations.versions import read_record, remove_others, switch

    pointer = switch(tmp_path, record)
    assert read_record(tmp_path) == record
    if os.name != "nt":
        assert pointer.resolve() == tmp_path / "two"
        assert switch(tmp_path, record) == pointer
    assert remove_others(tmp_path, record) == ["old"]
    assert {"one", "two", "mine"} <= {path.name for path in tmp_path.iterdir()}


def test_where_links_need_rights_the_pointer_is_a_command_file(tmp_path, record):
    from storehelm.operations.versions import _command_file

    pointer = _command_file(tmp_path, record)
    assert pointer.name == "storehelm-current.cmd"
    assert str(tmp_path / "two") in pointer.read_text()


def test_a_record_that_cannot_be_read_is_told(tmp_path):
    from storehelm.core.errors import StorehelmError
    from storehelm.operations.versions import RECORD, read_record

    (tmp_path / RECORD).write_text(json.dumps({"current": 1})[:-3])
    with pytest.raises(StorehelmError, match="cannot be read"):
        read_record(tmp_path)
    assert read_record(tmp_path / "elsewhere") is None

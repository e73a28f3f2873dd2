"""The doctor says what is well, what deserves a look and what is broken, and never breaks itself."""

from __future__ import annotations

import os

import pytest

from tests.databases import Home
from tests.state.test_databases import filled


def states(home: Home) -> dict[str, dict]:
    return {line["about"]["template"].format(**line["about"]["params"]): line for line in home.json("doctor")}


def test_a_fresh_home(tmp_path):
    home = Home(tmp_path / "home")
    found = states(home)
    assert found["Home folder"]["state"] == "look" or os.name == "nt"
    assert found["Database"]["state"] == "look"
    assert found["Server"]["state"] == "look"
    assert not (home.folder / "stores").exists()


def test_a_home_in_use(tmp_path):
    home = Home(tmp_path / "home")
    filled(home)
    found = states(home)
    assert found["Store shop"]["state"] == "ok"
    assert found["Database"]["state"] == "ok"
    assert found["Backup"]["state"] == "look"
    assert found["Mail"]["state"] == "look"
    home.run("create-store", "empty")
    home.folder.chmod(0o755)
    (home.folder / "secret.key").chmod(0o644)
    (home.folder / "stores" / "shop" / "warehouse.duckdb").write_bytes(b"not a database, by any means" * 1000)
    found = states(home)
    assert found["Store shop"]["state"] == "broken"
    assert "restore" in found["Store shop"]["mend"]["template"]
    assert found["Store empty"]["state"] == "look"
    if os.name != "nt":
        assert found["Home folder"]["state"] == found["Secret key"]["state"] == "look"
    assert "Wersja" in home.start_in("pl", "doctor")


def test_a_lost_key_is_told(tmp_path):
    home = Home(tmp_path / "home")
    home.run("mail-settings", "--host", "localhost", "--port", "25")
    (home.folder / "secret.key").write_text("another")
    found = states(home)
    assert found["Settings"]["state"] == "broken"
    assert "secret.key" in found["Settings"]["said"]["params"]["reason"]
    assert "secret.key" in home.refused("mail-settings")


@pytest.mark.parametrize("url", ["postgres://nobody@127.0.0.1:1/none", "mysql://somewhere/else"])
def test_a_database_that_does_not_answer(tmp_path, url):
    home = Home(tmp_path / "home", url)
    found = states(home)
    assert found["Database"]["state"] == "broken"
    assert "STOREHELM_DATABASE_URL" in found["Database"]["mend"]["template"]
    assert found["Stores"]["state"] == "look"


def test_a_damaged_database_file(tmp_path):
    home = Home(tmp_path / "home")
    home.run("create-store", "shop")
    (home.folder / "storehelm.sqlite3").write_bytes(b"scrambled" * 5000)
    assert states(home)["Database"]["state"] == "broken"

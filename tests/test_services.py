"""A test's need for a service: skipped when absent, failed when absent and required."""

import pytest

from tests.services import need


@pytest.fixture(autouse=True)
def _no_data(monkeypatch):
    monkeypatch.delenv("STOREHELM_SHARED", raising=False)
    monkeypatch.delenv("STOREHELM_REQUIRE", raising=False)


def test_absent_is_skipped_with_its_reason():
    with pytest.raises(pytest.skip.Exception, match="shared-data: STOREHELM_SHARED"):
        need("shared-data")


def test_absent_and_required_fails(monkeypatch):
    monkeypatch.setenv("STOREHELM_REQUIRE", "chdb, shared-data")
    with pytest.raises(pytest.fail.Exception, match="shared-data is required and absent"):
        need("shared-data")


def test_present_is_returned(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("STOREHELM_SHARED", str(tmp_path))
    assert need("shared-data") == str(tmp_path)


def test_a_mistyped_requirement_fails(monkeypatch):
    monkeypatch.setenv("STOREHELM_REQUIRE", "postgress")
    with pytest.raises(pytest.fail.Exception, match="names postgress"):
        need("shared-data")

"""Log files: a new one each time, and a bound on how many stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from unity_kernel.wire.logfile import KEPT, new_log


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(tmp_path / "home"))


def test_the_newest_of_a_kind_stay_and_other_kinds_are_left_alone() -> None:
    other = new_log("lab")
    other.touch()
    os.utime(other, (0, 0))
    logs = [new_log("client", "quiet") for _ in range(KEPT + 5)]
    for age, log in enumerate(reversed(logs)):
        log.touch()
        os.utime(log, (1000 - age, 1000 - age))
    assert not new_log("client", "loud").exists()
    assert [log for log in logs if log.exists()] == logs[-KEPT:]
    assert other.exists()


def test_it_is_named_after_kind_and_name() -> None:
    assert new_log("client", "quiet").name.startswith("client-quiet-")
    assert new_log("headless").name.startswith("headless-2")

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _clean(no_leaks: None, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread outlives its test; no editor runs."""
    monkeypatch.delenv("UNITY_KERNEL_EDITOR", raising=False)

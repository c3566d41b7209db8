from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from unity_kernel.wire import system
from unity_kernel.wire.editor_file import EditorFile, new_token
from unity_kernel.wire.endpoint import Endpoint

Announce = Callable[..., EditorFile]


@pytest.fixture(autouse=True)
def _clean(no_leaks: None, fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread or process outlives its test; no editor runs yet."""
    monkeypatch.delenv("UNITY_KERNEL_EDITOR", raising=False)


@pytest.fixture
def projects() -> Iterator[Path]:
    """A folder with two Unity projects, Game and Tools, and a plain folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for path in (
            "Game/Assets/Notebooks",
            "Game/ProjectSettings",
            "Tools/Assets",
            "Tools/ProjectSettings",
            "plain",
        ):
            (folder / path).mkdir(parents=True)
        yield folder


@pytest.fixture
def announce() -> Announce:
    """Writes the editor file of a running editor: of this very process, which surely runs."""

    def announce(name: str, project: Path, **fields: Any) -> EditorFile:
        started = system.process_start_time(os.getpid())
        assert started is not None
        values: dict[str, Any] = {"kind": "unity", "pid": os.getpid(), "started": started, **fields}
        return EditorFile(
            id=name, endpoint=Endpoint("tcp", port=1), token=new_token(), project=str(project), **values
        ).write()

    return announce

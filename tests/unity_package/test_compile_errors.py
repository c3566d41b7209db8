"""Scripts that do not compile: what waits for a reload says so."""

from __future__ import annotations

from pathlib import Path

from tests.support.session import Kernel


def test_reload_that_does_not_come_says_which_errors(kernel: Kernel, assets: Path) -> None:
    script = assets / "Broken.cs"
    script.write_text("class Broken { int twice = unknown; }")
    kernel.must("UnityEditor.AssetDatabase.Refresh()")
    error = kernel.run("await unity.reload()").failure
    assert error.ename == "UnityKernelError"
    assert "the scripts are not reloaded, because of compile errors" in error.evalue
    assert "CS0103" in error.evalue
    assert "unknown" in error.evalue
    again = kernel.run("await unity.reload()").failure  # nothing has changed: the errors of before count
    assert "CS0103" in again.evalue
    script.write_text("class Broken { }")
    kernel.must("unity.reload()")  # when the cell has ended
    kernel.must("await unity.frames(2)")
    assert kernel.value("UnityEditor.EditorUtility.scriptCompilationFailed") is False

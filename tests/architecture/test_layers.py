"""The arrows between the layers: contracts over all imports, and what a fresh interpreter really loads."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("cli", "client", "editor", "headless", "kernel", "wire")


def loaded_by(module: str) -> set[str]:
    """The modules that a fresh interpreter has after importing one."""
    code = f"import {module}, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, timeout=60)
    return set(json.loads(done.stdout))


def test_every_import_contract_holds() -> None:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_every_layer_has_a_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    sources = {module for contract in settings["contracts"] for module in contract["source_modules"]}

    for layer in ("client", "editor", "kernel", "wire"):
        assert f"unity_kernel.{layer}" in sources


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("unity_kernel.wire.link", {"IPython", "zmq", "ipykernel", "jupyter_client", "asyncio"}),
        ("unity_kernel.editor.editor", {"zmq", "ipykernel", "jupyter_client", "jedi", "numpy", "matplotlib"}),
        ("unity_kernel.client.remote", {"IPython", "zmq", "ipykernel", "jupyter_client", "numpy"}),
        ("unity_connection", {"IPython", "zmq", "ipykernel", "jupyter_client", "numpy"}),
        ("unity_kernel.headless.host", {"zmq", "ipykernel", "jupyter_client", "jedi", "numpy"}),
        ("unity_kernel.cli.main", {"IPython", "zmq", "rpyc", "jupyter_client", "nbclient"}),
    ],
)
def test_a_fresh_interpreter_loads_no_more_than_the_layer_needs(module: str, absent: set[str]) -> None:
    assert not loaded_by(module) & absent


@pytest.mark.parametrize(
    ("module", "knows"),
    [
        ("unity_kernel.wire.link", {"wire"}),
        ("unity_kernel.editor.editor", {"editor", "wire"}),
        ("unity_kernel.client.remote", {"client", "wire"}),
        ("unity_kernel.kernel.kernel", {"kernel", "client", "wire"}),
        ("unity_kernel.headless.host", {"headless", "editor", "wire"}),
    ],
)
def test_a_layer_loads_only_the_layers_below_it(module: str, knows: set[str]) -> None:
    loaded = loaded_by(module)

    assert {layer for layer in LAYERS if f"unity_kernel.{layer}" in loaded} == knows


def test_pickle_is_used_in_one_place() -> None:
    """Bulk transfers, which come after authentication, and snapshots, which are private files of the user's; nothing
    else may unpickle."""
    users = {
        path.relative_to(ROOT / "unity_kernel").as_posix()
        for path in (ROOT / "unity_kernel").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(
            ("import pickle", "from pickle", "import marshal", "import shelve", "import dill")
        )
    }

    assert users == {"wire/bulk.py", "editor/snapshot.py"}

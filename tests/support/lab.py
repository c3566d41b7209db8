"""JupyterLab in a headless Chromium: a real server, a real browser, for tests that look at what people see."""

from __future__ import annotations

import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.support.session import ROOT, Home, end_process, wait_until

__all__ = ["ARTIFACTS", "Lab", "browser_page", "require", "why_absent", "write_notebook"]

ARTIFACTS = ROOT / "test-artifacts"
"""Where pictures of the browser go, to be looked at."""
VARIABLE = "UNITY_KERNEL_REQUIRE_BROWSER"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
START_TIMEOUT = 30.0


def chromium() -> str | None:
    """The system's Chromium."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def why_absent() -> str:
    """What this machine lacks for a test in a browser, and how to get it; empty when nothing is missing."""
    for module in ("jupyterlab", "playwright", "ipywidgets"):
        if importlib.util.find_spec(module) is None:
            return f"a test in a browser needs {module} (pip install {module})"
    if chromium() is None:
        return "a test in a browser needs Chromium (Debian: apt-get install chromium)"
    return ""


def require() -> None:
    """Skips the test where no browser can run; fails it where UNITY_KERNEL_REQUIRE_BROWSER says that one must."""
    reason = why_absent()
    if reason and os.environ.get(VARIABLE):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def write_notebook(path: Path, *cells: str) -> Path:
    """A notebook for the kernel `unity` with these cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in cells],
        metadata={"kernelspec": {"name": "unity", "display_name": "Unity", "language": "python"}},
    )
    nbformat.write(notebook, path)
    return path


class Lab:
    """A JupyterLab server on a folder, on loopback, with the checkout's kernelspec and settings of its own.

    Args:
        home: Where its kernels find editors.
        root: The folder that it shows.
    """

    def __init__(self, home: Home, root: Path) -> None:
        self._folder = home.path / "jupyter"
        self._root = root
        self._log = home.log("lab")
        self._token = secrets.token_hex(16)
        kernels = self._folder / "data" / "kernels" / "unity"
        kernels.mkdir(parents=True)
        spec = json.loads((ROOT / "kernelspec" / "unity" / "kernel.json").read_text())
        spec["argv"][0] = sys.executable
        (kernels / "kernel.json").write_text(json.dumps(spec))
        self.choose_theme("JupyterLab Light")
        self._environment = home.environment(
            JUPYTER_DATA_DIR=str(self._folder / "data"),
            JUPYTER_CONFIG_DIR=str(self._folder / "config"),
            JUPYTERLAB_SETTINGS_DIR=str(self._folder / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(self._folder / "workspaces"),
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._url = ""

    def choose_theme(self, name: str) -> None:
        """The theme that pages have which are opened from now on; also no news and no tours."""
        folder = self._folder / "settings" / "@jupyterlab" / "apputils-extension"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "themes.jupyterlab-settings").write_text(json.dumps({"theme": name}))
        news = {"fetchNews": "false", "checkForUpdates": False}
        (folder / "notification.jupyterlab-settings").write_text(json.dumps(news))

    def __enter__(self) -> Lab:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "jupyterlab",
                    "--no-browser",
                    "--ServerApp.ip=127.0.0.1",
                    "--ServerApp.port=0",
                    f"--ServerApp.root_dir={self._root}",
                    f"--IdentityProvider.token={self._token}",
                    *(["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []),
                ],
                cwd=self._root,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        info = Path(self._environment["JUPYTER_RUNTIME_DIR"]) / f"jpserver-{self._process.pid}.json"
        wait_until(
            lambda: info.is_file() or self._has_ended(),
            f"the start of JupyterLab (its log: {self._log})",
            START_TIMEOUT,
        )
        assert not self._has_ended(), f"JupyterLab did not start:\n{self._log.read_text()[-3000:]}"
        wait_until(lambda: info.read_text().endswith("}"), "JupyterLab's word of its address")
        self._url = str(json.loads(info.read_text())["url"])
        return self

    def __exit__(self, *error: object) -> None:
        if self._process is not None:
            end_process(self._process.pid)
            self._process.wait(10)

    def address(self, notebook: str) -> str:
        """Where the browser finds a notebook, by its path in the server's folder."""
        return f"{self._url}doc/tree/{notebook}?token={self._token}&reset"

    def _has_ended(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None


@contextmanager
def browser_page() -> Iterator[Any]:
    """A page of a headless Chromium; see Playwright's documentation."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 1600})
            page.set_default_timeout(20_000)
            yield page
        finally:
            browser.close()

"""For all tests: never the user's own home, never an editor of the user's choice, and a check for leaks."""

from __future__ import annotations

import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import Phase, settings
from hypothesis.internal.conjecture import providers

from tests.support import hosts, lab

settings.register_profile(
    "short",
    derandomize=True,
    max_examples=50,
    stateful_step_count=20,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # the long form looks for a failure's smallest case
)
settings.register_profile("long", max_examples=2000, stateful_step_count=60, deadline=None)
settings.load_profile("short")
# Hypothesis also tries constants of the modules that happen to be loaded, so that examples of the same seed would
# depend on which tests ran before.
providers._get_local_constants = lambda: providers._local_constants

GRACE = 2.0
"""Seconds that a thread or process, told to end, may take to do so after its test."""


def pytest_configure() -> None:
    """Lets Ctrl-C work in what the tests start, which inherits from a shell's background job that it is ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end of the run what was left out for want of an editor."""
    for line in hosts.left_out():
        terminalreporter.write_line(f"Left out: {line}")
    if missing := lab.why_absent():
        terminalreporter.write_line(f"Left out: the tests in a browser: {missing}")


@pytest.fixture(scope="session", autouse=True)
def _private_environment() -> Iterator[None]:
    """A home for the whole run, and no editor of the user's choice."""
    # Short: a Unix socket's path must fit into some hundred bytes, which pytest's own folders exceed.
    folder = Path(tempfile.mkdtemp(prefix="uk-"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UNITY_KERNEL_HOME", str(folder))
        environment.delenv("UNITY_KERNEL_EDITOR", raising=False)
        yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """UNITY_KERNEL_HOME for this test alone: a short path, nothing in it."""
    folder = Path(tempfile.mkdtemp(prefix="uk-"))
    monkeypatch.setenv("UNITY_KERNEL_HOME", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def no_leaks() -> Iterator[None]:
    """Fails a test that leaves threads or child processes behind."""
    threads = set(threading.enumerate())
    children = set(psutil.Process().children())
    yield
    deadline = time.monotonic() + GRACE
    while left := [thread for thread in threading.enumerate() if thread not in threads]:
        if time.monotonic() > deadline:
            break
        left[0].join(0.05)
    running = [child for child in psutil.Process().children() if child not in children]
    _, running = psutil.wait_procs(running, timeout=max(0.0, deadline - time.monotonic()))
    assert not left, f"threads left running: {', '.join(thread.name for thread in left)}"
    assert not running, f"processes left running: {running}"

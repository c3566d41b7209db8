"""Everything that can go wrong, mixed by a seed: notebooks on one editor, reloads, play mode, kills and storms.

`python -m tests.chaos --seed N --minutes M` runs for as long as it is told; `test_chaos.py` runs a short form.

Each cell appends its own name to a file, outside of all processes, as the first thing that it does. So whatever dies,
afterwards the file says how often each cell ran.
"""

from __future__ import annotations

import pickle
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support import hosts
from tests.support.projects import make_project
from tests.support.session import Cell, Home, Kernel, wait_until

__all__ = ["Chaos"]

KERNELS = 2
LINES = 200
PATIENCE = 60.0
"""Seconds within which every cell has an answer, whatever happens."""
ALLOWED = ("EditorGone", "NoEditorError", "KeyboardInterrupt", "EditorClosing", "CellInterrupted")
"""How a cell may end that was hit by a kill or an interrupt."""


@dataclass
class Sent:
    """A cell under way: its name, and what it should print when nothing hits it."""

    name: str
    cell: Cell
    expected: str
    hit: bool = False


@dataclass
class Chaos:
    """One run.

    Args:
        home: Where all of it lives.
        seed: Decides what happens, in which order.
        start: Which editor.
        kills: Whether kernels and the editor are killed as well.
    """

    home: Home
    seed: int
    start: hosts.Start = hosts.headless
    kills: bool = True
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.project = make_project(self.home.path / "Game")
        self.journal = self.home.path / "journal"
        self.journal.touch()
        self.number = 0
        self.ran: dict[str, bool] = {}
        self.editor = self.start(self.home, self.project, None)
        # No other editor may step in while this one is dead: the checks ask this one.
        options = ["--UnityKernel.start_embedded=False"]
        self.kernels = [Kernel.start(self.home, cwd=self.project, options=options) for _ in range(KERNELS)]

    def close(self) -> None:
        for kernel in self.kernels:
            kernel.close()
        self.editor.stop()

    # --- what happens -----------------------------------------------------------------------------------

    def step(self) -> None:
        """One thing, drawn by the seed."""
        actions = {
            self.plain: 6,
            self.output: 4,
            self.queue: 3,
            self.storm: 2,
            self.interrupt: 3,
            self.reload: 4,
            self.reload_amid: 3,
            self.play: 2,
            self.both: 3,
            self.thread: 1,
        }
        if self.kills:
            actions |= {self.kill_editor: 1, self.kill_kernel: 1}
        action = self.random.choices(list(actions), list(actions.values()))[0]
        self.done[action.__name__] += 1
        action(self.random.choice(self.kernels))

    def send(self, kernel: Kernel, body: str, expected: str = "") -> Sent:
        """A cell that writes its name into the journal and runs the body."""
        self.number += 1
        name = f"{self.seed}-{self.number}"
        head = f"with open({str(self.journal)!r}, 'a') as journal: journal.write('{name}\\n')\n"
        return Sent(name, kernel.begin(head + body, stop_on_error=False), expected)

    def check(self, sent: Sent) -> None:
        """Waits for the cell's end, and looks at it."""
        cell = sent.cell.finish(PATIENCE)
        if cell.error is None:
            assert cell.status == "ok", (sent.name, cell.reply)
            printed = "".join(
                line
                for line in cell.stdout.splitlines(keepends=True)
                if not line.startswith(("[unity-kernel]", "[Log]"))
            )
            assert printed == sent.expected, (sent.name, len(printed), len(sent.expected))
            self.ran[sent.name] = True
        else:
            assert sent.hit, (sent.name, str(cell.error))
            assert cell.error.ename in ALLOWED, (sent.name, str(cell.error))
            self.ran[sent.name] = False

    def plain(self, kernel: Kernel) -> None:
        value = self.random.randrange(1_000_000)
        self.check(self.send(kernel, f"kept = {value}\nprint(kept)", f"{value}\n"))

    def output(self, kernel: Kernel) -> None:
        self.check(self.send(kernel, f"for n in range({LINES}): print(n)", text(LINES)))

    def queue(self, kernel: Kernel) -> None:
        cells = [self.send(kernel, f"print({n})", f"{n}\n") for n in range(4)]
        for sent in cells:
            self.check(sent)

    def both(self, kernel: Kernel) -> None:
        cells = [
            self.send(
                each,
                f"import asyncio\nfor n in range({LINES}):\n    print(n)\n    await asyncio.sleep(0)",
                text(LINES),
            )
            for each in self.kernels
        ]
        if self.random.random() < 0.5:
            cells.append(self.send(kernel, "unity.reload()\nprint('asked')", "asked\n"))
        for sent in cells:
            self.check(sent)

    def storm(self, kernel: Kernel) -> None:
        self.check(
            self.send(kernel, "for n in range(2000): UnityEngine.Debug.Log(n)\nprint('calm')", "calm\n")
        )

    def interrupt(self, kernel: Kernel) -> None:
        body = self.random.choice(
            (
                "import time\nprint('go')\ntime.sleep(60)",
                "print('go')\nwhile True: sum(range(10))",
                "print('go')\nawait unity.seconds(60)",
                "print('go')\nwhile True: await unity.next_frame()",
            )
        )
        sent = self.send(kernel, body)
        sent.hit = True
        sent.cell.until_output("go\n", PATIENCE)
        kernel.interrupt()
        self.check(sent)

    def reload(self, kernel: Kernel) -> None:
        value = self.random.randrange(1_000_000)
        self.check(self.send(kernel, f"over = [{value}]\nawait unity.reload()\nprint(over[0])", f"{value}\n"))
        self.check(self.send(kernel, "print(over[0])", f"{value}\n"))

    def reload_amid(self, kernel: Kernel) -> None:
        cells = [
            self.send(
                kernel,
                f"print('asking')\nunity.reload()\nfor n in range({LINES}): print(n)",
                "asking\n" + text(LINES),
            )
        ]
        for each in self.kernels:
            cells += [self.send(each, f"print({n})", f"{n}\n") for n in range(3)]
        for sent in cells:
            self.check(sent)

    def play(self, kernel: Kernel) -> None:
        options = self.random.choice((0, 1))
        body = (
            "UnityEditor.EditorSettings.enterPlayModeOptionsEnabled = True\n"
            "UnityEditor.EditorSettings.enterPlayModeOptions = "
            f"UnityEditor.EnterPlayModeOptions({options})\n"
            "await unity.play()\nawait unity.frames(5)\nawait unity.stop()\n"
            "print(UnityEditor.EditorApplication.isPlaying)"
        )
        self.check(self.send(kernel, body, "False\n"))

    def thread(self, kernel: Kernel) -> None:
        body = (
            "import threading, time\n"
            "def work():\n"
            "    while True: time.sleep(0.001)\n"
            "thread = threading.Thread(target=work); thread.start()\n"
            "await unity.reload()\nthread.join(5)\nprint(thread.is_alive())"
        )
        self.check(self.send(kernel, body, "False\n"))

    def kill_editor(self, kernel: Kernel) -> None:
        """While a cell runs and another waits; somebody starts it again, and the variables are there."""
        value = self.random.randrange(1_000_000)
        self.check(self.send(kernel, f"survivor = {value}"))
        wait_until(lambda: self.is_kept("survivor", value), "the snapshot")
        running = self.send(kernel, "import time\nprint('go')\ntime.sleep(60)")
        waiting = self.send(self.other(kernel), "print('waited')", "waited\n")
        running.hit = waiting.hit = True
        running.cell.until_output("go\n", PATIENCE)
        self.editor.kill()
        self.editor = self.start(self.home, self.project, None)
        self.check(running)
        self.check(waiting)
        self.check(self.send(kernel, "print(survivor)", f"{value}\n"))

    def kill_kernel(self, kernel: Kernel) -> None:
        """While its cell runs; the next one takes the session over."""
        value = self.random.randrange(1_000_000)
        self.check(self.send(kernel, f"inherited = {value}"))
        running = self.send(kernel, "import time\nprint('go')\ntime.sleep(60)")
        running.cell.until_output("go\n", PATIENCE)
        kernel.kill()
        self.ran[running.name] = False
        wait_until(
            lambda: any(session["waits"] is not None for session in self.editor.status()["sessions"]),
            "the notice that the kernel has died",
        )
        kernel.restart()
        resumed = kernel.must("%unity resume\ninherited")
        assert resumed.value == value

    def is_kept(self, name: str, value: int) -> bool:
        """Whether a snapshot on disk has a variable's value."""
        for path in (self.home.path / "snapshots").glob("*.pickle"):
            data = pickle.loads(path.read_bytes())["values"].get(name)
            if data is not None and pickle.loads(data) == value:
                return True
        return False

    def other(self, kernel: Kernel) -> Kernel:
        return next(each for each in self.kernels if each is not kernel)

    # --- what must be so in the end ---------------------------------------------------------------------

    def settle(self) -> None:
        """Checks that nothing ran twice, nothing was left out, and nothing is left behind."""
        entries = Counter(self.journal.read_text().split())
        assert all(count == 1 for count in entries.values()), [name for name in entries if entries[name] > 1]
        for name, ran in self.ran.items():
            assert entries[name] == 1 or not ran, f"cell {name} ended well and never ran"

        def is_idle() -> bool:  # between cells variables are kept, which is a job as well
            status = self.editor.status()
            return status["job"] is None and not status["queue"]

        wait_until(is_idle, "the end of all jobs")
        sessions = self.editor.status()["sessions"]
        assert len(sessions) <= KERNELS, sessions

    def shape(self) -> dict[str, tuple[int, int]]:
        """Threads and open files of the editor and the kernels."""
        processes = {"editor": self.editor.pid}
        processes |= {f"kernel {n}": kernel.pid for n, kernel in enumerate(self.kernels)}
        return {
            name: (psutil.Process(pid).num_threads(), psutil.Process(pid).num_fds())
            for name, pid in processes.items()
        }

    def run_for(self, seconds: float) -> int:
        """Steps until the time is over; returns how many."""
        end = time.monotonic() + seconds
        steps = 0
        while time.monotonic() < end:
            self.step()
            steps += 1
        return steps


def text(lines: int) -> str:
    """What a loop over that many numbers prints."""
    return "".join(f"{n}\n" for n in range(lines))


def leftovers(home: Home) -> list[Path]:
    """Files of editors and sessions that should be gone when everything has ended."""
    return [
        path
        for folder in ("editors", "sockets", "snapshots")
        for path in (home.path / folder).glob("*")
        if path.suffix != ".lock"
    ]

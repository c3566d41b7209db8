"""Unity in the background makes about ten ticks a second; cells must not feel it."""

from __future__ import annotations

import statistics
import time

from tests.support.session import Editor, Kernel
from unity_kernel.client.control import Control
from unity_kernel.wire.messages import Execute

CELLS = 20


def test_idle_throttled_editor_wakes_for_a_cell(editor: Editor, kernel: Kernel) -> None:
    kernel.must("import MonoHost\nMonoHost.Controls.Rate = 10.0")
    control = Control(editor.file)
    try:
        control.attach("wake", "a test")
        times = []
        for _ in range(CELLS):
            time.sleep(0.03)  # so that the pump has ceased to linger: the main loop sleeps
            begin = time.perf_counter()
            control.request(Execute(control.new_job(), "1", True, False, {}, False, 0, None)).result(10)
            times.append(time.perf_counter() - begin)
    finally:
        control.close()
        kernel.must("MonoHost.Controls.Rate = 100.0")
    # Without the wake-up the mean would be 50 ms.
    assert statistics.median(times) < 0.010

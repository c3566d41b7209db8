"""The kernel's process: ipykernel's application with our kernel in it."""

from __future__ import annotations

import gc
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from traitlets import Type

from unity_kernel.kernel.kernel import UnityKernel

__all__ = ["UnityKernelApp", "main"]


class UnityKernelApp(IPKernelApp):
    """A Jupyter kernel whose cells run in the Unity Editor.

    Without a running editor it starts the embedded headless one. All options of ipykernel apply to the kernel's own
    process, where `%%local` cells run.
    """

    name = "unity-kernel"
    kernel_class = Type(UnityKernel)
    classes = [UnityKernel, *IPKernelApp.classes]

    def init_control(self, context: Any) -> None:
        """No subshells: they would need a thread each in the editor, whose main thread is the only one that counts."""
        super().init_control(context)
        self.shell_channel_thread = None

    def start(self) -> None:
        """Begins to serve."""
        gc.freeze()
        gc.enable()
        super().start()


def main() -> None:
    """Runs a kernel until it is shut down."""
    gc.disable()  # until it serves: what the imports make stays, and need not be looked through for garbage
    UnityKernelApp.launch_instance()

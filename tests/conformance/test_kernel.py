"""Jupyter's own conformance tests for kernels, on a kernel with its embedded editor."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import jupyter_kernel_test

from tests.support.projects import make_project
from tests.support.session import Home, Kernel


class TestUnityKernel(jupyter_kernel_test.KernelTests):
    """The kernel is started by our own DSL, so that its kernelspec need not be installed."""

    kernel_name = "unity"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples: ClassVar = [
        {"text": "zi", "matches": {"zip"}},
        {
            "text": "UnityEngine.GameObject.FindGameObjectWi",
            "matches": {".FindGameObjectWithTag"},
        },
    ]
    complete_code_samples: ClassVar = [
        "1",
        "print('hello, world')",
        "def f(x):\n  return x*2\n\n\n",
        "%unity status",
    ]
    incomplete_code_samples: ClassVar = ["print('''hello", "def f(x):\n  x*2", "for go in (1,"]
    invalid_code_samples: ClassVar = ["import = 7q", "a b c"]
    code_page_something = "zip?"
    code_generate_error = "raise ValueError('as asked')"
    code_execute_result: ClassVar = [
        {"code": "1+2+3", "result": "6"},
        {"code": "UnityEngine.Vector3(1, 2, 3).ToString()", "result": "'(1.00, 2.00, 3.00)'"},
    ]
    code_display_data: ClassVar = [
        {
            "code": "from IPython.display import HTML, display\ndisplay(HTML('<b>test</b>'))",
            "mime": "text/html",
        },
        {
            "code": "from IPython.display import Math, display\ndisplay(Math('\\\\frac{1}{2}'))",
            "mime": "text/latex",
        },
    ]
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"

    home: ClassVar[Home]
    kernel: ClassVar[Kernel]
    folder: ClassVar[Path]

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="uk-"))
        cls.home = Home()
        cls.home.__enter__()
        cls.kernel = Kernel.start(cls.home, cwd=make_project(cls.folder / "Game"))
        cls.kernel.must("'the editor is up'")
        cls.km, cls.kc = cls.kernel.manager, cls.kernel.client

    @classmethod
    def tearDownClass(cls) -> None:
        cls.kernel.close()
        cls.home.__exit__(None, None, None)
        shutil.rmtree(cls.folder, ignore_errors=True)

    def execute_helper(self, *arguments: Any, **options: Any) -> Any:
        """As in the base class, but a bounded wait that also covers a machine under load."""
        options.setdefault("timeout", 15)
        return super().execute_helper(*arguments, **options)

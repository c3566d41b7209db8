"""One cell in a session's IPython: run at once or awaited, and its reply."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from typing import Any

from unity_kernel.editor.shell import EditorShell, text_of
from unity_kernel.wire.messages import Execute

__all__ = ["Execution"]


class Execution:
    """Runs one cell. Main thread.

    Args:
        shell: The session's.
        message: The request.
        finished: Called when the cell has ended, before its reply is made.
    """

    def __init__(self, shell: EditorShell, message: Execute, finished: Callable[[], None]) -> None:
        self._shell = shell
        self._message = message
        self._finished = finished

    def run(self) -> Any:
        """The content of the execute_reply, or a coroutine that gives it, for a cell that awaits."""
        shell, message = self._shell, self._message
        shell.last_traceback = None
        shell.prepare_inline_figures()
        transformed, problem = message.code, None
        try:
            transformed = shell.transform_cell(message.code)
        except Exception:
            problem = sys.exc_info()
        steps = shell.run_cell_async(
            message.code,
            store_history=message.store_history,
            silent=message.silent,
            transformed_cell=transformed,
            preprocessing_exc_tuple=problem,
            cell_id=message.cell_id,
        )
        awaits = "await" in transformed or "async" in transformed
        if awaits and shell.should_run_async(
            message.code, transformed_cell=transformed, preprocessing_exc_tuple=problem
        ):
            return self._finish_async(steps)
        main = sys.modules.get("__main__")
        sys.modules["__main__"] = shell.user_module
        result = None
        try:
            steps.send(None)
            steps.close()
            raise RuntimeError("IPython suspended a cell that does not await")
        except StopIteration as end:
            result = end.value
        except KeyboardInterrupt:
            shell.showtraceback()
        finally:
            if main is not None:
                sys.modules["__main__"] = main
            self._after(result)
        return self._reply(result)

    async def _finish_async(self, steps: Coroutine[Any, Any, Any]) -> dict[str, Any]:
        result = None
        try:
            result = await steps
        except KeyboardInterrupt:
            self._shell.showtraceback()
        finally:
            self._after(result)
        return self._reply(result)

    def _after(self, result: Any) -> None:
        self._shell.events.trigger("post_execute")
        if not self._message.silent:
            self._shell.events.trigger("post_run_cell", result)
        self._finished()

    def _reply(self, result: Any) -> dict[str, Any]:
        shell, message = self._shell, self._message
        content: dict[str, Any] = {
            "status": "ok",
            "execution_count": message.execution_count,
            "payload": shell.take_payloads(),
            "user_expressions": {},
        }
        error = (
            result.error_before_exec or result.error_in_exec if result is not None else KeyboardInterrupt()
        )
        if error is None and shell.last_traceback is None:
            content["user_expressions"] = shell.user_expressions(message.user_expressions)
            return content
        content["status"] = "error"
        content["ename"] = type(error).__name__ if error is not None else "DisplayError"
        content["evalue"] = text_of(error) if error is not None else "the value could not be displayed"
        content["traceback"] = shell.last_traceback or [f"{content['ename']}: {content['evalue']}"]
        return content

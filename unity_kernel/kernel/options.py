"""What users can set: the kernel's traits, by `--UnityKernel.name=value` or in ipython_kernel_config.py."""

from __future__ import annotations

from traitlets import Bool, Enum, Float, HasTraits, Int, Unicode

from unity_kernel.kernel.relay import LEVELS, STYLES

__all__ = ["KernelOptions"]


class KernelOptions(HasTraits):
    """The traits of `UnityKernel`."""

    editor = Unicode(
        "",
        help="""The editor to use: an editor's id, a project's name or folder (attaches to the editor that has it
        open, else opens it in the embedded headless editor), or 'headless' (a copy of the sample project).
        Empty: the environment's UNITY_KERNEL_EDITOR; else the editor whose project contains the notebook; else the
        only one that runs; else the embedded one.""",
    ).tag(config=True)
    start_embedded = Bool(
        True,
        help="""Whether the embedded headless editor may be started when no editor fits. If False, such a cell ends
        with an error that names the next step.""",
    ).tag(config=True)
    output_limit = Int(
        10_000_000,
        min=0,
        help="""Characters of output that one cell may make; 0 for no limit. The rest is cut, and a line says how
        much. Front ends become slow at some millions.""",
    ).tag(config=True)
    log_level = Enum(
        list(LEVELS),
        "log",
        help="""The least severity of the editor's console messages that show in the cell which caused them:
        log, warning, error or none. All are kept for `%unity logs`.""",
    ).tag(config=True)
    log_style = Enum(
        list(STYLES),
        "rich",
        help="""How console messages show in cells: rich (coloured, equal ones counted, stacks folded) or text (on
        stdout and stderr, for front ends without HTML).""",
    ).tag(config=True)
    orphaned_cells = Enum(
        ["stop", "finish"],
        "stop",
        help="""What becomes of the running cell and the queue in the editor when this kernel's process dies.""",
    ).tag(config=True)
    session_grace = Float(
        60.0,
        min=0.0,
        help="""Seconds that the session of a kernel which died waits in the editor for `%unity resume`.""",
    ).tag(config=True)
    snapshot_limit = Int(
        10_000_000,
        min=0,
        help="""Bytes of variables that are kept on disk after each cell, to be there again when the editor has
        crashed; 0 switches it off. Larger ones are left out.""",
    ).tag(config=True)
    interrupt_patience = Float(
        2.0,
        min=0.1,
        help="""Seconds after an interrupt until a line says that the editor is still busy and why that may be.""",
    ).tag(config=True)

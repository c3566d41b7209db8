"""A progress bar as text and HTML; without styles (GitHub) its words remain."""

from __future__ import annotations

from html import escape

from unity_kernel.display.characters import NAME_LIMIT, clean

__all__ = ["bar"]

WIDTH = 24
"""Characters of the bar in consoles."""
_BACK = "var(--jp-layout-color3,var(--vscode-editorWidget-background,#d0d7de))"
_FILL = {
    "runs": "var(--jp-brand-color1,var(--vscode-progressBar-background,#0969da))",
    "done": "var(--jp-success-color1,#2b8a3e)",
    "stopped": "var(--jp-warn-color1,#946000)",
}
_DIM = "var(--jp-ui-font-color2,var(--vscode-descriptionForeground,#656d76))"


def bar(title: str, info: str, fraction: float | None, state: str, seconds: float) -> dict[str, str]:
    """A bar's MIME bundle.

    Args:
        title: What is done.
        info: Which part of it; may be empty.
        fraction: How much is done, 0 to 1; None where nobody knows.
        state: "runs", "done" or "stopped".
        seconds: Since it began.
    """
    title, info = clean(title, NAME_LIMIT), clean(info, NAME_LIMIT)
    share = 0.0 if fraction is None else min(1.0, max(0.0, fraction))
    percent = "" if fraction is None else f"{share:.0%}"
    end = {"runs": "", "done": "done", "stopped": "stopped"}[state]
    words = " · ".join(filter(None, (percent, info, end, f"{seconds:.1f} s" if end else "")))
    full = round(share * WIDTH)
    text = f"{title} {'█' * full}{'░' * (WIDTH - full)} {words}".strip()
    html = (
        '<div style="display:flex;align-items:center;gap:10px;max-width:760px;font:13px/1.6 '
        'var(--jp-ui-font-family,var(--vscode-font-family,system-ui,sans-serif))">'
        '<span style="white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:300px">'
        f"{escape(title)}</span>"
        f'<span style="flex:0 0 180px;height:8px;border-radius:4px;overflow:hidden;background:{_BACK}">'
        f'<span style="display:block;height:100%;width:{share:.1%};background:{_FILL[state]}"></span></span>'
        f'<span style="color:{_DIM};font-variant-numeric:tabular-nums;overflow:hidden;text-overflow:ellipsis;'
        f'white-space:nowrap">{escape(words)}</span></div>'
    )
    return {"text/plain": text, "text/html": html}

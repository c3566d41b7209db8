"""A notebook as a web page that can be read without a network."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from unity_kernel.cli.files import replace_text
from unity_kernel.errors import UnityKernelError

__all__ = ["write_page"]

TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js_requirejs -%}
{%- if "widgets" in nb.metadata -%}{{ super() }}{%- endif -%}
{%- endblock html_head_js_requirejs -%}
{%- block html_head_js_mathjax -%}
{%- if resources.unity_kernel_maths -%}{{ super() }}{%- endif -%}
{%- endblock html_head_js_mathjax -%}
{%- block html_head_js_mermaidjs -%}
{%- if resources.unity_kernel_mermaid -%}{{ super() }}{%- endif -%}
{%- endblock html_head_js_mermaidjs -%}
{%- block html_head_css -%}
<style>
main { max-width: 1100px; margin: 0 auto; }
</style>
{%- endblock html_head_css -%}
"""
"""JupyterLab's look; its scripts from the network only for notebooks that cannot be shown without them."""


def write_page(notebook: nbformat.NotebookNode, path: Path, title: str) -> None:
    """Writes a page that needs no other file; only widgets, formulas and diagrams need the network.

    Raises:
        UnityKernelError: nbconvert is installed without its templates.
    """
    try:
        exporter = HTMLExporter(embed_images=True)
    except ValueError as error:
        raise UnityKernelError(
            f"{path.name} cannot be made; the notebook itself is written. nbconvert does not find its templates; "
            f"mend it with `pip install --force-reinstall nbconvert`. It says: {str(error).splitlines()[0]}"
        ) from error
    exporter.raw_template = TEMPLATE
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    types = {
        kind
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for kind in output.get("data", ())
    }
    resources = {
        "metadata": {"name": title},
        "unity_kernel_maths": "$" in text or "\\\\(" in text or "text/latex" in types,
        "unity_kernel_mermaid": "```mermaid" in text or "text/vnd.mermaid" in types,
    }
    page, _ = exporter.from_notebook_node(notebook, resources)
    replace_text(path, page)

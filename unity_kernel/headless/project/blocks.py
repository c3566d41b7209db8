"""Lists inside objects, changed item by item: what stays keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterable

from unity_kernel.headless.project.document import Document, Path
from unity_kernel.headless.project.tree import Sequence

__all__ = ["append", "rearrange"]


def rearrange(document: Document, path: Path, order: Iterable[int]) -> bool:
    """Make a list anew of its own items; an index may be left out, moved or repeated.

    Args:
        document: The object.
        path: Where the list stands.
        order: Indexes of the present items in their new order.

    Returns:
        Whether anything changed.

    Raises:
        SceneFileError: There is no such list, or it is one that Unity would not write.
    """
    document._settle()
    node, wanted = _list(document, path), list(order)
    if wanted == list(range(len(node))):
        return False
    data, eol = document._data, document.file.eol
    if node.flow:
        chunks = [data[item.start : item.end] for item in node.items]
        return document._splice(node.start, node.end, b"[" + b", ".join(chunks[i] for i in wanted) + b"]")
    if not wanted:
        return document._splice(_behind_key(document, node.start), node.end, b" []")
    indent = b" " * node.column
    lines = (data.rfind(b"\n", 0, item.start) + 1 for item in node.items[1:])
    dashes = [node.start, *(line + node.column for line in lines)]
    ends = [*(dash - node.column for dash in dashes[1:]), node.end]
    chunks = [data[start:end].rstrip(b"\r\n") for start, end in zip(dashes, ends, strict=True)]
    return document._splice(node.start, node.end, (eol + indent).join(chunks[i] for i in wanted))


def append(document: Document, path: Path, text: str) -> bool:
    """Add an item to a list; ``text`` is what follows its dash, further lines indented as from the dash on."""
    document._settle()
    node = _list(document, path)
    indent = " " * node.column
    item = document.file.encode(f"\n{indent}- " + text.replace("\n", f"\n{indent}  "))
    if not node.flow:
        return document._splice(node.end, node.end, item)
    if len(node):
        raise document.fault(f"{'.'.join(map(str, path))} is a list on one line", node.start)
    return document._splice(_behind_key(document, node.start), node.end, item)


def _list(document: Document, path: Path) -> Sequence:
    node = document.node(path)
    if not isinstance(node, Sequence):
        raise document.fault(f"{'.'.join(map(str, path))} is not a list", None)
    return node


def _behind_key(document: Document, position: int) -> int:
    """Return the offset behind the colon of the key whose value begins at ``position``."""
    at = position
    while at > 0 and document._data[at - 1 : at] in (b" ", b"\n", b"\r"):
        at -= 1
    if document._data[at - 1 : at] != b":":
        raise document.fault("a list inside a list cannot become empty, or be filled", position)
    return at

"""What Unity writes for a component that was just added: the table ``newcomponents.txt``, read on first use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["NewComponent", "known_components", "new_component"]

Version = tuple[int, int, int]
_NEWEST = (9999, 0, 0)


class NewComponent:
    """A component of the table.

    Attributes:
        name: Its name in files; of a package's script its full name.
        class_id: The number of its class in files.
        needs: What it adds beside itself where that is missing.
        single: Whether a GameObject has one at most.
        is_renderer: Whether a GameObject can have it only if it has no other renderer.
        since: The first version of Unity for which it is known.
    """

    def __init__(self, header: str, lines: list[str]) -> None:
        words = header.replace("]", " ]").split()
        self.name, self.class_id = words[0].strip("[ "), int(words[1]) if words[1] != "]" else 0
        flags = words[words.index("]") + 1 :]
        self.single = "single" in flags or "renderer" in flags
        self.is_renderer = "renderer" in flags
        self.since = _version(flags[flags.index("since") + 1]) if "since" in flags else (0, 0, 0)
        self.needs: list[str] = []
        if "needs" in flags:
            for word in flags[flags.index("needs") + 1 :]:
                if word in ("single", "renderer", "since"):
                    break
                self.needs.append(word)
        self._lines = lines
        self._nodes: list[_Node] | None = None

    @property
    def nodes(self) -> list[_Node]:
        """Its lines, as a tree."""
        if self._nodes is None:
            self._nodes = _tree(self._lines)
        return self._nodes

    def fields(self, version: Version) -> tuple[str, str]:
        """Return the lines that a version of Unity writes ahead of those that all components share, and behind them.

        Args:
            version: Of the project; zeros if unknown, which gives the newest form.
        """
        if not version[0]:
            version = _NEWEST
        ahead = [_Node(node.text[1:], node.ranges, []) for node in self.nodes if node.text.startswith("^")]
        behind = [node for node in self.nodes if not node.text.startswith("^")]
        return tuple(
            "".join(f"{line}\n" for line in _render(part, "  ", version)) for part in (ahead, behind)
        )  # type: ignore[return-value]


class _Node:
    """A line of the table with the lines below it."""

    __slots__ = ("children", "ranges", "text")

    def __init__(self, text: str, ranges: list[tuple[Version, Version]], children: list[_Node]) -> None:
        self.text = text
        self.ranges = ranges
        self.children = children

    @property
    def key(self) -> str:
        return self.text.partition(":")[0]

    def is_in(self, version: Version) -> bool:
        return not self.ranges or any(start <= version < end for start, end in self.ranges)


def _version(text: str) -> Version:
    parts = [int(part) for part in text.split(".")]
    return parts[0], parts[1], parts[2] if len(parts) > 2 else 0


def _tree(lines: list[str]) -> list[_Node]:
    roots: list[_Node] = []
    open_nodes: list[tuple[int, list[_Node]]] = [(-1, roots)]
    for line in lines:
        text, _, spans = line.partition(" @")
        bare = text.lstrip(" ")
        # an item of a list stands as far left as the key of the list, and belongs below it
        depth = 2 * (len(text) - len(bare)) + (1 if bare.startswith("- ") else 0)
        while open_nodes[-1][0] >= depth:
            open_nodes.pop()
        ranges = []
        for span in spans.split():
            start, _, end = span.partition("..")
            ranges.append(
                (_version(start) if start else (0, 0, 0), _version(end) if end else (*_NEWEST[:2], 1))
            )
        node = _Node(bare, ranges, [])
        open_nodes[-1][1].append(node)
        open_nodes.append((depth, node.children))
    return roots


def _render(nodes: list[_Node], margin: str, version: Version) -> Iterator[str]:
    for node in nodes:
        if not node.is_in(version):
            continue
        if node.text.startswith("<"):
            yield from _render(_filled(node), margin, version)
        elif node.text.startswith("- "):
            item = node.text[2:]
            if item.startswith("<"):
                first, *rest = _render(_filled(_Node(item, [], node.children)), margin, version)
            else:
                below = margin + "  " if item.startswith("- ") else margin
                first, *rest = margin + item, *_render(node.children, below, version)
            yield f"{margin[:-2]}- {first[len(margin) :]}"
            yield from rest
        else:
            yield margin + node.text
            yield from _render(node.children, margin + "  ", version)


def _filled(node: _Node) -> list[_Node]:
    """Return the lines of the part that ``<Name>`` stands for, some replaced by those below it."""
    part = _table()[node.text.strip("<>")].nodes
    replaced = {child.key: child for child in node.children}
    unknown = replaced.keys() - {each.key for each in part}
    if unknown:
        raise KeyError(f"{node.text} has no line {', '.join(sorted(unknown))}")
    return [
        _Node(replaced[each.key].text, each.ranges, replaced[each.key].children)
        if each.key in replaced
        else each
        for each in part
    ]


@cache
def _table() -> dict[str, NewComponent]:
    found: dict[str, NewComponent] = {}
    header, lines = "", list[str]()
    text = Path(__file__).with_name("newcomponents.txt").read_text("utf-8")
    for line in [*text.split("\n"), "[]"]:
        if line.startswith("["):
            if header:
                made = NewComponent(header, lines)
                found[made.name] = made
            header, lines = line, []
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    return found


def new_component(name: str) -> NewComponent | None:
    """Return what is known of a component by its name in files, or a package's script by its full name."""
    found = _table().get(name)
    return found if found is not None and found.class_id else None


def known_components() -> list[str]:
    """Return the names of the components that can be added."""
    return sorted(name for name, made in _table().items() if made.class_id)

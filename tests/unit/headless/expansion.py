"""An independent expansion of scenes with prefabs: slow, plain, and without a line of the product.

Where the product translates file ids, this copies object graphs and follows pointers: every file that an instance
uses is read anew, its objects are changed as the instance says, and then known under other ids to the file around.
"""

from __future__ import annotations

import copy
import itertools
import os
import re
import struct
from pathlib import Path
from typing import Any

__all__ = ["Dump", "Game", "dump"]

Dump = dict[str, Any]

SKIPPED = {
    "m_Children", "m_Component", "m_CorrespondingSourceObject", "m_Father", "m_PrefabAsset", "m_PrefabInstance",
    "m_PrefabInternal", "m_PrefabParentObject", "serializedVersion",
}  # fmt: skip


# Reading


def read_documents(path: Path) -> list[Thing]:
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    things = []
    for chunk in re.split(r"(?m)^--- ", text)[1:]:
        head, _, body = chunk.partition("\n")
        match = re.match(r"!u!(\d+) &(-?\d+)( stripped)?", head)
        assert match is not None, head
        lines = [line for line in join_flows(body.split("\n")) if line.strip() or line == ""]
        name = lines[0].split(":")[0]
        fields, _ = read_block(lines, 1, 2)
        things.append(Thing(int(match[1]), int(match[2]), bool(match[3]), name, fields or {}))
    return things


def join_flows(lines: list[str]) -> list[str]:
    """Put folded inline maps and folded texts on one line each; a blank line in a text becomes a newline."""
    joined: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        value = re.sub(r"^ *(?:- )*(?:[^'\"{}\s-][^:]*:(?: |$))?", "", line, count=1)
        while value[:1] in ("'", '"') and not closed(value):
            index += 1
            following = lines[index]
            if not following.strip():
                count = 0
                while not lines[index].strip():
                    count += 1
                    index += 1
                extra = "\0" * count + lines[index].strip()
            else:
                extra = " " + following.strip()
            line = line.rstrip() + extra if not line.endswith("\\") else line[:-1] + following.strip()
            value += extra
        while value[:1] == "{" and value.count("{") > value.count("}"):
            index += 1
            line += " " + lines[index].strip()
            value += lines[index]
        joined.append(line)
        index += 1
    return joined


def closed(value: str) -> bool:
    if value[0] == "'":
        return re.fullmatch(r"'(?:[^']|'')*'\s*", value) is not None
    return re.fullmatch(r'"(?:[^"\\]|\\.)*"\s*', value) is not None


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def read_block(lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    """Read the block at ``indent``: a dict (of repeated keys the first counts), or a list."""
    found: Any = None
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        if indent_of(line) < indent:
            break
        rest = line[indent:]
        if rest.startswith("- ") or rest == "-":
            if isinstance(found, dict):
                break
            found = [] if found is None else found
            inner = rest[2:]
            if inner.startswith("- ") or (
                re.match(r"[^'\"{}\[\]\s-][^:{}'\"]*:( |$)", inner) and not inner.startswith("{")
            ):
                lines[at] = " " * (indent + 2) + inner
                value, at = read_block(lines, at, indent + 2)
            else:
                value, at = read_plain(lines, at, inner, indent)
            found.append(value)
            continue
        if isinstance(found, list):
            break
        found = {} if found is None else found
        match = re.match(r"('(?:[^']|'')*'|\"[^\"]*\"|[^:]*(?::[^ ][^:]*)*):( .*|)$", rest)
        assert match is not None, line
        key, value_text = scalar(match[1]), match[2]
        if value_text:
            value, at = read_plain(lines, at, value_text[1:], indent)
        else:
            following = at + 1
            while following < len(lines) and not lines[following].strip():
                following += 1
            value = ""
            at += 1
            if following < len(lines):
                column = indent_of(lines[following])
                dash = lines[following].lstrip().startswith("-") and column == indent
                if (column > indent or dash) and lines[following].strip():
                    value, at = read_block(lines, following, column)
        found.setdefault(key, value)
    return found, at


def read_plain(lines: list[str], at: int, text: str, indent: int) -> tuple[Any, int]:
    at += 1
    if text[:1] in ("{", "["):
        return flow(text)[0], at
    if text[:1] not in ("'", '"'):
        while at < len(lines) and lines[at].strip() and indent_of(lines[at]) > indent:
            text += " " + lines[at].strip()
            at += 1
    return scalar(text), at


def flow(text: str) -> tuple[Any, str]:
    text = text.strip()
    if text.startswith("{"):
        found: dict[str, Any] = {}
        text = text[1:].strip()
        while not text.startswith("}"):
            match = re.match(r"\s*([^:]+):\s*", text)
            assert match is not None, text
            value, text = flow(text[match.end() :])
            found[match[1].strip()] = value
            text = text.strip().removeprefix(",").strip()
        return found, text[1:]
    if text.startswith("["):
        items = []
        text = text[1:].strip()
        while not text.startswith("]"):
            value, text = flow(text)
            items.append(value)
            text = text.strip().removeprefix(",").strip()
        return items, text[1:]
    match = re.match(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^,{}\[\]]*", text)
    assert match is not None
    return scalar(match[0].strip()), text[match.end() :]


def scalar(text: str) -> str:
    if text[:1] == "'" and text[-1:] == "'" and len(text) > 1:
        return text[1:-1].replace("''", "'").replace("\0", "\n")
    if text[:1] == '"' and text[-1:] == '"' and len(text) > 1:
        escapes = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "e": "\x1b", "N": "\x85", "_": "\xa0"}

        def unescape(match: re.Match[str]) -> str:
            code = match[1]
            return chr(int(code[1:], 16)) if len(code) > 1 else escapes.get(code, code)

        return re.sub(r"\\(x..|u....|.)", unescape, text[1:-1].replace("\0", "\n"))
    return text.rstrip(" ")


# Objects


class Thing:
    """One object; ``space`` is what its references are looked up in, ``father`` overrides ``m_Father``."""

    def __init__(
        self, class_id: int, file_id: int, stripped: bool, name: str, fields: dict[str, Any]
    ) -> None:
        self.class_id = class_id
        self.file_id = file_id
        self.stripped = stripped
        self.type_name = name
        self.fields = fields
        self.space: dict[int, Thing] = {}
        self.father: tuple[dict[int, Thing], int] | None = None
        self.instance: Thing | None = None  # the outermost PrefabInstance that brings it
        self.removed = False
        self.extra: list[tuple[int, Thing]] = []  # components added from outside, with their places
        self.place = -1
        self.entered = 1 << 30

    def follow(self, reference: Any) -> Thing | None:
        if isinstance(reference, tuple):  # an overridden reference, resolved where the override stands
            space: dict[int, Thing] = reference[0]
            return space.get(reference[1])
        if not isinstance(reference, dict) or "guid" in reference:
            return None
        return self.space.get(int(reference["fileID"]))

    @property
    def is_transform(self) -> bool:
        return self.class_id in (4, 224)

    def above(self) -> Thing | None:
        if self.father is not None:
            return self.father[0].get(self.father[1])
        return self.follow(self.fields.get("m_Father"))

    def order(self) -> int | None:
        text = self.fields.get("m_RootOrder", self.fields.get("\0order"))
        return int(text) if text is not None else None


class Game:
    """A project: where each asset is, by GUID."""

    def __init__(self, root: Path) -> None:
        self.paths: dict[str, Path] = {}
        folders = [root / "Assets", root / "Packages"]
        manifest = root / "Packages" / "manifest.json"
        if manifest.exists():
            sources = re.findall(r'"file:([^"]+)"', manifest.read_text("utf-8"))
            folders += [Path(os.path.normpath(root / "Packages" / source)) for source in sources]
        for folder in folders:
            for meta in sorted(folder.rglob("*.meta")):
                match = re.search(r"(?m)^guid: *(\w+)", meta.read_text("utf-8", "replace"))
                if match:
                    self.paths.setdefault(match[1], meta.with_suffix(""))
        self._read: dict[Path, list[Thing]] = {}

    def forget(self, path: Path) -> None:
        """Read a file again when next asked."""
        self._read.pop(path, None)

    def expand(self, path: Path, chain: tuple[Path, ...] = ()) -> dict[int, Thing]:
        """Return the objects of a file by the ids that this file knows them under."""
        if path not in self._read:
            self._read[path] = read_documents(path)
        documents = copy.deepcopy(self._read[path])
        space: dict[int, Thing] = {}
        for thing in documents:
            thing.space = space
            if not thing.stripped and thing.class_id != 1001:
                space.setdefault(thing.file_id, thing)
        for thing in documents:
            if thing.class_id != 1001 or thing.fields.get("m_IsPrefabParent", "0") != "0":
                continue
            source = thing.fields.get("m_SourcePrefab") or thing.fields.get("m_ParentPrefab")
            if isinstance(source, dict) and "guid" in source:
                self._instantiate(thing, source["guid"], documents, space, (*chain, path))
        own = [thing for thing in documents if not thing.stripped and thing.class_id != 1001]
        for thing in own:
            owner = thing.follow(thing.fields.get("m_GameObject"))
            if owner is not None and owner.instance is not None and not thing.is_transform:
                owner.extra.append((thing.place, thing))
        return space

    def _instantiate(
        self,
        instance: Thing,
        guid: str,
        documents: list[Thing],
        space: dict[int, Thing],
        chain: tuple[Path, ...],
    ) -> None:
        body = instance.fields["m_Modification"]
        stand_ins: dict[int, Thing] = {}
        for thing in documents:
            owner = thing.fields.get("m_PrefabInstance") or thing.fields.get("m_PrefabInternal") or {}
            if isinstance(owner, dict) and owner.get("fileID") == str(instance.file_id):
                source = thing.fields.get("m_CorrespondingSourceObject") or thing.fields.get(
                    "m_PrefabParentObject"
                )
                if isinstance(source, dict) and "guid" in source:
                    stand_ins.setdefault(int(source["fileID"]), thing)
        changes = [
            (int(item["target"]["fileID"]), item["propertyPath"], item["value"], item["objectReference"])
            for item in body["m_Modifications"] or ()
        ]
        # A managed reference (SerializeReference) is overridden both as a whole and in its parts; the parts say more.
        every = {(target, key) for target, key, _, _ in changes}
        changes = [
            change
            for change in changes
            if not any(target == change[0] and key.startswith(change[1] + ".") for target, key in every)
        ]
        path = self.paths.get(guid)
        if path is not None and path.suffix == ".prefab" and path.exists() and path not in chain:
            inside = self.expand(path, chain)
        else:
            inside = stand_for(path, changes, stand_ins, body)
        parent = int(body["m_TransformParent"]["fileID"])
        roots = [thing for thing in inside.values() if thing.is_transform and thing.above() is None]
        for thing in inside.values():
            thing.instance = instance
        for root in roots:
            root.father = (space, parent)
        for target, property_path, value, reference in sorted(
            changes, key=lambda change: not change[1].endswith("Array.size")
        ):
            if target in inside:
                override(inside[target], property_path, value, reference, space)
        for removed in body.get("m_RemovedComponents") or ():
            if int(removed["fileID"]) in inside:
                inside[int(removed["fileID"])].removed = True
        for removed in body.get("m_RemovedGameObjects") or ():
            if int(removed["fileID"]) in inside:
                inside[int(removed["fileID"])].removed = True
        for key in ("m_AddedComponents", "m_AddedGameObjects"):
            for entered, added in enumerate(body.get(key) or ()):
                found = space.get(int(added["addedObject"]["fileID"]))
                if found is not None:
                    found.place = int(added["insertIndex"])
                    found.entered = entered
        for old, thing in list(inside.items()):
            stand_in = stand_ins.get(old)
            if stand_in is not None and not stand_in.stripped:
                inside[old] = stand_in
                continue
            new = stand_in.file_id if stand_in is not None else (old ^ instance.file_id) & 0x7FFFFFFFFFFFFFFF
            space[new] = thing


def stand_for(
    path: Path | None,
    changes: list[tuple[int, str, str, Any]],
    stand_ins: dict[int, Thing],
    body: dict[str, Any],
) -> dict[int, Thing]:
    """Make up what is known of a source that is missing."""
    space: dict[int, Thing] = {}

    def add(class_id: int, file_id: int, name: str, fields: dict[str, Any]) -> Thing:
        thing = space[file_id] = Thing(class_id, file_id, False, name, fields)
        thing.space = space
        return thing

    whole = {old: thing for old, thing in stand_ins.items() if not thing.stripped}
    for old, thing in whole.items():
        add(thing.class_id, old, thing.type_name, {"m_Father": {"fileID": "0"}})
    named = path.stem if path is not None else "Missing Prefab"

    def pair(game_object: int, transform: int, father: int) -> None:
        add(1, game_object, "GameObject", {
            "m_Name": named, "m_IsActive": "1", "m_Layer": "0", "m_TagString": "Untagged",
            "m_Component": [{"component": {"fileID": str(transform)}}],
        })  # fmt: skip
        add(4, transform, "Transform", {
            "m_GameObject": {"fileID": str(game_object)}, "m_Father": {"fileID": str(father)}, "m_Children": [],
            "m_LocalPosition": {"x": "0", "y": "0", "z": "0"}, "m_RootOrder": "0",
        })  # fmt: skip

    owner = int(body["m_TransformParent"]["fileID"])
    kept = [t for t in whole.values() if t.is_transform and int(t.fields["m_Father"]["fileID"]) == owner]
    root = game_object = 0
    if not kept:
        placed = [target for target, key, _, _ in changes if key in ("m_RootOrder", "m_LocalPosition.x")]
        ordered = [target for target, key, _, _ in changes if key == "m_RootOrder"]
        model: list[int] = [i for i in (-8679921383154817045, 400000) if i in placed or i in stand_ins]
        root = (model or [t for t in ordered if t in placed] or placed or [-1])[0]
        names = [target for target, key, _, _ in changes if key == "m_Name"]
        twin = {-8679921383154817045: 919132149155446097, 400000: 100000}.get(root, -2)
        others = [
            target for target, key, _, _ in changes if key in ("m_IsActive", "m_Layer", "m_StaticEditorFlags")
        ]
        game_object = twin if model else (names or others or [twin])[0]
        pair(game_object, root, 0)
    fresh = -1000
    for old, thing in sorted(stand_ins.items()):
        if thing.stripped and thing.class_id == 1 and old not in space:
            fresh -= 1
            pair(old, fresh, root)
        elif thing.stripped and thing.is_transform and old not in space:
            fresh -= 1
            pair(fresh, old, root)
    for old, thing in sorted(stand_ins.items()):
        if thing.stripped and thing.class_id != 1 and not thing.is_transform:
            target = next((s for s, t in stand_ins.items()
                           if t.file_id == int((thing.fields.get("m_GameObject") or {"fileID": 0})["fileID"])),
                          game_object)  # fmt: skip
            add(thing.class_id, old, thing.type_name, {
                "m_GameObject": {"fileID": str(target)},
                **{key: thing.fields[key] for key in ("m_Enabled", "m_Script") if key in thing.fields},
            })  # fmt: skip
            if target in space:
                space[target].fields["m_Component"].append({"component": {"fileID": str(old)}})
    return space


def made() -> dict[str, Any]:
    """Return what stands for a new element of an empty list, whose fields only the overrides tell."""
    return {"\0made": "1"}


def override(thing: Thing, path: str, value: str, reference: Any, outside: dict[int, Thing]) -> None:
    if path == "m_RootOrder":
        thing.fields["\0order"] = value
    steps: list[Any] = []
    for piece in re.findall(r"Array\.data\[\d+\]|Array\.size|[^.]+", path):
        match = re.fullmatch(r"Array\.data\[(\d+)\]", piece)
        steps.append(int(match[1]) if match else piece)
    if steps[0] in SKIPPED:
        return
    node: Any = thing.fields
    for step, following in itertools.pairwise(steps):
        inside = step in node if isinstance(node, dict) else isinstance(step, int) and step < len(node)
        if inside and isinstance(node, (dict, list)):
            node = node[step]
        elif isinstance(node, dict) and node.get("\0made"):
            node = node.setdefault(
                step, [] if following == "Array.size" or isinstance(following, int) else made()
            )
        else:
            return
    last = steps[-1]
    if last == "Array.size":
        if isinstance(node, list):
            size = int(value)
            while len(node) > size:
                node.pop()
            while len(node) < size:
                node.append(copy.deepcopy(node[-1]) if node else made())
        return
    if isinstance(last, int):
        if not isinstance(node, list) or last >= len(node):
            return
        old = node[last]
    elif isinstance(node, dict):
        if (
            last not in node
            and not node.get("\0made")
            and not (node is thing.fields and thing.class_id == 114)
        ):
            return
        old = node.get(last)
    else:
        return
    if isinstance(old, (dict, tuple)) and (isinstance(old, tuple) or "fileID" in old):
        new: Any = reference if "guid" in reference else (outside, int(reference["fileID"]))
    elif isinstance(old, list) or (isinstance(old, dict) and not old.get("\0made")):
        return
    elif reference.get("fileID") != "0":
        new = reference if "guid" in reference else (outside, int(reference["fileID"]))
        if isinstance(old, str):
            return
    else:
        new = value
    node[last] = new


# Telling


def plain(thing: Thing, value: Any) -> Any:
    """Return a field's value with references to objects replaced by what they are."""
    if isinstance(value, tuple):
        value = {"fileID": str(value[1])} if value[1] == 0 else value
    if isinstance(value, tuple) or (isinstance(value, dict) and "fileID" in value and "guid" not in value):
        found = thing.follow(value)
        if found is not None and found.removed:
            found = None
        return {"to": found.type_name if found is not None else None}
    if isinstance(value, dict):
        return {key: plain(thing, inner) for key, inner in value.items() if not key.startswith("\0")}
    if isinstance(value, list):
        return [plain(thing, inner) for inner in value]
    return value


def dump(game: Game, path: Path) -> list[Dump]:
    """Return the hierarchy of a scene: for each root a tree of names, flags, positions and components."""
    space = game.expand(path)
    things = list({id(thing): thing for thing in space.values()}.values())
    nodes = [thing for thing in things if thing.is_transform]
    below: dict[int, list[Thing]] = {}
    for node in nodes:
        above = node.above()
        below.setdefault(id(above) if above is not None else 0, []).append(node)
    roots = below.get(0, [])
    lists = [thing for thing in things if thing.class_id == 1660057539]
    if lists:
        order = {int(item["fileID"]): index for index, item in enumerate(lists[0].fields["m_Roots"])}

        def place(node: Thing) -> int:
            known = [order[i] for i, thing in space.items() if thing is node and i in order]
            if node.instance is not None:
                known += [order[node.instance.file_id]] if node.instance.file_id in order else []
            return min(known, default=len(order) + 1)

        roots.sort(key=place)
    else:
        roots.sort(key=lambda node: node.order() or 0)
    return [tell(node, below) for node in roots]


def tell(node: Thing, below: dict[int, list[Thing]]) -> Dump:
    owner = node.follow(node.fields.get("m_GameObject"))
    assert owner is not None, node.file_id
    parts = []
    for item in owner.fields["m_Component"] or ():
        part = owner.follow(next(iter(item.values())))
        if part is not None and not part.removed:
            parts.append(part)
    for index, part in owner.extra:
        if part not in parts:
            parts.insert(index if 0 <= index <= len(parts) else len(parts), part)
    children = [child for child in below.get(id(node), []) if not gone(child)]
    listed = [node.follow(item) for item in node.fields.get("m_Children") or ()]
    known = [child for child in listed if child is not None and child in children]
    others = [child for child in children if child not in known]
    if others and node.instance is not None:
        if all(child.order() is not None for child in children):
            known = sorted([*known, *others], key=lambda child: child.order() or 0)
        else:
            first = [child for child in others if child.place >= 0]
            last = [child for child in others if child.place < 0]
            for child in sorted(first, key=lambda c: c.place) + sorted(last, key=lambda c: c.entered):
                known.insert(child.place if 0 <= child.place <= len(known) else len(known), child)
    else:
        known += others
    position = node.fields["m_LocalPosition"]
    return {
        "name": owner.fields.get("m_Name", ""),
        "active": owner.fields.get("m_IsActive", "1") != "0",
        "position": tuple(struct.unpack("<f", struct.pack("<f", float(position[axis])))[0] for axis in "xyz"),
        "owner": facts(owner),
        "components": [(part.type_name, facts(part)) for part in parts if not part.is_transform],
        "transform": facts(node),
        "children": [tell(child, below) for child in known],
    }


def gone(node: Thing) -> bool:
    owner = node.follow(node.fields.get("m_GameObject"))
    return owner is None or owner.removed


def facts(thing: Thing) -> dict[str, Any]:
    return {
        key: plain(thing, value)
        for key, value in thing.fields.items()
        if key not in SKIPPED and key not in ("m_GameObject", "m_RootOrder") and not key.startswith("\0")
    }

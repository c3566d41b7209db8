"""``AssetDatabase.FindAssets``: what a search text asks for, and which assets match it.

The syntax is that of the Project window (https://docs.unity3d.com/ScriptReference/AssetDatabase.FindAssets.html):
words of the name, all of which must match; ``t:`` types, ``l:`` labels and ``glob:`` patterns, of each of which one
must match.
"""

from __future__ import annotations

import fnmatch
import re
from pathlib import PurePosixPath
from typing import Any

from unity_kernel.errors import HeadlessLimitation

from . import catalogue, world
from .assetfiles import asset_file, kind_of_path
from .classes import class_of, derives
from .objects import CLASSES

__all__ = ["matching"]

_PART = re.compile(r'(?:(\w+)[:=])?(?:"([^"]*)"|(\S+))')
_ALIASES = {
    "scene": "sceneasset", "prefab": "gameobject", "script": "monoscript", "texture": "texture",
    "physicmaterial": "physicmaterial", "model": "model", "object": "object", "audiomixer": "audiomixercontroller",
    "guiskin": "guiskin", "folder": "defaultasset",
}  # fmt: skip
_MODELS = (".fbx", ".obj", ".dae", ".blend", ".3ds", ".max", ".ma", ".mb", ".dxf")


class _Filter:
    """A search text taken apart."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.types: list[str] = []
        self.labels: list[str] = []
        self.globs: list[str] = []
        for key, quoted, bare in _PART.findall(text):
            value = quoted or bare
            if key == "t":
                self.types.append(value.lower().rpartition(".")[2])
            elif key == "l":
                self.labels.append(value.lower())
            elif key == "glob":
                self.globs.append(value)
            elif key in ("a", "ref", "b", "v", "s"):
                if (key, value.lower()) not in (("a", "all"), ("a", "assets")):
                    raise HeadlessLimitation(
                        f"FindAssets with '{key}:' is not in the headless editor; the real editor has it"
                    )
            else:
                self.words.append((f"{key}:{value}" if key else value).lower())


def matching(text: str, folders: Any = None) -> list[str]:
    """Return the paths of the assets that match a search text, in path order; only below ``folders`` if given.

    Raises:
        HeadlessLimitation: The text asks for bundles or references.
    """
    wanted = _Filter(text)
    starts = tuple(str(folder).rstrip("/") + "/" for folder in folders or ())
    found = []
    for path in world.current().project.assets.paths:
        if starts and not path.startswith(starts):
            continue
        name = PurePosixPath(path).stem.lower()
        if not all(word in name for word in wanted.words):
            continue
        if wanted.globs and not any(fnmatch.fnmatchcase(path, glob) for glob in wanted.globs):
            continue
        if wanted.types and not any(_is_of_type(path, kind) for kind in wanted.types):
            continue
        if wanted.labels:
            own = [label.lower() for label in asset_file(path).meta.labels]
            if not any(label == other for label in wanted.labels for other in own):
                continue
        found.append(path)
    return found


def _is_of_type(path: str, wanted: str) -> bool:
    """Whether an asset holds an object of a type, given in lower case without its namespace."""
    if wanted == "model":
        return path.lower().endswith(_MODELS)
    wanted = _ALIASES.get(wanted, wanted)
    if wanted == "object":
        return True
    known = kind_of_path(path)
    if known and known not in ("Texture2D", "GameObject"):  # of these, their parts may match too
        return _derives(known, wanted)
    if known == "GameObject" and (path.endswith(".prefab") or wanted == "gameobject"):
        return wanted == "gameobject"
    file = asset_file(path)
    if file.native is not None:
        kinds = []
        for document in file.native.documents:
            kinds += [cls.__name__.lower() for cls in class_of(document).__mro__[:-1]]
        return wanted in kinds
    return any(_derives(part.kind, wanted) for part in file.parts)


def _derives(kind: str, wanted: str) -> bool:
    if kind.lower() == wanted:
        return True
    cls = CLASSES.get(kind)
    if cls is not None:
        return any(base.__name__.lower() == wanted for base in cls.__mro__)
    full = catalogue.resolve("UnityEngine", kind)
    named = [base for base in (catalogue.resolve("UnityEngine", wanted.capitalize()),) if base]
    return bool(full) and any(derives(full, base) for base in named)

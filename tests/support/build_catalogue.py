"""Builds the table of Unity's public names that ships with the headless editor.

usage: python -m tests.support.build_catalogue API_DUMP_FOLDER

The dumps are ``<version>.json.gz`` files as ``../shared/unity-api`` holds them; only names, base classes and enum
values are taken, united over all versions, and which members are obsolete in which version.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

API = Path(__file__).parents[2] / "unity_kernel" / "headless" / "api"
NAMESPACES = ("UnityEngine", "UnityEditor", "UnityEditorInternal")
DECLARED = {
    # Enums whose source numbers its members by their order, which the dumps do not keep; as the manual lists them
    "UnityEngine.MeshColliderCookingOptions": "None",
    "UnityEngine.PhysicsMaterialCombine": "Average Multiply Minimum Maximum",
    "UnityEngine.Rendering.ReflectionProbeUsage": "Off BlendProbes BlendProbesAndSkybox Simple",
    "UnityEngine.ShadowResolution": "Low Medium High VeryHigh",
    "UnityEngine.SpriteDrawMode": "Simple Sliced Tiled",
    "UnityEngine.SpriteTileMode": "Continuous Adaptive",
    "UnityEngine.StackTraceLogType": "None ScriptOnly Full",
    "UnityEngine.WindZoneMode": "Directional Spherical",
}


def build(folder: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return ``{type: [kind, base, members]}`` and ``{type: obsolete members}``.

    Members are separated by blanks, enum members as ``Name=value``; obsolete ones are ``Name:levels``, a letter a
    version: ``w`` where the compiler warns, ``e`` where it refuses, ``-`` otherwise. A member is obsolete when all its
    overloads are. The versions stand under ``!versions``.
    """
    found: dict[str, tuple[str, str, dict[str, str]]] = {}
    obsolete: dict[str, dict[str, list[str]]] = {}
    paths = sorted(folder.glob("*.json.gz"), key=lambda p: [int(x) for x in p.name.split(".")[:2]])
    for number, path in enumerate(paths):
        types: dict[str, dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))["types"]
        for name, entry in types.items():
            if not name.startswith(tuple(n + "." for n in NAMESPACES)) and name not in NAMESPACES:
                continue
            before = found.get(name, ("", "", {}))
            base = (
                entry["bases"][0] if entry["bases"] else before[1]
            )  # some versions leave it to another file
            members = before[2]
            for member, forms in entry["m"].items():
                if member in (".ctor", "op", "[]"):
                    continue
                members[member] = f"={forms[0]['s']}" if entry["kind"] == "enum" else ""
                levels = [form.get("obsolete", "-")[0] for form in forms]
                if "-" not in levels:
                    letters = obsolete.setdefault(name, {}).setdefault(member, ["-"] * len(paths))
                    letters[number] = "w" if "w" in levels else "e"
            for order, member in enumerate(DECLARED.get(name, "").split()):
                members[member] = f"={order}"
            found[name] = (entry["kind"], base, members)
    table = {
        name: [
            kind,
            base,
            " ".join(sorted(m + value.replace(" ", "") for m, value in members.items())),
        ]
        for name, (kind, base, members) in sorted(found.items())
    }
    faded = {
        name: " ".join(f"{member}:{''.join(letters)}" for member, letters in sorted(members.items()))
        for name, members in sorted(obsolete.items())
        if table[name][0] != "enum"
    }
    versions = [".".join(path.name.split(".")[:2]) for path in paths]
    return table, {"!versions": " ".join(versions), **faded}


def main() -> None:
    tables: tuple[dict[str, Any], ...] = build(Path(sys.argv[1]))
    for name, table in zip(("catalogue", "obsolete"), tables, strict=True):
        target = API / f"{name}.json.gz"
        text = json.dumps(table, separators=(",", ":"))
        target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        print(f"{target}: {len(table)} types, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""Builds the table of Unity's public names that ships with the headless editor.

usage: python -m tests.support.build_catalogue API_DUMP_FOLDER

The dumps are ``<version>.json.gz`` files as ``../shared/unity-api`` holds them; only names, base classes and enum
values are taken, united over all versions.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "unity_kernel" / "headless" / "api" / "catalogue.json.gz"
NAMESPACES = ("UnityEngine", "UnityEditor", "UnityEditorInternal")


def build(folder: Path) -> dict[str, list[str]]:
    """Return ``{type: [kind, base, members]}``; members are separated by blanks, enum members as ``Name=value``."""
    found: dict[str, tuple[str, str, dict[str, str]]] = {}
    for path in sorted(folder.glob("*.json.gz"), key=lambda p: [int(x) for x in p.name.split(".")[:2]]):
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
            found[name] = (entry["kind"], base, members)
    return {
        name: [kind, base, " ".join(sorted(m + value.replace(" ", "") for m, value in members.items()))]
        for name, (kind, base, members) in sorted(found.items())
    }


def main() -> None:
    table = build(Path(sys.argv[1]))
    text = json.dumps(table, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET}: {len(table)} types, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

"""The serialised fields of C# scripts, read from their source without compiling it.

Only what Unity serialises matters: public fields, and others under ``[SerializeField]`` or ``[SerializeReference]``,
that are neither static, const nor readonly (https://docs.unity3d.com/Manual/script-serialization-rules.html). The
source is scanned for declarations; preprocessor branches are all taken.
"""

from __future__ import annotations

import re
from pathlib import Path

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project.storage import read_bytes

__all__ = ["ScriptClass", "scan", "scan_file"]

_NOISE = re.compile(
    r"""//[^\n]*|/\*.*?\*/|\$?@"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|^[ \t]*\#[^\n]*""",
    re.DOTALL | re.MULTILINE,
)
_TYPE = re.compile(
    r"\b(?:(?P<kind>class|struct|enum|interface)\s+(?P<name>\w+)(?:<[^>{]*>)?(?:\s*:\s*(?P<bases>[^{]*?))?\s*"
    r"(?:where[^{]*)?\{|namespace\s+(?P<space>[\w.]+)\s*(?P<open>[{;]))"
)
_FIELD = re.compile(
    r"(?P<attributes>(?:\[[^\]]*\]\s*)*)(?P<modifiers>(?:(?:public|private|protected|internal|static|const|readonly|new"
    r"|volatile|unsafe|sealed|override|virtual|abstract|partial|async|extern)\s+)*)"
    r"(?P<type>[A-Za-z_][\w.]*(?:<[\w.,\s<>\[\]?]*>)?\??(?:\[[,\s]*\])*)\s+"
    r"(?P<names>[A-Za-z_]\w*(?:\s*=(?!>)[^;{]*)?(?:\s*,\s*[A-Za-z_]\w*(?:\s*=(?!>)[^;,{]*)?)*)\s*;"
)
_FORMER = re.compile(r'FormerlySerializedAs\s*\(\s*"([^"]*)"')
_UNSERIALISED = frozenset({"static", "const", "readonly"})
_KEYWORDS = frozenset(
    {"return", "using", "throw", "event", "delegate", "yield", "goto", "case", "await", "else"}
)


class ScriptClass:
    """A class as its source declares it.

    Attributes:
        name: Its name.
        namespace: Its namespace; empty for none.
        bases: What it derives from and implements, as written.
        fields: Types of its serialised fields by name, as written.
        defaults: What the source assigns to fields, as written.
    """

    def __init__(self, name: str, namespace: str, bases: list[str]) -> None:
        self.name = name
        self.namespace = namespace
        self.bases = bases
        self.fields: dict[str, str] = {}
        self.defaults: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<C# class {self.namespace + '.' if self.namespace else ''}{self.name}: {len(self.fields)} fields>"


def scan_file(path: Path) -> dict[str, ScriptClass]:
    """Return the classes of a source file by name; none if it cannot be read."""
    try:
        return scan(read_bytes(path, str(path)).decode("utf-8-sig", "replace").replace("\r\n", "\n"))
    except SceneFileError:
        return {}


def scan(source: str) -> dict[str, ScriptClass]:
    """Return the classes and structs that a source declares, by name."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        text = match[0]
        if text[0] in "/#" or text.lstrip().startswith("#"):
            return "\n" * text.count("\n")
        kept.append(text)
        return f"__text{len(kept) - 1}__"

    plain = _NOISE.sub(hide, source)
    found: dict[str, ScriptClass] = {}
    _scan_block(plain, "", found, kept)
    return found


def _scan_block(text: str, namespace: str, found: dict[str, ScriptClass], kept: list[str]) -> str:
    """Take the types out of a block; returns what is left of it."""
    left: list[str] = []
    at = 0
    while (match := _TYPE.search(text, at)) is not None:
        left.append(text[at : match.start()])
        if match["space"] is not None:
            inner = f"{namespace}.{match['space']}" if namespace else match["space"]
            if match["open"] == ";":  # for the whole file
                namespace, at = inner, match.end()
                continue
            end = _closing(text, match.end())
            _scan_block(text[match.end() : end], inner, found, kept)
        else:
            end = _closing(text, match.end())
            if match["kind"] in ("class", "struct"):
                bases = [
                    base.strip() for base in re.split(r",(?![^<]*>)", match["bases"] or "") if base.strip()
                ]
                made = ScriptClass(match["name"], namespace, bases)
                found.setdefault(made.name, made)
                body = _scan_block(text[match.end() : end], namespace, found, kept)
                _read_fields(_without_bodies(body), made, kept)
            left.append(";")  # ends the attributes before the type
        at = end + 1
    left.append(text[at:])
    return "".join(left)


def _closing(text: str, at: int) -> int:
    """Return the offset of the brace that closes the one before ``at``."""
    depth = 1
    for match in re.compile(r"[{}]").finditer(text, at):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(text)


def _without_bodies(text: str) -> str:
    """Return a class's text without the bodies of its methods and properties, initialisers kept shut."""
    out: list[str] = []
    at = 0
    while (start := text.find("{", at)) >= 0:
        head = text[at:start]
        out.append(head)
        end = _closing(text, start + 1)
        is_value = re.search(r"=\s*(?:new\b[^;]*)?$", head) is not None
        out.append("" if is_value else " (body);")  # a property or method: nothing that looks like a field
        at = end + 1
    out.append(text[at:])
    return "".join(out)


def _read_fields(text: str, made: ScriptClass, kept: list[str]) -> None:
    for statement in re.split(r"(?<=;)", text):
        match = _FIELD.search(statement)
        if match is None or statement[: match.start()].strip():
            continue
        modifiers, attributes = match["modifiers"].split(), match["attributes"]
        if (
            match["type"] in _KEYWORDS
            or _UNSERIALISED.intersection(modifiers)
            or "NonSerialized" in attributes
        ):
            continue
        if (
            "public" not in modifiers
            and "SerializeField" not in attributes
            and "SerializeReference" not in attributes
        ):
            continue
        for part in re.split(r",(?![^(<\[]*[)>\]])", match["names"]):
            name, _, value = part.partition("=")
            made.fields[name.strip()] = re.sub(r"\s+", "", match["type"])
            if value.strip():
                made.defaults[name.strip()] = re.sub(
                    r"__text(\d+)__", lambda m: kept[int(m[1])], value.strip()
                )

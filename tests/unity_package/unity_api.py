"""Unity's public API in six versions, as it stands beside the checkout, and what assemblies declare and use of it."""

from __future__ import annotations

import functools
import gzip
import json
import operator
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tests.support.shared import SHARED

__all__ = ["Api", "Item", "build_reader", "read_assemblies", "versions", "why_absent"]

READER = Path(__file__).parent / "apireader" / "ApiReader.cs"
NAMESPACES = ("UnityEngine", "UnityEditor")
BUILT_IN = {"Equals", "GetHashCode", "GetType", "ToString"}
"""What every .NET object has; the reference names only some overrides of them."""
ALIASES = {"UObject": "Object", "UnityObject": "Object"}


@dataclass(frozen=True, slots=True)
class Item:
    """A type or a member, as `ApiReader` writes it.

    Attributes:
        owner: The type's full name, or that of the member's type.
        kind: class, struct, enum, interface, delegate; ctor, method, operator, property, event, field, const.
        name: The member's, with its number of type parameters; empty for a type.
        signature: A type's base or invocation; a member's type, accessors or result and parameters.
    """

    owner: str
    kind: str
    name: str
    signature: str
    static: bool

    def __str__(self) -> str:
        return " ".join(
            filter(
                None,
                ("static" * self.static, self.kind, f"{self.owner}.{self.name}".strip("."), self.signature),
            )
        )


def why_absent() -> str:
    """Why the reference cannot be asked; empty when it can."""
    if SHARED is None or not (SHARED / "unity-api").is_dir():
        return "Unity's API is not beside the checkout (../shared/unity-api, or UNITY_KERNEL_SHARED)"
    if _cecil() is None:
        return "reading assemblies needs Mono.Cecil (Debian: apt-get install mono-devel)"
    return ""


@functools.cache
def versions() -> tuple[Api, ...]:
    """All versions, oldest first."""
    assert SHARED is not None
    found = []
    for path in (SHARED / "unity-api").glob("*.json.gz"):
        with gzip.open(path) as file:
            data = json.load(file)
        found.append(Api(data["version"], data["types"]))
    return tuple(sorted(found, key=lambda api: _numbers(api.version)))


def build_reader(folder: Path) -> Path:
    """Compiles `ApiReader.cs`; returns the program."""
    cecil, program = _cecil(), folder / "ApiReader.exe"
    assert cecil is not None, why_absent()
    _run(["mcs", "-langversion:7", "-warnaserror", f"-r:{cecil}", f"-out:{program}", str(READER)])
    return program


def read_assemblies(reader: Path, mode: Literal["declared", "used"], *paths: Path) -> list[Item]:
    """What assemblies declare in public, or use of others."""
    items = []
    for line in _run(["mono", str(reader), mode, *map(str, paths)]).splitlines():
        what, owner, kind, *rest = line.split("\t")
        name, signature = rest if what == "member" else ("", rest[0])
        items.append(Item(owner, kind.removeprefix("static "), name, signature, kind.startswith("static ")))
    return items


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Api:
    """One version's public API.

    Args:
        version: As Unity calls it.
        types: As in the reference: by full name, each with its kind, bases and members.
    """

    def __init__(self, version: str, types: dict[str, Any]) -> None:
        self.version = version
        self._types = types

    def problem(self, item: Item, *, optional: bool = False) -> str:
        """Why code that names this item does not compile against this version; empty when it does.

        Args:
            item: A type or a member.
            optional: Whether a method may have more parameters than asked for, all of them with defaults.
        """
        known = self._types.get(item.owner)
        if known is None:
            return "there is no such public type"
        if known.get("obsolete") == "error":
            return "the type is obsolete, an error to name"
        if not item.name:
            return self._type_problem(item, known)
        forms: list[tuple[dict[str, Any], str]] = []
        for owner in self._with_bases(item.owner):
            forms += [(form, owner) for form in self._forms(owner, item)]
        if not forms and self._is_implied(item, known):
            return ""
        if not forms:
            return "there is no such public member"
        fitting = [form for form, _ in forms if _fits(form, item, optional)]
        if not fitting:
            return "there is only " + "; ".join(
                ("static " if form.get("static") else "") + form["k"] + " " + form["s"] for form, _ in forms
            )
        if all(form.get("obsolete") == "error" for form in fitting):
            return "it is obsolete, an error to name"
        return ""

    def _type_problem(self, item: Item, known: dict[str, Any]) -> str:
        if known["kind"] != item.kind:
            return f"it is a {known['kind']}"
        if item.kind == "delegate":
            result, _, parameters = known["sig"].partition("(")
            expected = f"{_type(result)} ({','.join(type for type, _ in _parameters(parameters[:-1]))})"
            return "" if expected == item.signature else f"it is invoked as {expected}"
        if bool(known.get("static")) and not item.static:
            return "it is static"
        base = item.signature
        if base.startswith(NAMESPACES) and base not in self._with_bases(item.owner)[1:]:
            return f"its bases are {', '.join(self._with_bases(item.owner)[1:]) or 'none'}"
        return ""

    def _forms(self, owner: str, item: Item) -> Iterator[dict[str, Any]]:
        members = self._types[owner]["m"]
        if item.kind == "operator":
            symbol = _OPERATORS.get(item.name, item.name)
            for form in members.get("op", []):
                if re.search(rf"operator ?{re.escape(symbol)}\(", form["s"]):
                    yield form
            return
        name, _, arity = item.name.partition("`")
        for form in members.get(name, []):
            if form["k"] in ("method", "ctor") and _arity(form["s"]) != int(arity or 0):
                continue
            yield form if form["k"] != "const" else {**form, "s": _number(members, form["s"])}

    def _is_implied(self, item: Item, known: dict[str, Any]) -> bool:
        """What C# has without a line of source, and conversions, which the reference leaves out."""
        if item.kind == "ctor":
            return item.signature == "void ()" and ".ctor" not in known["m"]
        return item.name in BUILT_IN or item.name in ("op_Implicit", "op_Explicit")

    def _with_bases(self, name: str) -> list[str]:
        """A type and those of its bases that the reference knows, nearest first."""
        found = [name]
        for owner in found:
            for base in self._types[owner]["bases"]:
                full = self._resolve(base.split("<")[0], owner)
                if full is not None and full not in found:
                    found.append(full)
        return found

    def _resolve(self, base: str, owner: str) -> str | None:
        """The full name of a base as its source names it: from the owner's namespace outwards."""
        parts = owner.split(".")[:-1]
        for length in range(len(parts), -1, -1):
            full = ".".join([*parts[:length], base])
            if full in self._types:
                return full
        return next(
            (full for full in (f"{space}.{base}" for space in NAMESPACES) if full in self._types), None
        )


_OPERATORS = {
    "op_Equality": "==",
    "op_Inequality": "!=",
    "op_Addition": "+",
    "op_Subtraction": "-",
    "op_Multiply": "*",
    "op_Division": "/",
    "op_LessThan": "<",
    "op_GreaterThan": ">",
}


def _fits(form: dict[str, Any], item: Item, optional: bool) -> bool:
    if form["k"] != item.kind or bool(form.get("static")) != item.static:
        return False
    text = form["s"]
    if item.kind == "property":
        type, _, accessors = text.partition("{")
        wanted, _, needed = item.signature.rpartition(" ")
        return _type(type) == wanted and all(each in accessors for each in re.findall(r"\w+;", needed))
    if item.kind == "const" and not text:
        return True  # an enumeration's value that the source leaves to the compiler
    if item.kind == "const" and (shifted := re.fullmatch(r"(\d+) ?<< ?(\d+)", text)):
        return str(int(shifted[1]) << int(shifted[2])) == item.signature
    if item.kind in ("field", "event", "const", "indexer"):
        return _type(text) == item.signature.partition(" ")[0]
    head, _, tail = text.partition("(")
    result = (
        "void"
        if item.kind == "ctor"
        else _type(head.rpartition("operator" if item.kind == "operator" else " ")[0])
    )
    wanted_result, _, wanted = item.signature.partition(" ")
    parameters = _parameters(tail[:-1])
    names = wanted[1:-1]
    asked = _split(names)
    if result != wanted_result or [type for type, _ in parameters[: len(asked)]] != asked:
        return False
    rest = parameters[len(asked) :]
    return not rest or (optional and all(has_default for _, has_default in rest))


def _number(members: dict[str, Any], text: str) -> str:
    """An enumeration's value that is put together of others, such as `HideInHierarchy | DontSave`, as one number."""
    parts = re.split(r" [|+] ", text)
    if len(parts) == 1:
        return text
    values = [part if part.isdigit() else _number(members, members[part][0]["s"]) for part in parts]
    return str(functools.reduce(operator.or_, map(int, values))) if all(map(str.isdigit, values)) else text


def _arity(signature: str) -> int:
    """Type parameters of a method, as in `T Get<T>(int index)`."""
    head = signature.partition("(")[0].rstrip()
    if not head.endswith(">"):
        return 0
    depth = 0
    for position in range(len(head) - 1, -1, -1):
        depth += {">": 1, "<": -1}.get(head[position], 0)
        if depth == 0:
            return len(_split(head[position + 1 : -1]))
    return 0


def _parameters(text: str) -> list[tuple[str, bool]]:
    """Types of parameters, and whether a call may leave them out."""
    # The reference writes `params string[] names` as `string[], names`.
    text = re.sub(r"(\[\]), (\w+)(?=,|$)", r"\1 \2=", text)
    found = []
    for part in _split(text):
        declaration, default, _ = part.partition("=")
        declaration = re.sub(r"^(\[[^\]]*\] ?)+", "", declaration.strip())
        modifiers = re.match(r"((?:params|this|scoped|in|ref|out|readonly) )*", declaration)
        assert modifiers is not None
        type = _type(declaration[modifiers.end() :].rpartition(" ")[0])
        by_reference = re.search(r"\b(in|ref|out)\b", modifiers[0])
        found.append((type + ("&" if by_reference else ""), bool(default)))
    return found


def _type(text: str) -> str:
    """A type by its last name, as `ApiReader` writes it."""
    text = re.sub(r"\b(?:readonly|ref|new|unsafe|override|virtual) ", "", text.strip()).replace("?", "")
    text = re.sub(r"(?:\w+(?:::|\.))+(\w+)", r"\1", text).replace(", ", ",")
    return re.sub(r"\w+", lambda match: ALIASES.get(match[0], match[0]), text)


def _split(text: str) -> list[str]:
    """The parts between those commas that are inside of no brackets."""
    parts, depth, begin = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "<[(") - (character in ">])")
        if character == "," and depth == 0:
            parts.append(text[begin:position].strip())
            begin = position + 1
    last = text[begin:].strip()
    return [*parts, last] if last else parts


def _cecil() -> Path | None:
    """Mono's library for reading assemblies."""
    folder = Path("/usr/lib/mono/gac/Mono.Cecil")
    found = sorted(
        folder.glob("*/Mono.Cecil.dll"), key=lambda path: _numbers(path.parent.name.partition("_")[0])
    )
    return found[-1] if found else None


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]

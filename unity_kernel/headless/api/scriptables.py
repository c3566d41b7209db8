"""New scripts and ScriptableObjects: what Unity writes for them, as far as the source of their class tells."""

from __future__ import annotations

import re
from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Style, UnityFile

from . import catalogue, classes, templates, world
from .interop import full_name, type_argument
from .scriptfields import ScriptSource, script_source
from .scripts import ScriptableObject, class_of_script, script_class_of_name

__all__ = ["create_instance", "field_lines"]

_STRUCTS = {
    "Vector2": "{x: 0, y: 0}", "Vector3": "{x: 0, y: 0, z: 0}", "Vector4": "{x: 0, y: 0, z: 0, w: 0}",
    "Vector2Int": "{x: 0, y: 0}", "Vector3Int": "{x: 0, y: 0, z: 0}", "Quaternion": "{x: 0, y: 0, z: 0, w: 0}",
    "Color": "{r: 0, g: 0, b: 0, a: 0}",
}  # fmt: skip
_CONSTANTS = {
    "Vector2.one": "{x: 1, y: 1}", "Vector2.up": "{x: 0, y: 1}", "Vector2.right": "{x: 1, y: 0}",
    "Vector3.one": "{x: 1, y: 1, z: 1}", "Vector3.up": "{x: 0, y: 1, z: 0}", "Vector3.forward": "{x: 0, y: 0, z: 1}",
    "Vector3.right": "{x: 1, y: 0, z: 0}", "Quaternion.identity": "{x: 0, y: 0, z: 0, w: 1}",
    "Color.white": "{r: 1, g: 1, b: 1, a: 1}", "Color.black": "{r: 0, g: 0, b: 0, a: 1}",
    "Color.red": "{r: 1, g: 0, b: 0, a: 1}", "Color.green": "{r: 0, g: 1, b: 0, a: 1}",
    "Color.blue": "{r: 0, g: 0, b: 1, a: 1}", "Color.clear": "{r: 0, g: 0, b: 0, a: 0}",
}  # fmt: skip
_SCRIPT_BASES = frozenset(
    {"MonoBehaviour", "NetworkBehaviour", "ScriptableObject", "StateMachineBehaviour", "UIBehaviour"}
)
_PACKAGE_TYPES = frozenset({
    "Button", "CanvasScaler", "Dropdown", "EventSystem", "Graphic", "GraphicRaycaster", "Image", "InputActionAsset",
    "InputActionReference", "InputField", "RawImage", "ScrollRect", "Scrollbar", "Selectable", "Slider",
    "TMP_Dropdown", "TMP_FontAsset", "TMP_InputField", "TMP_Text", "Text", "TextMeshPro", "TextMeshProUGUI", "Toggle",
    "ToggleGroup", "VolumeProfile",
})  # fmt: skip
_PLAIN = frozenset({"int", "uint", "short", "ushort", "byte", "sbyte", "long", "ulong", "float", "double"})
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*\Z")
_NEW = re.compile(r"new\s+(\w+)\s*\(([^()]*)\)\Z")


def create_instance(type_: object) -> Any:
    """Make a ScriptableObject by its class or its class's name; it is in no file yet.

    Raises:
        HeadlessLimitation: The project does not have the class's source.
    """
    state = world.current()
    if isinstance(type_, str):
        path = state.script_paths().get(type_.rpartition(".")[2])
        guid = state.project.assets.guid(path) if path else ""
        name = type_
    else:
        cls = type_argument(type_)
        guid, name = getattr(cls, "_script_guid", ""), full_name(cls)
    source = script_source(guid) if guid else None
    if source is None:
        raise HeadlessLimitation(
            f"{name} has no source in this project, and without it the headless editor does not know its fields; "
            "the real editor has it"
        )
    key = f"{guid} asset"
    made_class = state.script_classes.get(key)
    if made_class is None:
        state.script_classes[key] = made_class = class_of_script(guid, ScriptableObject)
    style = state.project.style
    file = UnityFile(b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n", f"new {name}", style)
    body = templates.script(style.version, 0, guid) + field_lines(made_class, style)
    return made_class._wrap(file.add(114, 11400000, body), None)


def field_lines(cls: type[Any], style: Style) -> str:
    """Return the lines of a new script's fields, with what its source assigns if that can be read plainly.

    Fields whose form the source does not tell, such as classes of the project, are left out: Unity gives them their
    defaults when it loads the file.
    """
    source = script_source(cls._script_guid)
    return "".join(_field(source, name, style) for name in source.types) if source is not None else ""


def _field(source: ScriptSource, name: str, style: Style) -> str:
    written = source.types[name]
    kind = written.rstrip("?").rpartition(".")[2]
    given = source.defaults.get(name, "")
    if written.endswith("]") or written.startswith(("List<", "System.Collections.Generic.List<")):
        return f"  {name}: []\n"
    if kind == "bool":
        return f"  {name}: {1 if given == 'true' else 0}\n"
    if kind in _PLAIN:
        match = _NUMBER.match(given)
        number = float(match[1]) if match is not None else 0.0
        text = style.real(number) if kind in ("float", "double") else str(int(number))
        return f"  {name}: {text}\n"
    if kind == "string":
        text = given[1:-1].replace('\\"', '"').replace("\\\\", "\\") if given.startswith('"') else ""
        shown = style.string(text, column=len(name) + 4, indent=4) if text else ""
        return f"  {name}: {shown}\n"
    if kind in _STRUCTS:
        return f"  {name}: {_CONSTANTS.get(given) or _constructed(given, kind, style) or _STRUCTS[kind]}\n"
    if kind == "LayerMask":
        return f"  {name}:\n    serializedVersion: 2\n    m_Bits: 0\n"
    if kind == "UnityEvent" or written.startswith("UnityEvent<"):
        return f"  {name}:\n    m_PersistentCalls:\n      m_Calls: []\n"
    full = catalogue.resolve("UnityEngine", written.rstrip("?"))
    if catalogue.kind_of(full) == "enum":
        return f"  {name}: {_enum_value(full, given)}\n"
    return f"  {name}: {{fileID: 0}}\n" if _is_object(written, full) else ""


def _enum_value(full: str, given: str) -> int:
    members: dict[str, Any] = getattr(catalogue.enum_type(full), "__members__", {})
    return int(members.get(given.rpartition(".")[2], 0))


def _is_object(kind: str, full: str) -> bool:
    """Whether fields of a type are references: to objects of Unity, or to components and assets of scripts."""
    if full:
        return classes.derives(full, "UnityEngine.Object")
    found = script_class_of_name(kind)
    if found is not None:
        source = script_source(found._script_guid)
        return source is not None and bool(_SCRIPT_BASES.intersection(source.bases))
    return kind.rpartition(".")[2] in _PACKAGE_TYPES


def _constructed(given: str, kind: str, style: Style) -> str:
    match = _NEW.match(given)
    if match is None or match[1] != kind:
        return ""
    numbers = [_NUMBER.match(part.strip()) for part in match[2].split(",")]
    axes = "rgba" if kind == "Color" else "xyzw"[: _STRUCTS[kind].count(":")]
    values = [style.real(float(number[1])) for number in numbers if number is not None]
    if kind == "Color" and len(values) == 3:
        values.append("1")
    if len(values) != len(axes):
        return ""
    return "{" + ", ".join(f"{axis}: {value}" for axis, value in zip(axes, values, strict=True)) + "}"

"""Adding components: what Unity writes for them, what comes with them, what stands in their way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import InstancedDocument

from . import catalogue, classes, instancing, newcomponents, scriptables, scripts, templates, world
from .component import Component
from .interop import full_name, type_argument
from .objects import CLASSES
from .packagescripts import Graphic, Selectable
from .recttransform import RectTransform
from .scriptfields import script_source
from .scripts import MonoBehaviour

if TYPE_CHECKING:
    from .gameobject import GameObject
    from .loadedscene import LoadedScene

__all__ = ["add_component", "component_type"]

_MONO_BEHAVIOUR, _RECT_TRANSFORM = 114, 224
_REQUIRED = re.compile(r"\[[^\]]*\bRequireComponent\s*\(([^\]]*)\)")
_TYPE_OF = re.compile(r"typeof\s*\(\s*([\w.]+)\s*\)")
_ABSTRACT = frozenset({
    "Behaviour", "Collider", "Collider2D", "Component", "Effector2D", "Graphic", "GridLayout", "Joint", "Joint2D",
    "LayoutGroup", "MaskableGraphic", "MonoBehaviour", "Renderer", "Transform", "UIBehaviour",
})  # fmt: skip
_DIMENSIONS = (("Collider", "Rigidbody"), ("Collider2D", "Rigidbody2D"))
"""Components of which a GameObject has those of one row or of the other."""


def component_type(type_: object) -> type[Any]:
    """Return the class of components that an argument names: a type, or the name of one of Unity's or of a script.

    Raises:
        TypeError: It names no component, or one that is a base of others.
    """
    if not isinstance(type_, str):
        cls: type[Any] = type_argument(type_)
    elif type_ in CLASSES or catalogue.resolve("UnityEngine", type_):
        cls = classes.class_named(type_.rpartition(".")[2])
    else:
        found = scripts.script_class_of_name(type_) or scripts.package_class_of_name(type_)
        if found is None:
            raise TypeError(f"there is no component '{type_}', neither of Unity nor a script of this project")
        cls = found
    if not issubclass(cls, Component):
        raise TypeError(f"AddComponent asks for a type that derives from Component, got {full_name(cls)}")
    if cls.__name__ in _ABSTRACT and not _guid(cls):
        raise TypeError(f"{full_name(cls)} cannot be added: it is what other components have in common")
    return cls


def add_component(owner: GameObject, type_: object) -> Any:
    """Add a component as Unity makes it, after those that it requires.

    Returns:
        The component; None if the GameObject cannot have it, which the console says.

    Raises:
        HeadlessLimitation: What Unity writes for it is not known here.
        TypeError: It is no component.
    """
    cls = component_type(type_)
    scene = owner._scene
    assert scene is not None
    scene.refer(owner._document)  # raises where nothing can be added
    obstacle = _obstacle(owner, cls)
    if obstacle:
        world.current().log(
            "error", f"Can't add component '{cls.__name__}' to {owner.name} because {obstacle}"
        )
        return None
    if issubclass(cls, RectTransform):
        return _lay_out(owner, scene)
    version, owner_id = scene.file.style.version, owner._document.file_id
    if _guid(cls):
        if script_source(_guid(cls)) is None:
            world.current().log(
                "warning",
                f"the source of {cls.__name__} cannot be read, so that the new one on {owner.name} has none of its "
                "fields until the real editor loads and saves the scene",
            )
        class_id = _MONO_BEHAVIOUR
        body = templates.script(version, owner_id, _guid(cls)) + scriptables.field_lines(
            cls, scene.file.style
        )
    else:
        known = _known(cls, version)
        class_id, body = known.class_id, _body(known, version, owner_id)
    for other in _required(cls):
        if owner.GetComponent(other) is None and add_component(owner, other) is None:
            return None
    part = scene.wrap(scene.add(class_id, body, scene.fresh_id(owner_id)))
    assert isinstance(part, Component)
    instancing.add_component(scene.expansion, owner, part._document)
    scene.set_components(owner, [*owner._components(), part])
    _fit(part, owner)
    return part


def _guid(cls: type[Any]) -> str:
    """Return the GUID of a script of the project; empty for components of Unity and of its packages."""
    return getattr(cls, "_script_guid", "")


def _name(cls: type[Any]) -> str:
    return full_name(cls) if issubclass(cls, MonoBehaviour) else cls.__name__


def _known(cls: type[Any], version: tuple[int, int, int]) -> newcomponents.NewComponent:
    """Return what Unity writes for a component.

    Raises:
        HeadlessLimitation: That is not known, or not of this version.
    """
    known = newcomponents.new_component(_name(cls))
    if known is None:
        raise HeadlessLimitation(
            f"adding a {full_name(cls)} is not in the headless editor, which does not know what Unity writes for a "
            "new one; the real editor has it, and Object.Instantiate copies an object that has one. It adds scripts "
            f"of the project and: {', '.join(newcomponents.known_components())}"
        )
    if version[0] and version < known.since:
        raise HeadlessLimitation(
            f"adding a {full_name(cls)} is in the headless editor for projects of Unity {known.since[0]}."
            f"{known.since[1]} and later; this one is of {version[0]}.{version[1]}"
        )
    return known


def _body(known: newcomponents.NewComponent, version: tuple[int, int, int], owner_id: int) -> str:
    ahead, fields = known.fields(version)
    if known.class_id == _MONO_BEHAVIOUR:
        return templates.script(version, owner_id, scripts.package_guid(known.name)) + fields
    return f"{known.name}:\n{ahead}{templates.component_head(version, owner_id)}{fields}"


def _obstacle(owner: GameObject, cls: type[Any]) -> str:
    """Return why a GameObject cannot have a component; empty if it can."""
    if _guid(cls):
        single, is_renderer = "DisallowMultipleComponent" in _source(cls), False
    else:
        known = newcomponents.new_component(_name(cls))
        if known is None:
            return ""
        single, is_renderer = known.single, known.is_renderer
    if single and owner.GetComponent(cls) is not None:
        return "such a component is already added to it"
    rivals = ["Renderer"] if is_renderer else []
    for own, others in (_DIMENSIONS, _DIMENSIONS[::-1]):
        if any(issubclass(cls, classes.class_named(base)) for base in own):
            rivals += others
    for rival in rivals:
        other = owner.GetComponent(classes.class_named(rival))
        if other is not None:
            return f"it conflicts with its {type(other).__name__}"
    return ""


def _required(cls: type[Any]) -> list[type[Any]]:
    """Return the components without which one cannot be, as far as they can be added."""
    if not _guid(cls):
        known = newcomponents.new_component(_name(cls))
        return [component_type(_needed(name)) for name in known.needs] if known is not None else []
    found = []
    for name in [name for each in _REQUIRED.findall(_source(cls)) for name in _TYPE_OF.findall(each)]:
        try:
            other = component_type(name)
        except TypeError:
            continue  # a base class, which Unity does not add either, or a class of an assembly without source
        if _guid(other) or newcomponents.new_component(_name(other)) is not None:
            found.append(other)
    return found


def _needed(name: str) -> type[Any]:
    namespace, _, short = name.rpartition(".")
    return scripts.package_classes(namespace)[short] if namespace else classes.class_named(name)


def _source(cls: type[Any]) -> str:
    assets = world.current().project.assets
    try:
        return assets.locate(assets.path(_guid(cls))).read_text("utf-8-sig", "replace")
    except OSError:
        return ""


def _lay_out(owner: GameObject, scene: LoadedScene) -> RectTransform:
    """Put a RectTransform in the place of a Transform, which is destroyed; children and place stay."""
    old = owner.transform
    if isinstance(old._document, InstancedDocument):
        raise HeadlessLimitation(
            f"the Transform of {owner.name} is part of a prefab instance, and cannot become a RectTransform there; "
            "add it in the prefab (PrefabUtility.EditPrefabContentsScope)"
        )
    known = newcomponents.new_component("RectTransform")
    assert known is not None
    _, _, lines = old._document.render().decode().replace("\r\n", "\n").partition("Transform:\n")
    made = scene.exchange(old, _RECT_TRANSFORM, f"RectTransform:\n{lines}{known.fields((0, 0, 0))[1]}")
    assert isinstance(made, RectTransform)
    scene.set_components(owner, [made, *owner._components()[1:]])
    return made


def _fit(part: Component, owner: GameObject) -> None:
    """Do to a new component what Unity does: colliders take the shape of the mesh, buttons show themselves."""
    if isinstance(part, Selectable):
        part.targetGraphic = owner.GetComponent(Graphic)
    holder = owner.GetComponent(classes.class_named("MeshFilter"))
    mesh = holder.sharedMesh if holder is not None else None
    kind = type(part).__name__
    made: Any = part
    if mesh is None or kind not in ("BoxCollider", "CapsuleCollider", "MeshCollider", "SphereCollider"):
        return
    if kind == "MeshCollider":
        made.sharedMesh = mesh
        return
    try:
        bounds = mesh.bounds
    except HeadlessLimitation:
        return  # of an imported model: the collider keeps the size of one
    made.center = bounds.center
    half = bounds.extents
    if kind == "BoxCollider":
        made.size = bounds.size
    elif kind == "SphereCollider":
        made.radius = max(half.x, half.y, half.z)
    else:
        made.radius, made.height = max(half.x, half.z), 2.0 * half.y

"""New GameObjects: the documents that Unity writes for them, and how they are hooked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unity_kernel.errors import HeadlessLimitation

from . import templates, world
from .addition import add_component
from .objects import Object
from .references import BUILT_IN_EXTRA, BUILT_IN_MESHES, BUILT_IN_RESOURCES
from .transform import Transform
from .values import Quaternion, Vector3

if TYPE_CHECKING:
    from .gameobject import GameObject

__all__ = ["add_defaults", "create_game_object", "create_primitive"]

_GAME_OBJECT, _TRANSFORM = 1, 4

_COLLIDERS = {
    "Cube": "BoxCollider", "Sphere": "SphereCollider", "Capsule": "CapsuleCollider", "Cylinder": "CapsuleCollider",
    "Plane": "MeshCollider", "Quad": "MeshCollider",
}  # fmt: skip


def create_game_object(made: Object, name: str) -> None:
    """Make ``made``, an object without a document yet, a new GameObject of the active scene, with a Transform.

    Raises:
        HeadlessLimitation: No scene is open.
    """
    state = world.current()
    scene = state.active
    if scene is None:
        raise HeadlessLimitation("no scene is open; EditorSceneManager.NewScene makes one")
    version = scene.file.style.version
    owner_id = scene.fresh_id()
    transform_id = scene.fresh_id(owner_id)
    body = templates.game_object(version, [transform_id])
    document = scene.add(_GAME_OBJECT, body, owner_id)
    document.set_text(("m_Name",), name)
    made._document = document
    made._scene = scene
    made._id = state.register(made)
    made._prepare()
    has_order = not scene.lists_roots
    scene.register_game_object(made, [transform_id])
    node = scene.wrap(scene.add(_TRANSFORM, templates.transform(version, owner_id, has_order), transform_id))
    assert isinstance(node, Transform)
    scene.adopt(node, None)


def create_primitive(shape: str) -> GameObject:
    """Make a primitive with mesh, renderer and collider.

    Raises:
        TypeError: There is no such shape.
    """
    from .gameobject import GameObject

    if shape not in BUILT_IN_MESHES:
        raise TypeError(f"'{shape}' cannot be converted to UnityEngine.PrimitiveType")
    made = GameObject(shape)
    mesh = add_component(made, "MeshFilter")
    mesh._document.set_reference(("m_Mesh",), BUILT_IN_MESHES[shape], BUILT_IN_RESOURCES, 0)
    renderer = add_component(made, "MeshRenderer")
    renderer._document.set_items("m_Materials", [f"{{fileID: 10303, guid: {BUILT_IN_EXTRA}, type: 0}}"])
    add_component(made, _COLLIDERS[shape])
    return made


def add_defaults() -> None:
    """Add the camera and the light that Unity puts into a new scene."""
    from .gameobject import GameObject

    camera = GameObject("Main Camera")
    camera.tag = "MainCamera"
    camera.transform.position = Vector3(0.0, 1.0, -10.0)
    camera.AddComponent("Camera")
    camera.AddComponent("AudioListener")
    light = GameObject("Directional Light")
    light.transform.position = Vector3(0.0, 3.0, 0.0)
    light.transform.rotation = Quaternion.Euler(50.0, -30.0, 0.0)
    added = light.AddComponent("Light")
    added._document.set_number(("m_Type",), 1)

"""Puts the classes of the headless editor into the namespaces of Unity and .NET."""

from __future__ import annotations

import enum
from types import ModuleType
from typing import Any

from . import (
    animation,
    animationutility,
    application,
    assetdatabase,
    assetimporter,
    assettypes,
    audio,
    buildsettings,
    cameras,
    canvas,
    catalogue,
    component,
    curves,
    debug,
    editor,
    editorscenes,
    editorsettings,
    editorutility,
    gameobjectutility,
    globalobjectid,
    gradients,
    internaleditorutility,
    joints,
    material,
    mesh,
    net,
    particles,
    physics,
    physics2d,
    prefaboverrides,
    prefabscope,
    prefabutility,
    preferences,
    projectsettings,
    propertymodification,
    recttransform,
    renderers,
    scenery,
    scenes,
    scenesettings,
    scripts,
    serialized,
    serializedproperty,
    settings,
    stage,
    texture,
    transform,
    undo,
    values,
)
from .gameobject import GameObject, UnityException
from .modules import NamespaceModule
from .objects import CLASSES, MissingReferenceException, Object

__all__ = ["build", "log_type"]

_SEVERITIES = {
    "log": "Log",
    "warning": "Warning",
    "error": "Error",
    "exception": "Exception",
    "assert": "Assert",
}
_ENGINE = (
    values, animation, application, audio, cameras, canvas, component, curves, debug, gradients, joints, material, mesh,
    particles, physics, physics2d, projectsettings, recttransform, renderers, scenery, scenesettings, scripts, settings,
    stage, texture, transform, assettypes, assetdatabase,
)  # fmt: skip
_EDITOR = (
    animationutility, assetimporter, editor, editorsettings, editorutility, buildsettings, gameobjectutility,
    globalobjectid, preferences, assetdatabase, assettypes, projectsettings, serialized, serializedproperty, undo,
    prefabutility, propertymodification,
)  # fmt: skip
_PACKAGES = ("UnityEngine.UI", "UnityEngine.EventSystems", "TMPro")
_OTHERS = (
    "UnityEngine.AI",
    "UnityEngine.Animations",
    "UnityEngine.Assertions",
    "UnityEngine.Audio",
    "UnityEngine.Events",
    "UnityEngine.Networking",
    "UnityEngine.Playables",
    "UnityEngine.Profiling",
    "UnityEngine.Rendering",
    "UnityEngine.Tilemaps",
    "UnityEngine.U2D",
    "UnityEngine.UIElements",
    "UnityEngine.Video",
    "UnityEditor.Animations",
    "UnityEditor.Build",
    "UnityEditor.Build.Reporting",
    "UnityEditor.Callbacks",
    "UnityEditor.Compilation",
    "UnityEditor.PackageManager",
    "UnityEditor.Presets",
    "UnityEditor.Rendering",
    "UnityEditor.UIElements",
)


def log_type(severity: str) -> Any:
    """Return the ``LogType`` of a severity."""
    return getattr(catalogue.enum_type("UnityEngine.LogType"), _SEVERITIES[severity])


def _exported(module: ModuleType, namespace: str) -> dict[str, Any]:
    """The classes that a module defines for a namespace."""
    return {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == namespace and not name.startswith("_")
    }


def build() -> dict[str, ModuleType]:
    """Return the modules by name."""
    engine: dict[str, Any] = {
        "Object": Object,
        "GameObject": GameObject,
        "MissingReferenceException": MissingReferenceException,
        "UnityException": UnityException,
    }
    for module in _ENGINE:
        engine.update(_exported(module, "UnityEngine"))
    engine.update(
        {
            name: cls
            for name, cls in CLASSES.items()
            if cls.__module__ == "UnityEngine" and "_is_generic" not in vars(cls)
        }
    )
    engine.update(
        {
            n: v
            for n, v in vars(values).items()
            if isinstance(v, enum.EnumType) and v.__module__ == "UnityEngine"
        }
    )
    modules: dict[str, ModuleType] = {}

    def add(name: str, doc: str, contents: dict[str, Any]) -> None:
        modules[name] = NamespaceModule(name, doc, contents)
        parent, _, short = name.rpartition(".")
        if parent:
            setattr(modules[parent], short, modules[name])

    add("UnityEngine", "Unity's runtime API, of the headless editor.", engine)
    add(
        "UnityEngine.SceneManagement",
        "Scenes.",
        {
            "LoadSceneMode": scenes.LoadSceneMode,
            **_exported(scenes, "UnityEngine.SceneManagement"),
        },
    )
    tools: dict[str, Any] = {}
    for module in _EDITOR:
        tools.update(_exported(module, "UnityEditor"))
    scope = prefabscope.EditPrefabContentsScope
    type.__setattr__(prefabutility.PrefabUtility, scope.__name__, scope)
    add("UnityEditor", "Unity's editor API, of the headless editor.", tools)
    add(
        "UnityEditor.SceneManagement",
        "Scenes in the editor.",
        _exported(editorscenes, "UnityEditor.SceneManagement")
        | _exported(prefaboverrides, "UnityEditor.SceneManagement"),
    )
    for namespace in _PACKAGES:
        add(namespace, "Scripts of Unity's packages.", dict(scripts.package_classes(namespace)))
    for namespace in _OTHERS:
        own = {
            name: cls
            for name, cls in CLASSES.items()
            if cls.__module__ == namespace and "_is_generic" not in vars(cls)
        }
        add(namespace, "Names of Unity; few here are the headless editor's own.", own)
    internal = _exported(internaleditorutility, "UnityEditorInternal")
    add("UnityEditorInternal", "What Unity's own editor scripts use.", internal)
    add("System", "A minimal System of .NET.", net.system_contents())
    modules["clr"] = net.clr_module()
    return modules

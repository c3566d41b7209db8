"""``UnityEditorInternal.InternalEditorUtility``: the project's tags and layers, as editor scripts change them."""

from __future__ import annotations

from unity_kernel.errors import ProjectError
from unity_kernel.headless.project import Document

from . import world
from .assetfiles import asset_file
from .interop import ApiType, Array, static_property

__all__ = ["InternalEditorUtility"]

_PATH = "ProjectSettings/TagManager.asset"
_BUILT_IN = ("Untagged", "Respawn", "Finish", "EditorOnly", "MainCamera", "Player", "GameController")


def _document() -> Document:
    native = asset_file(_PATH).native
    if native is None or not native.documents:
        raise ProjectError(f"the project has no {_PATH}; open it in the real editor once, which writes it")
    return native.documents[0]


def _write(tags: list[str]) -> None:
    document = _document()
    style = document.file.style
    document.set_items("tags", [style.string(tag, column=4, indent=4) for tag in tags])
    asset_file(_PATH).save()


class InternalEditorUtility(metaclass=ApiType):
    """What Unity's own editor scripts use, and others with them."""

    _namespace = "UnityEditorInternal"

    tags = static_property(lambda: Array([*_BUILT_IN, *world.current().tags], str))
    layers = static_property(lambda: Array([name for name in world.current().layers if name], str))
    inBatchMode = static_property(lambda: True)
    isHumanControllingUs = static_property(lambda: False)
    isApplicationActive = static_property(lambda: False)

    @staticmethod
    def AddTag(tag: str) -> None:
        """Define a tag, at once on disk; one that is defined stays."""
        if tag and tag not in _BUILT_IN and tag not in world.current().tags:
            _write([*world.current().tags, str(tag)])

    @staticmethod
    def RemoveTag(tag: str) -> None:
        """Take a tag out of the project, at once on disk; objects keep it by name."""
        known = world.current().tags
        if tag in known:
            _write([each for each in known if each != tag])

    @staticmethod
    def GetLayerName(layer: int) -> str:
        """Return the name of a layer; empty if it has none."""
        names = world.current().layers
        return names[layer] if 0 <= layer < len(names) else ""

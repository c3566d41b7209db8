"""``PrefabUtility.EditPrefabContentsScope``: a prefab opened, edited and saved in one block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .interop import ApiType
from .prefabutility import PrefabUtility

if TYPE_CHECKING:
    from .gameobject import GameObject

__all__ = ["EditPrefabContentsScope"]


class EditPrefabContentsScope(metaclass=ApiType):
    """Opens a prefab for ``with``; saves it at the end of the block, also of one that an error ends, as in C#.

    Args:
        assetPath: The prefab.
    """

    _namespace = "UnityEditor"
    __slots__ = ("assetPath", "prefabContentsRoot")
    assetPath: str
    prefabContentsRoot: GameObject | None

    def __init__(self, assetPath: str) -> None:
        self.assetPath = str(assetPath)
        self.prefabContentsRoot = PrefabUtility.LoadPrefabContents(self.assetPath)

    def Dispose(self) -> None:
        """Save the prefab and close it."""
        root, self.prefabContentsRoot = self.prefabContentsRoot, None
        if root is None:
            return
        try:
            PrefabUtility.SaveAsPrefabAsset(root, self.assetPath)
        finally:
            PrefabUtility.UnloadPrefabContents(root)

    def __enter__(self) -> EditPrefabContentsScope:
        return self

    def __exit__(self, *error: object) -> None:
        self.Dispose()


EditPrefabContentsScope.__qualname__ = "PrefabUtility.EditPrefabContentsScope"

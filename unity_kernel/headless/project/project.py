"""A Unity project folder: what it is, which version wrote it, which scenes it has."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from unity_kernel.errors import ProjectError, SceneFileError
from unity_kernel.headless.project.assets import AssetIndex
from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.prefabs import PrefabLibrary
from unity_kernel.headless.project.style import Style
from unity_kernel.headless.project.tree import Sequence
from unity_kernel.headless.project.unityfile import UnityFile

__all__ = ["TAG_MANAGER", "BuildScene", "Project"]

TAG_MANAGER = "ProjectSettings/TagManager.asset"
"""Where tags and layers are."""


class BuildScene(NamedTuple):
    """A line of the build settings' scene list."""

    path: str
    enabled: bool
    guid: str


class Project:
    """A project on disk; made by `open`.

    Attributes:
        root: The folder that holds ``Assets``.
        version: Of the editor that last opened it, such as ``2022.3.62f3``; empty if the project does not say.
        assets: Its assets by path and GUID.
        prefabs: Its prefabs, each read once.
    """

    def __init__(self, root: Path, version: str) -> None:
        self.root = root
        self.version = version
        self.assets = AssetIndex(root)
        self.prefabs = PrefabLibrary(self)
        self._style: Style | None = None
        self._player: dict[str, str] | None = None

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Project:
        """Open the project at ``path``, or the one that contains it.

        Raises:
            ProjectError: There is no Unity project there.
        """
        start = Path(os.path.abspath(path))
        if not start.exists():
            raise ProjectError(
                f"{start}: no such folder; give the folder of a Unity project, the one that holds Assets"
            )
        for folder in (start, *start.parents):
            if (folder / "Assets").is_dir() and (folder == start or (folder / "ProjectSettings").is_dir()):
                return cls(folder, _read_version(folder))
        raise ProjectError(
            f"{start}: not a Unity project, there is no folder 'Assets' in it; "
            "give the folder that holds Assets and ProjectSettings"
        )

    @property
    def style(self) -> Style:
        """How this project's Unity version writes YAML."""
        if self._style is None:
            editor = self._settings("EditorSettings")
            one_line = editor is not None and editor.text("m_SerializeInlineMappingsOnOneLine") == "1"
            self._style = Style(self.version, one_line_maps=one_line)
        return self._style

    def enter_play_mode(self) -> tuple[bool, int]:
        """Whether the options for entering play mode count, and those as flags of ``EnterPlayModeOptions``."""
        settings = self._settings("EditorSettings")
        if settings is None:
            return False, 0
        enabled = settings.text("m_EnterPlayModeOptionsEnabled") == "1"
        return enabled, int(settings.text("m_EnterPlayModeOptions") or 0)

    @property
    def product_name(self) -> str:
        """The product's name in the player settings, else the folder's."""
        return self._player_setting("productName") or self.root.name

    @property
    def company_name(self) -> str:
        """The company's name in the player settings, else Unity's default."""
        return self._player_setting("companyName") or "DefaultCompany"

    @property
    def bundle_version(self) -> str:
        """The player's version in the player settings, such as ``0.1``."""
        return self._player_setting("bundleVersion")

    def _player_setting(self, key: str) -> str:
        if self._player is None:
            settings = self._settings("ProjectSettings")
            self._player = {
                name: (settings.text(name) or "") if settings is not None else ""
                for name in ("productName", "companyName", "bundleVersion")
            }
        return self._player.get(key, "")

    def _settings(self, name: str) -> Document | None:
        """Return the one object of a settings file; None if the file is missing or unreadable.

        A broken settings file must not keep anybody from opening the project.
        """
        path = f"ProjectSettings/{name}.asset"
        try:
            documents = UnityFile.load(self.root / path, path, Style(self.version)).documents
        except SceneFileError:
            return None
        return documents[0] if documents else None

    def tags_and_layers(self, file: UnityFile | None = None) -> tuple[list[str], list[str]]:
        """Return the user's tags, and the names of all layers by index (empty where a layer has none).

        Args:
            file: `TAG_MANAGER` as it is in memory; read from disk by default.
        """
        document = next(iter(file.documents), None) if file is not None else self._settings("TagManager")
        if document is None:
            return [], []

        def texts(key: str) -> list[str]:
            node = document.field(key)
            return [item.text for item in node if hasattr(item, "text")] if isinstance(node, Sequence) else []

        return texts("tags"), texts("layers")

    # Scenes

    def build_scenes(self) -> list[BuildScene]:
        """Return the scenes of the build settings, in their order, whether or not they exist."""
        document = self._settings("EditorBuildSettings")
        node = document.field("m_Scenes") if document is not None else None
        if document is None or not isinstance(node, Sequence):
            return []
        scenes = []
        for index in range(len(node)):
            path = document.text("m_Scenes", index, "path") or ""
            enabled = document.text("m_Scenes", index, "enabled") == "1"
            scenes.append(BuildScene(path, enabled, document.text("m_Scenes", index, "guid") or ""))
        return scenes

    def scene_paths(self) -> list[str]:
        """Return the paths of all scenes under Assets, in path order."""
        found = []
        for folder, folders, files in os.walk(self.root / "Assets"):
            folders[:] = [name for name in folders if not name.startswith(".") and not name.endswith("~")]
            relative = os.path.relpath(folder, self.root).replace(os.sep, "/")
            found += [
                f"{relative}/{name}" for name in files if name.endswith(".unity") and not name.startswith(".")
            ]
        return sorted(found)

    def choose_scene(self, wanted: str | None = None) -> str | None:
        """Return the path of the scene to open.

        Args:
            wanted: A path, relative to the project or absolute, or a scene's name; None for the first enabled scene of
                the build settings that exists, else the first scene in path order.

        Returns:
            A project path, or None if the project has no scenes.

        Raises:
            ProjectError: ``wanted`` names no scene of this project.
        """
        if wanted is not None:
            return self._find_scene(wanted)
        for scene in self.build_scenes():
            if scene.enabled and scene.path and (self.root / scene.path).is_file():
                return scene.path
        paths = self.scene_paths()
        return paths[0] if paths else None

    def _find_scene(self, wanted: str) -> str:
        for candidate in (wanted, wanted + ".unity"):
            path = self.relative(candidate)
            if path is not None and (self.root / path).is_file():
                return path
        named = [path for path in self.scene_paths() if path.endswith(f"/{wanted}.unity")]
        if named:
            return named[0]
        known = self.scene_paths()
        listed = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
        raise ProjectError(f"{wanted}: no such scene in {self.root}; its scenes: {listed or 'none'}")

    def relative(self, path: str | os.PathLike[str]) -> str | None:
        """Return a path as the project writes it (forward slashes, from its root); None if it lies outside."""
        absolute = os.path.normpath(os.path.join(self.root, path))
        try:
            inside = os.path.relpath(absolute, self.root)
        except ValueError:  # another drive of Windows
            return None
        return None if inside.startswith("..") else inside.replace(os.sep, "/")

    def load(self, path: str) -> UnityFile:
        """Load the Unity YAML file at a project path.

        Raises:
            SceneFileError: It is missing or not sound.
        """
        return UnityFile.load(self.assets.locate(path), path, self.style)


def _read_version(root: Path) -> str:
    try:
        text = (root / "ProjectSettings" / "ProjectVersion.txt").read_text("utf-8", "replace")
    except OSError:
        return ""
    match = re.search(r"^m_EditorVersion: *(\S+)", text, re.MULTILINE)
    return match[1] if match else ""

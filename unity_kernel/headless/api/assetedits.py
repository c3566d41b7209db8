"""Changes of the project's files: assets made, copied, moved and deleted together with their ``.meta``."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from pathlib import Path, PurePosixPath

from unity_kernel.errors import ProjectError
from unity_kernel.headless.project.storage import replace_bytes

from . import assettemplates, diskwatch, references, world
from .assetfiles import AssetFile, asset_file
from .objects import Object

__all__ = ["copy", "create", "create_folder", "delete", "move", "refresh", "unique_path"]

_GUID = re.compile(rb"^guid: *[0-9a-fA-F]{32}", re.MULTILINE)


def _where(path: str) -> Path:
    """Return where an asset of that path lives or would live.

    Raises:
        ProjectError: It is not below Assets or in a package of the project.
    """
    project = world.current().project
    relative = project.relative(project.assets.locate(path))
    clean = str(PurePosixPath(path))
    if (
        ".." in PurePosixPath(path).parts
        or not clean.startswith(("Assets/", "Packages/"))
        or relative is None
    ):
        raise ProjectError(
            f"{path}: assets live below the project's Assets folder; give a path such as Assets/New.mat"
        )
    return project.assets.locate(clean)


def _meta(where: Path) -> Path:
    return where.with_name(where.name + ".meta")


def refresh() -> None:
    """Look at the disk again: what others changed is taken over, or reported where unsaved changes would be lost."""
    diskwatch.follow()


def create(asset: Object, path: str) -> None:
    """Write a new asset to a file; an asset that is there already is replaced.

    Raises:
        ProjectError: The path is no place for an asset, or the object is an asset already.
    """
    if references.key_of(asset) is not None or asset._scene is not None:
        raise ProjectError(f"{asset} is in a file already; AssetDatabase.CopyAsset copies a file")
    where = _where(path)
    if not where.parent.is_dir():
        raise ProjectError(f"{path}: its folder does not exist; AssetDatabase.CreateFolder makes it")
    state = world.current()
    document = asset._document
    document.set_text(("m_Name",), PurePosixPath(path).stem)
    guid = state.project.assets.guid(path) or uuid.uuid4().hex
    for old in references.drop(guid):
        old._bury()
    replace_bytes(where, document.file.render(), path, expected=None)
    replace_bytes(
        _meta(where), assettemplates.meta(guid, document.file_id).encode(), f"{path}.meta", expected=None
    )
    document.file.path, document.file.name = where, path
    document.file.save(where, path)
    state.project.assets.refresh()
    state.asset_files.pop(path, None)
    file = asset_file(path)
    file.native = document.file
    references.adopt(asset, references.AssetKey(guid, document.file_id, 2))
    state.raise_event("projectChanged")


def create_folder(parent: str, name: str) -> str:
    """Make a folder and return its GUID; a name that is taken gets a number.

    Raises:
        ProjectError: The parent does not exist.
    """
    if not world.current().project.assets.locate(parent).is_dir():
        raise ProjectError(f"{parent}: no such folder")
    path = unique_path(f"{parent.rstrip('/')}/{name}")
    where = _where(path)
    where.mkdir()
    guid = uuid.uuid4().hex
    replace_bytes(_meta(where), assettemplates.meta(guid).encode(), f"{path}.meta", expected=None)
    refresh()
    return guid


def unique_path(path: str) -> str:
    """Return a path that is free: itself, or with a number behind its name as Unity's."""
    pure = PurePosixPath(path)
    match = re.fullmatch(r"(.*?) (\d+)", pure.stem)
    stem, number = (match[1], int(match[2])) if match is not None else (pure.stem, 0)
    candidate = pure
    while _where(str(candidate)).exists():
        number += 1
        candidate = pure.with_name(f"{stem} {number}{pure.suffix}")
    return str(candidate)


def delete(path: str) -> bool:
    """Delete an asset, or a folder with all in it; returns whether there was one."""
    where = _where(path)
    if not where.exists():
        return False
    state = world.current()
    for gone in [p for p in state.project.assets.paths if p == path or p.startswith(path + "/")]:
        for obj in references.drop(state.project.assets.guid(gone)):
            obj._bury()
        state.asset_files.pop(gone, None)
    if where.is_dir() and not where.is_symlink():
        shutil.rmtree(where)
    else:
        where.unlink()
    _meta(where).unlink(missing_ok=True)
    refresh()
    return True


def move(path: str, target: str) -> str:
    """Move an asset with its ``.meta``; returns why that cannot be done, or an empty text once it is."""
    problem = check_move(path, target)
    if problem:
        return problem
    state = world.current()
    source, destination = _where(path), _where(target)
    moved = [p for p in state.project.assets.paths if p == path or p.startswith(path + "/")]
    os.rename(source, destination)
    if _meta(source).exists():
        os.rename(_meta(source), _meta(destination))
    for old in moved:
        file: AssetFile | None = state.asset_files.pop(old, None)
        if file is not None and file.native is not None:
            new = target + old[len(path) :]
            file.path, file.location = new, state.project.assets.locate(new)
            file.stem = PurePosixPath(new).stem
            file.native.path, file.native.name = file.location, new
            state.asset_files[new] = file
    for scene in state.scenes:
        if scene.path == path or scene.path.startswith(path + "/"):
            scene.path = target + scene.path[len(path) :]
            scene.file.path = state.project.assets.locate(scene.path)
            scene.file.name = scene.path
    refresh()
    _rename_main(target)
    return ""


def _rename_main(path: str) -> None:
    """Give the main object of a native asset its file's name, as Unity does."""
    if not world.current().project.assets.locate(path).is_file():
        return
    file = asset_file(path)
    document = file.native.by_id.get(file.main.file_id) if file.native is not None else None
    if document is not None and document.text("m_Name") not in (None, file.stem):
        document.set_text(("m_Name",), file.stem)
        file.save()


def check_move(path: str, target: str) -> str:
    """Return why an asset cannot be moved, in Unity's words; empty if it can."""
    index = world.current().project.assets
    if not index.guid(path) and not _where(path).exists():
        return f"Trying to move asset as a sub directory of a directory that does not exist {path}"
    try:
        destination = _where(target)
    except ProjectError as error:
        return str(error)
    if not destination.parent.is_dir():
        return f"Parent directory is not in asset database. Trying to move asset to {target}"
    if destination.exists() and not os.path.samefile(destination, _where(path)):
        return f"Destination path name does already exist: {target}"
    return ""


def copy(path: str, target: str) -> bool:
    """Copy an asset, with a GUID of its own; returns whether it could be."""
    source, destination = _where(path), _where(target)
    if not source.exists() or not destination.parent.is_dir() or destination.exists():
        return False
    file = world.current().asset_files.get(path)
    if file is not None:
        file.save()
    if source.is_dir():
        shutil.copytree(source, destination)
    else:
        shutil.copyfile(source, destination)
    for meta in [_meta(destination), *(destination.rglob("*.meta") if destination.is_dir() else ())]:
        original = _meta(source) if meta == _meta(destination) else meta
        if original.exists():
            fresh = b"guid: " + uuid.uuid4().hex.encode()
            meta.write_bytes(_GUID.sub(fresh, original.read_bytes(), count=1))
    refresh()
    _rename_main(target)
    return True

"""Every serialised field: read, changed, saved, read again, on documents as Unity wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.shared import SHARED
from tests.unit.headless.conftest import SAMPLE, Editor, copy_writable
from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.api import catalogue, namespaces, packagescripts, references
from unity_kernel.headless.api.fields import Field
from unity_kernel.headless.api.interop import full_name
from unity_kernel.headless.api.newcomponents import known_components, new_component
from unity_kernel.headless.api.objects import CLASSES
from unity_kernel.headless.api.scripts import _PACKAGE_SCRIPTS
from unity_kernel.headless.api.values import (
    Bounds,
    Color,
    LayerMask,
    Quaternion,
    Rect,
    Vector2,
    Vector3,
    Vector4,
)
from unity_kernel.headless.project import Document, Style, UnityFile

namespaces.build()
ALL: dict[str, Any] = {**CLASSES, **packagescripts.CLASSES}

_FURTHER = {
    # What no file of the sample or of the collected projects shows, as Unity 6000.0 writes it
    "Mesh": "  serializedVersion: 10\n  m_IndexFormat: 0\n",
    "PhysicsMaterial": "  m_Name: Rubber\n  serializedVersion: 2\n  m_DynamicFriction: 0.6\n  m_StaticFriction: 0.6\n"
    "  m_Bounciness: 0\n  m_FrictionCombine: 0\n  m_BounceCombine: 0\n",
}
_ENOUGH = 3  # documents of different layout for a field
_IN_NO_FILE = frozenset(
    {
        # of versions or settings that no file at hand has; reading gives the default, writing says what to do
        "Animator.keepAnimatorStateOnDisable", "CircleCollider2D.usedByComposite", "LineRenderer.textureScale",
        "ParticleSystem.useAutoRandomSeed", "ParticleSystemRenderer.minParticleSize", "PolygonCollider2D.autoTiling",
        "PolygonCollider2D.useDelaunayMesh", "SortingGroup.sortAtRoot",
    }
)  # fmt: skip


def _fields() -> list[tuple[str, str]]:
    """Class and property names of all fields of objects; of inherited ones, where they are declared."""
    found = []
    for name, cls in sorted(ALL.items()):
        for base in cls.__mro__:
            if base is not cls and base in ALL.values():
                break
            found += [
                (name, member) for member, value in sorted(vars(base).items()) if isinstance(value, Field)
            ]
    return found


FIELDS = _fields()


@cache
def _documents() -> dict[str, list[bytes]]:
    """Documents of each class, the layouts that differ most from each other."""
    kept: dict[str, dict[tuple[str, ...], bytes]] = {}

    def take(document: Document) -> None:
        script = _PACKAGE_SCRIPTS.get(document.text("m_Script", "guid") or "", "")
        name = script if script in packagescripts.CLASSES else document.type_name
        if document.stripped or name not in ALL or name == "MonoBehaviour":
            return
        keys = tuple(key for key, _ in document.entries)
        kept.setdefault(name, {}).setdefault(keys, document.render())

    for path in _files():
        data = path.read_bytes()
        if data.startswith(b"%YAML") and len(data) < 2_000_000:
            try:
                for document in UnityFile(data, path.name, Style()).documents:
                    take(document)
            except Exception:
                continue
    for keys, data in list(kept.get("LineRenderer", {}).items()):  # trails hold width and color as lines do
        kept.setdefault("TrailRenderer", {})[keys] = data.replace(b"LineRenderer:", b"TrailRenderer:", 1)
    for name in known_components():
        known = new_component(name)
        assert known is not None
        if known.class_id != 114 and name in ALL:
            for version in ((2019, 4, 40), (6000, 0, 64), (6000, 5, 0)):
                ahead, rest = known.fields(version)
                text = f"--- !u!{known.class_id} &1\n{name}:\n{ahead}  m_ObjectHideFlags: 0\n{rest}"
                kept.setdefault(name, {}).setdefault((text,), text.encode())
    for name, body in _FURTHER.items():
        text = f"--- !u!1 &1\n{name}:\n  m_ObjectHideFlags: 0\n{body}"
        kept.setdefault(name, {})[(body,)] = text.encode()
    return {name: list(found.values()) for name, found in kept.items()}


def _files() -> Iterator[Path]:
    roots = [SAMPLE, *([SHARED / "unity-projects"] if SHARED is not None else [])]
    for root in roots:
        for pattern in ("*.unity", "*.prefab", "*.anim", "*.mat", "*.asset", "*.physic*", "*.controller"):
            yield from (
                path for path in sorted(root.rglob(pattern)) if path.is_file() and "odd" not in path.parts
            )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    made = Editor(copy_writable(SAMPLE, tmp_path_factory.mktemp("fields") / "sample"))
    yield made
    made.close()


def _other(field: Any, cls: type, now: Any) -> Any:
    """A value that is not the present one."""
    kind = field.kind
    if kind == "real":
        return next(value for value in (1.0, 0.5, 2.5) if value != now)
    if kind == "integer":
        return next(value for value in (1, 2) if value != now)
    if kind == "boolean":
        return not now
    if kind == "text":
        return f"{now} and 'more': #1"
    if kind == "enum":
        return next(member for member in list(catalogue.enum_type(field.enum)) if member != now)  # type: ignore[call-overload]
    if kind == "mask":
        return next(value for value in (5, -1) if value != now)
    if kind == "layers":
        made = LayerMask()
        made.value = 6
        return made
    if kind == "packed_color":
        return Color(0.2, 0.4, 0.6, 0.8)
    if kind in ("reference", "references"):
        target = references.resolve(None, 10206 if now is None else 10207, references.BUILT_IN_RESOURCES)
        return target if kind == "reference" else [target]
    if kind == "curve":
        made = type(now)(*now.keys)
        made.AddKey(0.3, 7.5)
        return made
    if kind == "gradient":
        made = type(now)()
        made.SetKeys([type(key)(Color(0, 1, 0), 0.5) for key in made.colorKeys][:1], made.alphaKeys)
        return made
    if kind == "points":
        return [Vector3(1, 2, 3), Vector3(4, 5, 6), Vector3(7, 8, 9)]
    structs: dict[str, Any] = {
        "Vector2": Vector2(1.5, 2.5), "Vector3": Vector3(1.5, 2.5, 3.5), "Vector4": Vector4(1.5, 2.5, 3.5, 4.5),
        "Quaternion": Quaternion(0, 0.6, 0, 0.8), "Color": Color(0.1, 0.2, 0.3, 0.4), "Rect": Rect(0.1, 0.2, 0.3, 0.4),
        "bounds": Bounds(Vector3(1, 2, 3), Vector3(4, 5, 6)),
    }  # fmt: skip
    return structs[kind]


def _file_id(item: Any) -> int:
    key = references.key_of(item)
    return key.file_id if key is not None else 0


def _same(kind: str, left: Any, right: Any) -> bool:
    if kind == "references":
        return [_file_id(item) for item in left] == [_file_id(item) for item in right]
    if kind == "real":
        return bool(left == pytest.approx(right))
    if kind == "gradient":
        return [(k.color, k.time) for k in left.colorKeys] == [
            (k.color, pytest.approx(k.time, abs=1e-4)) for k in right.colorKeys
        ]
    return list(left) == list(right) if kind == "points" else bool(left == right)


@pytest.mark.parametrize(("name", "member"), FIELDS, ids=[f"{n}.{m}" for n, m in FIELDS])
def test_a_field_is_read_written_and_read_again(
    running: Editor, name: str, member: str, tmp_path: Path
) -> None:
    cls = ALL[name]
    field: Any = getattr(cls, member)
    if not isinstance(field, Field):  # wrapped: obsolete in the sample's version
        field = next(vars(base)[member] for base in cls.__mro__ if member in vars(base))
        pytest.skip("obsolete here; its newer name is tested")
    seen: dict[tuple[str, ...], int] = {}
    for kind, documents in _documents().items():
        for data in documents if issubclass(ALL[kind], cls) else ():
            for path in field.paths:
                if seen.get(path, 0) < _ENOUGH and _round_trip(
                    ALL[kind], field, member, path, data, tmp_path
                ):
                    seen[path] = seen.get(path, 0) + 1
    if not seen:
        if SHARED is None:
            pytest.skip("no document at hand has the field; the collected Unity projects have")
        assert f"{name}.{member}" in _IN_NO_FILE, "no file shows this layout: do not guess it"


def _round_trip(cls: Any, field: Any, member: str, path: tuple[str, ...], data: bytes, folder: Path) -> bool:
    header = b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
    before = header + data.replace(b"\r\n", b"\n")
    where = folder / "One.asset"
    where.write_bytes(before)
    style = Style("2022.3.62f3")
    file = UnityFile.load(where, where.name, style)
    made = cls._wrap(file.documents[0], None)
    node = made._document.node(path)
    if node is None:
        return False
    lines = {made._document._data.count(b"\n", 0, at) for at in (node.start, node.end)}
    now = getattr(made, member)
    value = _other(field, cls, now)
    setattr(made, member, value)
    assert _same(field.kind, getattr(made, member), value)
    file.save()
    again = cls._wrap(UnityFile.load(where, where.name, style).documents[0], None)
    assert _same(field.kind, getattr(again, member), value)
    old, new = before.split(b"\n"), where.read_bytes().split(b"\n")
    assert old[: min(lines)] == new[: min(lines)]
    rest = len(old) - max(lines) - 1
    assert rest == 0 or old[-rest:] == new[-rest:]
    if field.kind not in ("curve", "gradient", "reference", "references", "points", "bounds", "Rect", "text"):
        assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    return True


def test_a_field_that_the_file_lacks_reads_as_the_default_and_says_so_when_written(running: Editor) -> None:
    file = UnityFile(b"%YAML 1.1\n", "bare", Style())
    light = CLASSES["Light"]._wrap(file.add(108, 1, "Light:\n  m_ObjectHideFlags: 0\n"), None)
    assert (light.intensity, light.shadowStrength, int(light.type)) == (1.0, 1.0, 2)
    with pytest.raises(HeadlessLimitation, match=r"has no field m_Shadows\.m_Strength in its file"):
        light.shadowStrength = 0.5


@pytest.mark.parametrize(
    ("name", "key", "member", "given", "kept"),
    [
        ("AudioSource", "m_Volume", "volume", 3.0, 1.0),
        ("AudioSource", "Pan2D", "panStereo", -2.0, -1.0),
        ("AudioSource", "Priority", "priority", -4, 0),
        ("Light", "m_Intensity", "intensity", -1.0, 0.0),
        ("Light", "m_SpotAngle", "spotAngle", 400.0, 179.0),
        ("Camera", "field of view", "fieldOfView", 500.0, 179.0),
        ("Rigidbody", "m_LinearDamping", "linearDamping", -1.0, 0.0),
        ("PhysicMaterial", "bounciness", "bounciness", 2.0, 1.0),
    ],
)
def test_limits_are_unitys(running: Editor, name: str, key: str, member: str, given: Any, kept: Any) -> None:
    file = UnityFile(b"%YAML 1.1\n", "bare", Style())
    made = CLASSES[name]._wrap(file.add(1, 1, f"{name}:\n  {key}: 0.125\n".replace("0.125", "7")), None)
    setattr(made, member, given)
    assert getattr(made, member) == kept


def test_enough_of_unity_is_covered() -> None:
    assert len(FIELDS) > 350
    assert len({name for name, _ in FIELDS}) > 40
    assert all(
        catalogue.has_member(full_name(CLASSES[name]), member) for name, member in FIELDS if name in CLASSES
    )

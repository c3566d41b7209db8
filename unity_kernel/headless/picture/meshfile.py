"""Meshes that Unity stored in YAML: ``Mesh`` documents of ``.asset``, prefab and scene files."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from unity_kernel.headless.picture.mesh import Floats, Integers, Mesh
from unity_kernel.headless.project import Document, Sequence

__all__ = ["read_mesh"]

_Data = NDArray[np.uint8]
_Channel = tuple[int, int, int, int]  # stream, offset, format, dimension

# Formats by number: numpy type, and by what integers are divided. They were renumbered in Unity 2019.1.
_FORMATS = {
    0: ("<f4", 1.0), 1: ("<f2", 1.0), 2: ("<u1", 255.0), 3: ("<i1", 127.0), 4: ("<u2", 65535.0), 5: ("<i2", 32767.0),
    6: ("<u1", 1.0), 7: ("<i1", 1.0), 8: ("<u2", 1.0), 9: ("<i2", 1.0), 10: ("<u4", 1.0), 11: ("<i4", 1.0),
}  # fmt: skip
_FORMATS_BEFORE_2019 = {
    0: ("<f4", 1.0), 1: ("<f2", 1.0), 2: ("<u1", 255.0), 3: ("<u1", 255.0), 4: ("<i1", 127.0), 5: ("<u2", 65535.0),
    6: ("<i2", 32767.0), 7: ("<u1", 1.0), 8: ("<i1", 1.0), 9: ("<u2", 1.0), 10: ("<i2", 1.0), 11: ("<u4", 1.0),
}  # fmt: skip
_TRIANGLES, _TRIANGLE_STRIP, _QUADS = 0, 1, 2  # MeshTopology


def read_mesh(document: Document, version: tuple[int, ...] = ()) -> Mesh | None:
    """Decode a mesh.

    Args:
        document: A ``Mesh``.
        version: Of the Unity that wrote it, such as (2022, 3, 62).

    Returns:
        None if it has no vertices that can be read here.

    Raises:
        ValueError: Its data is damaged.
    """
    compressed = _compressed(document)
    if compressed is not None:
        return compressed
    count = document.integer("m_VertexData", "m_VertexCount") or 0
    text = document.text("m_VertexData", "_typelessdata") or ""
    if not count or not text:
        return None
    data = np.frombuffer(bytes.fromhex(text), np.uint8)
    channels = _channels(document)
    formats = _FORMATS_BEFORE_2019 if version and version < (2019,) else _FORMATS
    starts, strides = _streams(channels, count, formats)
    # Up to 2017 there were 8 channels: position, normal, color, uv...; since, tangents come before colors.
    uv_index = 4 if len(channels) > 8 else 3

    def channel(index: int, dimension: int) -> Floats | None:
        if index >= len(channels) or channels[index][3] < dimension:
            return None
        stream, offset, kind, _ = channels[index]
        type_, divisor = formats[kind]
        first = starts[stream] + offset
        size = np.dtype(type_).itemsize
        rows = np.lib.stride_tricks.as_strided(
            data[first:], (count, dimension * size), (strides[stream], 1), writeable=False
        )
        if first + (count - 1) * strides[stream] + dimension * size > len(data):
            raise ValueError("its vertex data is shorter than its channels say")
        return np.ascontiguousarray(rows).view(type_).astype(np.float64) / divisor

    positions = channel(0, 3)
    if positions is None:
        return None
    normals, uv = channel(1, 3), channel(uv_index, 2)
    triangles, parts = _indices(document)
    return Mesh(
        positions,
        triangles,
        normals if normals is not None else np.empty((0, 3)),
        uv if uv is not None else np.empty((0, 2)),
        parts,
    )


def _channels(document: Document) -> list[_Channel]:
    node = document.node(("m_VertexData", "m_Channels"))
    found: list[_Channel] = []
    for index in range(len(node) if isinstance(node, Sequence) else 0):
        stream, offset, kind, dimension = (
            document.integer("m_VertexData", "m_Channels", index, key) or 0
            for key in ("stream", "offset", "format", "dimension")
        )
        found.append(
            (stream, offset, kind, dimension & 0xF)
        )  # the upper bits say what the importer asked for
    return found


def _streams(
    channels: list[_Channel], count: int, formats: dict[int, tuple[str, float]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return where each stream starts and the bytes per vertex in it; streams start at multiples of 16."""
    starts: dict[int, int] = {}
    strides: dict[int, int] = {}
    for stream, offset, kind, dimension in channels:
        if dimension:
            if kind not in formats:
                raise ValueError(f"vertex format {kind} is unknown")
            end = offset + dimension * np.dtype(formats[kind][0]).itemsize
            strides[stream] = max(strides.get(stream, 0), (end + 3) // 4 * 4)
    at = 0
    for stream in sorted(strides):
        starts[stream] = at
        at = (at + strides[stream] * count + 15) // 16 * 16
    return starts, strides


def _indices(document: Document) -> tuple[Integers, Integers]:
    """Return the triangles of all submeshes, and the submesh of each."""
    wide = (document.integer("m_IndexFormat") or 0) == 1
    data = bytes.fromhex(document.text("m_IndexBuffer") or "")
    node = document.field("m_SubMeshes")
    triangles: list[Integers] = []
    parts: list[Integers] = []
    for part in range(len(node) if isinstance(node, Sequence) else 0):
        first, count, topology, base = (
            document.integer("m_SubMeshes", part, key) or 0
            for key in ("firstByte", "indexCount", "topology", "baseVertex")
        )
        indices = np.frombuffer(
            data[first : first + count * (4 if wide else 2)], "<u4" if wide else "<u2"
        ).astype(np.int64)
        found = _triangles(indices + base, topology)
        triangles.append(found)
        parts.append(np.full(len(found), part, np.int64))
    if not triangles:
        return np.empty((0, 3), np.int64), np.empty(0, np.int64)
    return np.concatenate(triangles), np.concatenate(parts)


def _triangles(indices: Integers, topology: int) -> Integers:
    if topology == _TRIANGLES:
        return indices[: len(indices) // 3 * 3].reshape(-1, 3)
    if topology == _QUADS:
        quads = indices[: len(indices) // 4 * 4].reshape(-1, 4)
        return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    if topology == _TRIANGLE_STRIP and len(indices) > 2:
        strip = np.stack([indices[:-2], indices[1:-1], indices[2:]], 1)
        strip[1::2] = strip[1::2][:, [1, 0, 2]]
        return strip
    return np.empty((0, 3), np.int64)  # lines and points


# Compressed meshes: numbers of any count of bits, packed


def _compressed(document: Document) -> Mesh | None:
    if not document.integer("m_CompressedMesh", "m_Vertices", "m_NumItems"):
        return None
    vertices = _packed(document, "m_Vertices").reshape(-1, 3)
    indices = _packed(document, "m_Triangles").astype(np.int64)
    node = document.field("m_SubMeshes")
    parts: list[Integers] = []
    for part in range(len(node) if isinstance(node, Sequence) else 0):
        count = document.integer("m_SubMeshes", part, "indexCount") or 0
        parts.append(np.full(count // 3, part, np.int64))
    return Mesh(
        vertices,
        _triangles(indices, _TRIANGLES),
        parts=np.concatenate(parts) if parts else np.empty(0, np.int64),
    )


def _packed(document: Document, name: str) -> Floats:
    """Unpack a ``PackedBitVector``; floats if it has a range, else integers."""
    count = document.integer("m_CompressedMesh", name, "m_NumItems") or 0
    bits = document.integer("m_CompressedMesh", name, "m_BitSize") or 0
    data: _Data = np.frombuffer(
        bytes.fromhex(document.text("m_CompressedMesh", name, "m_Data") or ""), np.uint8
    )
    if not bits:
        return np.zeros(count)
    if len(data) * 8 < count * bits:
        raise ValueError(f"its compressed {name} are cut short")
    table = np.unpackbits(data, bitorder="little")[: count * bits].reshape(count, bits)
    values = table @ (2.0 ** np.arange(bits))
    range_ = document.text("m_CompressedMesh", name, "m_Range")
    if range_ is None:
        return np.asarray(values, np.float64)
    start = float(document.text("m_CompressedMesh", name, "m_Start") or 0)
    return np.asarray(start + values * float(range_) / (2.0**bits - 1), np.float64)

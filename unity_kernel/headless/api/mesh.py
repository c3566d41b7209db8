"""``UnityEngine.Mesh``: shapes made of triangles."""

from __future__ import annotations

from typing import Any

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.picture.extra import require_extra
from unity_kernel.headless.project import Sequence

from . import catalogue, references
from .assettypes import unknown
from .fields import enum
from .interop import Array
from .objects import Object, register
from .values import Bounds, Vector2, Vector3

__all__ = ["Mesh"]

_BUILT_IN_COUNTS = {
    # Unity's own meshes: vertices, triangles, half their size
    "Cube": (24, 12, (0.5, 0.5, 0.5)), "Sphere": (515, 768, (0.5, 0.5, 0.5)), "Capsule": (550, 832, (0.5, 1.0, 0.5)),
    "Cylinder": (88, 80, (0.5, 1.0, 0.5)), "Plane": (121, 200, (5.0, 0.0, 5.0)), "Quad": (4, 2, (0.5, 0.5, 0.0)),
}  # fmt: skip


@register
class Mesh(Object):
    """A shape made of triangles.

    Of one that Unity stored in YAML, such as a ``.asset``, everything can be read; its corners need the extra
    ``picture``. Of Unity's own and of models, only what can be known without importing them.
    """

    __slots__ = ("_shape",)
    _shape: Any

    def _prepare(self) -> None:
        self._shape = None

    def _stale(self) -> None:
        self._shape = None

    def _read(self) -> Any:
        """Return the decoded mesh.

        Raises:
            HeadlessLimitation: Its corners are not in the project.
        """
        if self._shape is None:
            require_extra()
            from unity_kernel.headless.picture.meshfile import read_mesh

            try:
                self._shape = read_mesh(self._document, self._document.file.style.version)
            except ValueError as error:
                raise HeadlessLimitation(f'the mesh "{self.name}" cannot be read: {error}') from None
            if self._shape is None:
                raise unknown(self, "corners")
        return self._shape

    def _has(self, channel: int) -> bool:
        return bool((self._document.integer("m_VertexData", "m_Channels", channel, "dimension") or 0) & 15)

    @property
    def vertices(self) -> Array[Vector3]:
        """The places of its corners."""
        return Array([Vector3._from(row) for row in self._read().positions.tolist()], Vector3)

    @property
    def normals(self) -> Array[Vector3]:
        """The directions of its surface at its corners; empty if it has none."""
        rows = self._read().normals.tolist() if self._has(1) else []
        return Array([Vector3._from(row) for row in rows], Vector3)

    @property
    def uv(self) -> Array[Vector2]:
        """The texture coordinates of its corners; empty if it has none."""
        shape = self._read()
        rows = shape.uv.tolist() if shape.uv.any() else []
        return Array([Vector2._from(row) for row in rows], Vector2)

    @property
    def triangles(self) -> Array[int]:
        """The corners of all its triangles, three numbers each."""
        return Array(self._read().triangles.ravel().tolist(), int)

    def GetTriangles(self, submesh: int) -> Array[int]:
        """Return the corners of the triangles of a part.

        Raises:
            IndexError: There is no such part.
        """
        self._part(submesh)
        shape = self._read()
        return Array(shape.triangles[shape.parts == submesh].ravel().tolist(), int)

    GetIndices = GetTriangles

    def GetVertices(self, vertices: Any) -> None:
        """Fill a list with the places of its corners."""
        vertices[:] = list(self.vertices)

    def GetNormals(self, normals: Any) -> None:
        """Fill a list with the directions of its surface."""
        normals[:] = list(self.normals)

    def _part(self, submesh: int) -> int:
        if not 0 <= submesh < self._sub_meshes():
            raise IndexError(f"Failed getting triangles. Submesh index is out of bounds: {submesh}.")
        return submesh

    def GetIndexStart(self, submesh: int) -> int:
        """Return where the indexes of a part begin among all."""
        wide = self._document.integer("m_IndexFormat") == 1
        first = self._document.integer("m_SubMeshes", self._part(submesh), "firstByte") or 0
        return first // (4 if wide else 2)

    def GetBaseVertex(self, submesh: int) -> int:
        """Return what is added to the indexes of a part."""
        return self._document.integer("m_SubMeshes", self._part(submesh), "baseVertex") or 0

    def GetTopology(self, submesh: int) -> Any:
        """Return what a part is made of (``MeshTopology``)."""
        kind: Any = catalogue.enum_type("UnityEngine.MeshTopology")
        return kind(self._document.integer("m_SubMeshes", self._part(submesh), "topology") or 0)

    indexFormat = enum("UnityEngine.Rendering.IndexFormat", "m_IndexFormat")

    @property
    def vertexAttributeCount(self) -> int:
        """How many kinds of data its corners have."""
        node = self._document.node(("m_VertexData", "m_Channels"))
        return sum(self._has(index) for index in range(len(node) if isinstance(node, Sequence) else 0))

    def GetBlendShapeName(self, shapeIndex: int) -> str:
        """Return the name of a blend shape.

        Raises:
            IndexError: There is none.
        """
        found = self._document.text("m_Shapes", "channels", shapeIndex, "name")
        if found is None:
            raise IndexError(f"Blend shape index is out of bounds: {shapeIndex}")
        return found

    def GetBlendShapeIndex(self, blendShapeName: str) -> int:
        """Return the number of a blend shape; -1 for an unknown name."""
        names = [self.GetBlendShapeName(index) for index in range(self.blendShapeCount)]
        return names.index(blendShapeName) if blendShapeName in names else -1

    def _built_in(self) -> tuple[int, int, tuple[float, float, float]] | None:
        key = references.key_of(self)
        return _BUILT_IN_COUNTS.get(self.name) if key is not None and key.kind == 0 else None

    @property
    def vertexCount(self) -> int:
        """How many corners it has."""
        known = self._built_in()
        if known is not None:
            return known[0]
        count = self._document.integer("m_VertexData", "m_VertexCount")
        if count is None:
            raise unknown(self, "vertex count")
        return count

    def _sub_meshes(self) -> int:
        node = self._document.field("m_SubMeshes")
        if not isinstance(node, Sequence):
            raise unknown(self, "list of sub-meshes")
        return len(node)

    @property
    def subMeshCount(self) -> int:
        """How many parts with a material each it has."""
        return 1 if self._built_in() is not None else self._sub_meshes()

    def GetIndexCount(self, submesh: int) -> int:
        """Return how many indexes a part has: three a triangle."""
        known = self._built_in()
        if known is not None:
            return known[1] * 3
        if not 0 <= submesh < self._sub_meshes():
            raise IndexError(f"Failed getting index count. Submesh index is out of bounds: {submesh}.")
        return self._document.integer("m_SubMeshes", submesh, "indexCount") or 0

    @property
    def bounds(self) -> Bounds:
        """The box around it, in its own space."""
        known = self._built_in()
        if known is not None:
            return Bounds(Vector3.zero, Vector3(*(2 * half for half in known[2])))
        if self._document.field("m_LocalAABB") is None:
            raise unknown(self, "size")
        center, extent = (
            [self._document.real("m_LocalAABB", key, axis) for axis in "xyz"]
            for key in ("m_Center", "m_Extent")
        )
        return Bounds(Vector3(*center), Vector3(*(2 * half for half in extent)))

    @property
    def blendShapeCount(self) -> int:
        """How many blend shapes it has."""
        node = self._document.node(("m_Shapes", "channels"))
        return len(node) if isinstance(node, Sequence) else 0

    @property
    def isReadable(self) -> bool:
        """Whether its import settings let scripts read it."""
        return self._document.text("m_IsReadable") != "0"

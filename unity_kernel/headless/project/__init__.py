"""Unity projects on disk: folders, assets and YAML files, without any of Unity's API."""

from unity_kernel.headless.project.assets import AssetIndex
from unity_kernel.headless.project.document import Document
from unity_kernel.headless.project.expansion import Expansion
from unity_kernel.headless.project.instanced import InstancedDocument, PrefabInstance
from unity_kernel.headless.project.project import BuildScene, Project
from unity_kernel.headless.project.style import Style, float32
from unity_kernel.headless.project.tree import Mapping, Node, Scalar, Sequence
from unity_kernel.headless.project.unityfile import UnityFile

__all__ = [
    "AssetIndex",
    "BuildScene",
    "Document",
    "Expansion",
    "InstancedDocument",
    "Mapping",
    "Node",
    "PrefabInstance",
    "Project",
    "Scalar",
    "Sequence",
    "Style",
    "UnityFile",
    "float32",
]

"""A Jupyter kernel that drives the Unity Editor."""

from unity_kernel._version import __version__

__all__ = ["__version__"]

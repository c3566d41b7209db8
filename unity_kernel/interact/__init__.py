"""Widgets on Unity's objects: a live inspector, a scene browser, `interact` with Unity's own types.

Runs in the editor, on its main thread. What it needs of the editor comes as `Services`; objects are known by the names
of Unity's API only, so that Unity's and the headless editor's are served alike. Needs ipywidgets.
"""

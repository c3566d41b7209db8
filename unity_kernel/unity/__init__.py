"""The host for the real Unity: Python's half of the Unity package, inside the editor's process."""

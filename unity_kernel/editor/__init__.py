"""Inside the editor's Python: dispatcher, sessions, shell, streams and the RPyC server.

Knows neither kernels nor clients nor any particular host; a host (the headless editor, Unity) owns an `Editor`.
"""

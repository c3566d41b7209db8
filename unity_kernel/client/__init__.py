"""Out of process, without Jupyter: find an editor, connect, start the embedded one, use its modules remotely."""

"""The `unity-kernel` command: one module per command, each imported only when it is called."""

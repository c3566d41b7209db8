"""The Jupyter kernel: forwards cells to an editor and relays what comes back."""

"""unity_kernel.cli."""

"""unity_kernel.editor."""

"""unity_kernel.wire."""

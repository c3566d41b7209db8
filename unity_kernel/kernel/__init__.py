"""unity_kernel.kernel."""

"""unity_kernel.headless."""

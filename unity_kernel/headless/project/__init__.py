"""unity_kernel.headless.project."""

"""unity_kernel.headless.api."""

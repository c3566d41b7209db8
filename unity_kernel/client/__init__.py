"""unity_kernel.client."""

"""`python -m unity_kernel.cli`: the `unity-kernel` command, where scripts are not on the path."""

import sys

from unity_kernel.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.chaos --minutes 60 --seed 1`: the long form of the chaos test."""

from __future__ import annotations

import argparse
import sys
import time

from tests.chaos.world import Chaos
from tests.support import hosts
from tests.support.session import Home


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--steps", type=int, default=40, help="steps until all is started afresh, with the next seed"
    )
    parser.add_argument("--host", choices=("headless", "mono"), default="headless", help="which editor")
    options = parser.parse_args()
    end = time.monotonic() + options.minutes * 60
    seed = options.seed
    while time.monotonic() < end:
        began = time.monotonic()
        with Home() as home:
            chaos = Chaos(home, seed, hosts.HOSTS[options.host])
            try:
                for _ in range(options.steps):
                    chaos.step()
                chaos.settle()
                chaos.close()
            except BaseException:
                home.failed = True
                print(f"seed {seed} failed; logs in {home.path}; so far: {dict(chaos.done)}", file=sys.stderr)
                raise
        print(
            f"seed {seed}: {options.steps} steps in {time.monotonic() - began:.0f} s: {dict(chaos.done)}",
            flush=True,
        )
        seed += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

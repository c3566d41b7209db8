"""What `--help-all` says: our traits, each with its unit and consequence."""

from __future__ import annotations

import re

from tests.support.session import Home


def test_help_lists_our_traits_with_unit_and_consequence(home: Home) -> None:
    done = home.python("-m", "unity_kernel.kernel", "--help-all")
    assert done.returncode == 0, done.stderr
    text = re.sub(r"\s+", " ", done.stdout)
    for trait, words in {
        "editor": ("UNITY_KERNEL_EDITOR", "headless"),
        "start_embedded": ("If False", "error that names the next step"),
        "output_limit": ("Characters", "0 for no limit", "cut"),
        "log_level": ("severity", "warning"),
        "interrupt_patience": ("Seconds",),
    }.items():
        _, found, rest = text.partition(f"--UnityKernel.{trait}=")
        assert found, trait
        described = rest.partition("--UnityKernel.")[0]
        for word in words:
            assert word in described, (trait, word)


def test_an_unknown_value_is_refused_with_the_choices(home: Home) -> None:
    done = home.python("-m", "unity_kernel.kernel", "--UnityKernel.log_level=loud")
    assert done.returncode == 1
    assert "'log', 'warning', 'error', 'none'" in done.stdout + done.stderr

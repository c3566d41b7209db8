"""Tombstones and the memory they are made in, on whatever Python runs the tests; with .NET: `test_survivors.py`."""

from __future__ import annotations

import copy
import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from unity_kernel.errors import LostObjectError
from unity_kernel.unity import slots
from unity_kernel.unity.tombstones import Epitaph, LostException, Tombstone, bury

pytestmark = pytest.mark.skipif(
    not slots.SUPPORTED, reason="this Python's memory is not known to the domain reload"
)
EPITAPH = Epitaph("List[Int32]", "System.List[Int32] of 3 items", "domain reload 2 (at 12:00:00)", hash=7)


class Wrapper:
    """As large as an instance of a .NET type: dictionary, weak references, handle."""

    __slots__ = ("dictionary", "handle", "references")


class WrappedError(Exception):
    """As large as an instance of a .NET exception's type."""

    __slots__ = ("handle", "references")


@pytest.fixture
def lost() -> Any:
    wrapper: Any = Wrapper()
    wrapper.dictionary = {"set by": "the user"}
    bury(wrapper, EPITAPH)
    return wrapper


def test_this_python_is_as_expected() -> None:
    assert slots.trouble() == ""


def test_object_stays_and_its_type_changes() -> None:
    wrapper: Any = Wrapper()
    before, held = id(wrapper), {"in a dictionary": [wrapper]}
    bury(wrapper, EPITAPH)
    assert [type(each) for each in held["in a dictionary"]] == [Tombstone]
    assert id(held["in a dictionary"][0]) == before


USES: list[Callable[[Any], object]] = [
    lambda lost: lost.Count,
    lambda lost: lost(),
    lambda lost: lost[0],
    lambda lost: len(lost),
    lambda lost: list(lost),
    lambda lost: 3 in lost,
    lambda lost: 1 + lost,
    lambda lost: lost < 2,
    lambda lost: -lost,
    lambda lost: float(lost),
    lambda lost: bool(lost),
    lambda lost: setattr(lost, "Count", 1),
    lambda lost: copy.copy(lost),
    lambda lost: lost.__enter__(),
]


@pytest.mark.parametrize("use", USES)
def test_every_use_says_what_it_was_and_which_reload_took_it(use: Callable[[Any], object], lost: Any) -> None:
    with pytest.raises(LostObjectError, match=r"'List\[Int32\]' was lost in domain reload 2 .* of 3 items"):
        use(lost)


def test_looks_and_comparisons_are_harmless(lost: Any) -> None:
    assert repr(lost) == str(lost) == "<lost in domain reload 2 (at 12:00:00): System.List[Int32] of 3 items>"
    assert lost._unity_tombstone_ == "System.List[Int32] of 3 items"
    assert hash(lost) == 7
    assert lost == lost
    assert lost not in (None, 7, object())
    assert not hasattr(lost, "_repr_html_")


def test_weak_references_end_with_it() -> None:
    seen: list[object] = []
    wrapper = Wrapper()
    bury(wrapper, EPITAPH)
    watched = weakref.ref(wrapper, seen.append)
    assert watched() is wrapper
    del wrapper
    gc.collect()
    assert seen == [watched]
    assert watched() is None


def test_exceptions_stay_exceptions() -> None:
    error = WrappedError("of .NET")
    bury(error, EPITAPH)
    with pytest.raises(LostException) as raised:
        raise error
    assert "of 3 items" in str(raised.value)
    with pytest.raises(LostObjectError):
        raised.value.Message  # noqa: B018
